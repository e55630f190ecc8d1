package dev.latchkey.identity;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.setup.SetupToken;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.PlatformSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.Argon2Parameters;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.HashGate;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.mail.MailSettings;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.platform.settings.SystemSettingCatalogue;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.TenancyOptions;
import dev.latchkey.tenancy.TenancySettings;
import dev.latchkey.testkit.AuditWalk;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.Houses;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import dev.latchkey.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The room and the one below it on a server of their own: real HTTP, a real database, a clock to set.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final IdentityHouse house = IdentityHouse.shared();
 * }</pre>
 */
final class IdentityHouse implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    static final String OPERATOR_TOKEN = "op_" + "o".repeat(43);
    static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");
    static final UUID DEFAULT_PROJECT = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Cheap: what is tested is that there is one hash, not what it costs. */
    private static final Argon2Parameters CHEAP = new Argon2Parameters(64, 1, 1);

    private static final Houses<IdentityHouse> SHARED = new Houses<>(databases(), IdentityHouse::open);

    final TestDatabase rows;
    final Database database;
    final SystemSettings systemSettings;
    final Tenancy tenancy;
    final Identity identity;
    final HttpServer server;
    final HttpProbe anonymous;
    final TestClock clock;
    final FakeWallets wallets = new FakeWallets();
    final AuditWalk walk = new AuditWalk();
    final Mailbox mail = new Mailbox();
    final EnvelopeCipher cipher;
    final MasterKey masterKey;
    final HostApplication host = new HostApplication();
    final HashGate gate = new HashGate(2, 100, Duration.ofSeconds(20));
    private final SecretMemory memory = new SecretMemory(8, Duration.ofSeconds(10));
    private final LocalKeyEncryptionKeys keys;

    private IdentityHouse(TestDatabase rows, Profile profile, Map<String, String> values, TestClock clock) {
        this.rows = rows;
        this.clock = clock;
        Settings settings = settings(profile, values);
        SecureRandom random = new SecureRandom();
        Aead aead = new Aead(random);
        this.masterKey = MasterKey.parse(MASTER_KEY, memory);
        this.keys = new LocalKeyEncryptionKeys(masterKey, 1, List.of(), aead, memory);
        this.cipher = new EnvelopeCipher(keys, aead, memory);
        this.database = new Database(
                new Database.Options(
                        rows.url(), new Properties(), 20, 1, Duration.ofSeconds(20), Duration.ofMinutes(5)),
                clock);
        this.systemSettings = new SystemSettings(
                database,
                cipher,
                new SystemSettingCatalogue(Identity.SYSTEM_SETTINGS),
                settings,
                SettingCatalogue.of(groups()));
        this.tenancy = new Tenancy(database, clock, random, TenancyOptions.from(settings));
        this.identity = new Identity(
                new Identity.Foundation(
                        database,
                        settings,
                        systemSettings,
                        masterKey,
                        cipher,
                        new PasswordHasher(gate, random, CHEAP),
                        mail,
                        random,
                        clock),
                tenancy,
                wallets,
                new Identity.Listeners(host, host));
        tenancy.start();
        List<Route> routes = new ArrayList<>(tenancy.routes());
        routes.addAll(identity.routes());
        routes.addAll(systemSettings.routes(
                settings.get(HttpSettings.AUTH_BASE_PATH), identity.administrators()::requireStill));
        String basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        boolean limited = "true".equals(values.get("RATE_LIMIT_ENABLED"));
        this.server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        basePath,
                        new Cors(true, List.of()),
                        new ClientAddress(
                                settings.get(HttpSettings.TRUST_PROXY)
                                        ? settings.get(HttpSettings.TRUSTED_PROXIES)
                                        : List.of()),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                new RouteTable(routes, List.of(new RouteTable.Alias(basePath, "", Set.of(Style.AUTH)))),
                Stream.concat(Stream.of(tenancy.projectKeys(), tenancy.operator()), identity.verifiers().stream())
                        .toList(),
                new RateRules(
                        new RateRules.Limits(
                                limited,
                                minute(100),
                                minute(10),
                                minute(10),
                                RatePolicy.sliding(10, Duration.ofMinutes(1)),
                                RatePolicy.sliding(60, Duration.ofMinutes(1)),
                                RatePolicy.sliding(30, Duration.ofMinutes(1))),
                        new MemoryRateLimitStore(),
                        clock),
                identity.filters(),
                List.of(),
                clock);
        this.anonymous = HttpProbe.ofPort(server.port()).observedBy(walk::observe);
    }

    static DatabaseExtension databases() {
        return DatabaseExtension.migratedBy("identity", database -> {
            new Migrations(database.dataSource(), List.of(Migrations.PLATFORM, Tenancy.MIGRATIONS, Identity.MIGRATIONS))
                    .migrate();
            database.execute(FakeWallets.TABLE);
        });
    }

    /** As {@link #open(TestDatabase)}, from class to class, wiped before each test; as a static extension only. */
    static IdentityHouse shared() {
        return SHARED.take();
    }

    /** As in production, but without cookies: tokens in JSON. */
    static IdentityHouse open(TestDatabase rows) {
        return open(rows, Map.of());
    }

    static IdentityHouse open(TestDatabase rows, Map<String, String> values) {
        return open(rows, Profile.SERVE, values, TestClock.at(NOON));
    }

    static IdentityHouse open(TestDatabase rows, Profile profile, Map<String, String> values, TestClock clock) {
        return new IdentityHouse(rows, profile, values, clock);
    }

    static Settings settings(Profile profile, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of(
                "DATABASE_URL", "postgresql://nobody@localhost/none",
                "MASTER_KEY", "8f3a1c5e7092b4d6f81a2c3e4d5f60718293a4b5c6d7e8f9012a3b4c5d6e7f80",
                "LATCHKEY_OPERATOR_TOKEN", OPERATOR_TOKEN,
                "CORS_DISABLED", "true",
                "COOKIE_ENABLED", "false",
                "EMAIL_REQUIRE_VERIFICATION", "false"));
        all.putAll(values);
        return Settings.of(profile, all, groups().toArray(SettingGroup[]::new));
    }

    private static List<SettingGroup> groups() {
        List<SettingGroup> groups = new ArrayList<>(PlatformSettings.GROUPS);
        groups.add(TenancySettings.GROUP);
        groups.add(StellarSettings.GROUP);
        groups.add(MailSettings.GROUP);
        groups.addAll(Identity.SETTINGS);
        return groups;
    }

    /** As on the first day, but for projects, their keys and the signing keys. */
    void wipe() {
        rows.wipe("tenancy.*", "identity.signing_keys", "identity.web_auth_key");
        wallets.ensured.set(0);
        mail.letters.clear();
        host.reset();
        wallets.mainnetConfigured = true;
        clock.set(NOON);
    }

    /** What the server prints when it starts. */
    SetupToken setupToken() {
        return new SetupToken(masterKey);
    }

    HttpProbe operator() {
        return anonymous.withBearer(OPERATOR_TOKEN);
    }

    /** The backend of the default project. */
    HttpProbe backend() {
        return backend(DEFAULT_PROJECT);
    }

    HttpProbe backend(UUID projectId) {
        return anonymous.withBearer(
                tenancy.issueFirstKey(projectId, "Backend").key().reveal());
    }

    /** Another project, of another developer. */
    UUID otherProject() {
        String developer = operator()
                .post("/developers", Map.of("email", "dev-" + UUID.randomUUID() + "@example.com"))
                .hasStatus(201)
                .text("/id");
        return UUID.fromString(operator()
                .post("/projects", Map.of("name", "Other", "developerId", developer))
                .hasStatus(201)
                .text("/id"));
    }

    /** Runs a recurring job of the room once. */
    void run(String job) {
        identity.jobs().stream()
                .filter(one -> one.name().equals(job))
                .findFirst()
                .orElseThrow()
                .work()
                .run();
    }

    /** A credential as if its own flow had added it now. */
    void addCredential(String userId, String kind, String subject) {
        rows.execute("insert into identity.credentials (id, user_id, project_id, kind, subject, created_at) values ('"
                + UUID.randomUUID() + "', '" + userId + "', '" + DEFAULT_PROJECT + "', '" + kind + "', '" + subject
                + "', '" + clock.instant() + "')");
        database.read(sql -> {
            new Credentials().summarise(sql, UUID.fromString(userId));
            return true;
        });
    }

    /** The statements of an act, but for the look at its project: that one is remembered for two seconds of real time. */
    List<String> statementsOf(Runnable act) {
        return database.statements().during(act).stream()
                .filter(statement -> !statement.contains("from tenancy.projects where id = :id"))
                .toList();
    }

    long count(String table) {
        return rows.queryLong("select count(*) from " + table);
    }

    /** How many audit events of a type there are about a row. */
    long audited(String type, String targetId) {
        return rows.queryLong("select count(*) from platform.audit_events where type = '" + type + "' and target_id = '"
                + targetId + "'");
    }

    /** One column of the last audit event. */
    String lastAudit(String column) {
        return rows.queryText("select " + column + " from platform.audit_events order by sequence desc limit 1");
    }

    String userColumn(String id, String column) {
        return rows.queryText("select " + column + " from identity.users where id = '" + id + "'");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        wipe();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        SHARED.leave(this, context);
    }

    @Override
    public void close() {
        server.close();
        systemSettings.close();
        tenancy.close();
        database.close();
        gate.close();
        keys.close();
        masterKey.close();
        memory.close();
    }

    private static RatePolicy minute(int limit) {
        return RatePolicy.fixed(limit, Duration.ofMinutes(1));
    }
}
