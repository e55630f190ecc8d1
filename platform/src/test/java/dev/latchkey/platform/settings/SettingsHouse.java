package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.SystemAdmin;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One instance with a few settings; several may stand on one database. */
final class SettingsHouse implements AutoCloseable {

    static final UUID ADMIN = UUID.fromString("33333333-3333-4333-8333-333333333333");
    static final Setting<Boolean> DOOR_VARIABLE =
            Setting.bool("DOOR_OPEN", "Whether the door is open.").defaultTo(true);
    static final Setting<String> NAME_VARIABLE =
            Setting.text("HOUSE_NAME", "What the house is called.").defaultTo("House");
    static final Setting<Boolean> ALARM_VARIABLE =
            Setting.bool("ALARM_ON", "Whether there is an alarm.").defaultTo(false);

    /** Administrators go before the environment. */
    static final SystemSetting<Boolean> DOOR = SystemSetting.bool(
                    "door_open", "house", false, "Whether the door is open.")
            .insteadOf(DOOR_VARIABLE);

    /** The environment goes before administrators. */
    static final SystemSetting<String> NAME = SystemSetting.text("house_name", "house", "", "Its name.")
            .lockedBy(NAME_VARIABLE)
            .fromStart("It is written over the door.");

    static final SystemSetting<Long> ROOMS =
            SystemSetting.number("rooms", "house", 1, 100, 4, "How many rooms there are.");
    static final SystemSetting<Optional<Secret>> SAFE_CODE =
            SystemSetting.secret("safe_code", "safe", SettingTypes.secret(4), "Opens the safe.");
    static final SystemSetting<Boolean> ALARM = SystemSetting.bool("alarm", "safe", false, "Whether there is an alarm.")
            .lockedBy(ALARM_VARIABLE)
            .remade();

    private static final SettingGroup GROUP = SettingGroup.of("House", DOOR_VARIABLE, NAME_VARIABLE, ALARM_VARIABLE)
            .withRules(settings ->
                    settings.get(ALARM_VARIABLE) && settings.get(NAME_VARIABLE).equals("House")
                            ? List.of(new Problem("ALARM_ON", "needs a name of the house.", "Set HOUSE_NAME."))
                            : List.of());
    private static final SecretMemory MEMORY = new SecretMemory(8, Duration.ofSeconds(5));
    private static final MasterKey MASTER =
            MasterKey.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", MEMORY);
    private static final MasterKey OTHER_MASTER =
            MasterKey.parse("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", MEMORY);

    final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    final Set<UUID> dismissed = ConcurrentHashMap.newKeySet();
    private final SettingWriters writers = (tx, caller) -> {
        if (caller instanceof Caller.User user && dismissed.contains(user.userId())) {
            throw ApiException.forbidden("dismissed");
        }
    };
    final Database database;
    final SystemSettings settings;
    private final HttpServer server;

    SettingsHouse(String databaseUrl, Map<String, String> environment) {
        this(databaseUrl, environment, MASTER);
    }

    private SettingsHouse(String databaseUrl, Map<String, String> environment, MasterKey master) {
        Aead aead = new Aead(new SecureRandom());
        EnvelopeCipher cipher =
                new EnvelopeCipher(new LocalKeyEncryptionKeys(master, 1, List.of(), aead, MEMORY), aead, MEMORY);
        this.database = TestDatabases.open(databaseUrl, clock);
        database.signals().start();
        this.settings = new SystemSettings(
                database,
                cipher,
                new SystemSettingCatalogue(List.of(DOOR, NAME, ROOMS, SAFE_CODE, ALARM, DashboardPermissions.SETTING)),
                Settings.of(Profile.SERVE, environment, GROUP),
                SettingCatalogue.of(List.of(GROUP)));
        settings.start();
        RatePolicy many = RatePolicy.fixed(1000, Duration.ofMinutes(1));
        this.server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        "/auth",
                        new Cors(false, List.of()),
                        new ClientAddress(List.of()),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5)),
                new RouteTable(settings.routes("/auth", writers), List.of()),
                List.of(new Tokens()),
                new RateRules(
                        new RateRules.Limits(false, many, many, many, many, many, many),
                        new MemoryRateLimitStore(),
                        clock),
                List.of(),
                List.of(),
                clock);
    }

    static SettingsHouse withOtherMasterKey(String databaseUrl) {
        return new SettingsHouse(databaseUrl, Map.of(), OTHER_MASTER);
    }

    HttpProbe anybody() {
        return HttpProbe.ofPort(server.port());
    }

    HttpProbe operator() {
        return anybody().withBearer("operator");
    }

    HttpProbe admin() {
        return anybody().withBearer("admin");
    }

    @Override
    public void close() {
        server.close();
        settings.close();
        database.close();
    }

    /** Takes callers at their word. */
    private static final class Tokens implements CredentialVerifier {
        @Override
        public boolean recognises(String token) {
            return true;
        }

        @Override
        public Caller verify(String token, Call call) {
            return switch (token) {
                case "operator" -> new Caller.Operator();
                case "admin" -> user(call, true);
                case "admin-of-another-project" -> user(call, false);
                case "user" -> new Caller.UserSession(UUID.randomUUID(), ADMIN, ADMIN);
                default -> throw new ApiException(401, "INVALID_TOKEN", "unknown");
            };
        }

        private static Caller user(Call call, boolean ofDefaultProject) {
            call.attribute(SystemAdmin.class, new SystemAdmin(ADMIN, ofDefaultProject));
            return new Caller.UserSession(ADMIN, ADMIN, ADMIN);
        }
    }
}
