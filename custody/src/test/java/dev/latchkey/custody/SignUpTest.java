package dev.latchkey.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.custody.wallet.WalletOwners;
import dev.latchkey.identity.Identity;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.platform.configuration.PlatformSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Argon2Parameters;
import dev.latchkey.platform.crypto.HashGate;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.mail.MailSettings;
import dev.latchkey.platform.settings.SystemSettingCatalogue;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.TenancyOptions;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing up, with the real rooms of tenants, users and keys. */
class SignUpTest {

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private CustodyHouse house;
    private Tenancy tenancy;
    private CustodyServer server;
    private HttpProbe backend;

    @BeforeEach
    void open() {
        house = new CustodyHouse(extension.database(), clock);
        SecureRandom random = new SecureRandom();
        Settings settings = settings();
        tenancy = new Tenancy(house.database, clock, random, TenancyOptions.from(settings));
        tenancy.start();
        HashGate gate = new HashGate(1, 10, Duration.ofSeconds(5));
        PasswordHasher hasher = new PasswordHasher(gate, random, new Argon2Parameters(64, 1, 1));
        Identity identity = new Identity(
                new Identity.Foundation(
                        house.database,
                        settings,
                        SystemSettings.ofEnvironment(new SystemSettingCatalogue(Identity.SYSTEM_SETTINGS), settings),
                        house.masterKey,
                        house.cipher,
                        hasher,
                        (tx, letter) -> {},
                        random,
                        clock),
                tenancy,
                house.custody,
                Identity.Listeners.NONE);
        List<Route> routes = new ArrayList<>(identity.routes());
        routes.addAll(house.custody.routes(WalletOwners.of(identity)));
        server = new CustodyServer(
                routes,
                Stream.concat(Stream.of(tenancy.projectKeys(), tenancy.operator()), identity.verifiers().stream())
                        .toList(),
                identity.filters(),
                clock);
        backend = server.anonymous()
                .withBearer(tenancy.issueFirstKey(tenancy.defaultProjectId(), "Backend")
                        .key()
                        .reveal());
    }

    @AfterEach
    void close() {
        server.close();
        tenancy.close();
        house.close();
    }

    @Test
    void fiftyFirstLogInsAtOnceGiveOneUserOneWalletAndOneKeyAndAllNameThem() throws Exception {
        List<Future<HttpAnswer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                running.add(threads.submit(() -> authenticate("ada")));
            }
        }

        List<HttpAnswer> answers = new ArrayList<>();
        for (Future<HttpAnswer> call : running) {
            answers.add(call.get().hasStatus(200));
        }
        assertThat(answers.stream().map(answer -> answer.text("/user/id")).distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .map(answer -> answer.text("/wallet/publicKey"))
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.text("/isNewUser").equals("true")))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.text("/isNewWallet").equals("true")))
                .hasSize(1);
        assertThat(count("identity.users")).isOne();
        assertThat(count("custody.wallets")).isOne();
        assertThat(count("custody.keys")).isOne();
        assertThat(count("platform.audit_events where type = 'key.generated'")).isOne();
        assertThat(house.lifecycle.created).hasSize(1);
    }

    @Test
    void theWalletOfASignUpIsTheOneTheWalletRoutesShow() {
        HttpAnswer signedUp = authenticate("grace").hasStatus(200).hasValue("/wallet/ledgerStatus", "PENDING");

        backend.get("/wallets/" + signedUp.text("/wallet/id"))
                .hasStatus(200)
                .hasValue("/publicKey", signedUp.text("/wallet/publicKey"))
                .hasValue("/createdAt", signedUp.text("/wallet/createdAt"));
        backend.post("/wallets", Map.of("userId", signedUp.text("/user/id"), "network", "TESTNET"))
                .hasStatus(409);
    }

    @Test
    void aSignUpOnANetworkWithoutConfigurationLeavesNothing() {
        backend.post("/auth/authenticate", Map.of("authId", "joan", "network", "MAINNET"))
                .hasStatus(422)
                .hasValueMatching("/message", ".*STELLAR_MAINNET_HORIZON_URL.*");
        assertThat(count("identity.users")).isZero();
        assertThat(count("custody.keys")).isZero();
    }

    @Test
    void suspendedAndDeletedUsersGetNoWallet() {
        String suspended = backend.post("/users", Map.of("authId", "susp")).text("/id");
        backend.patch("/users/" + suspended, Map.of("status", "SUSPENDED")).hasStatus(200);
        String deleted = backend.post("/users", Map.of("authId", "dele")).text("/id");
        backend.delete("/users/" + deleted).hasStatus(200);

        create(suspended).hasStatus(403);
        create(deleted).hasStatus(404);
        authenticate("susp").hasStatus(403);
        assertThat(count("custody.wallets")).isZero();
    }

    @Test
    void aReturningUserCostsOneStatementForItsWallet() {
        authenticate("linus").hasStatus(200);

        List<String> statements = house.database.statements().during(() -> authenticate("linus"));

        assertThat(statements.stream().filter(sql -> sql.contains("custody."))).hasSize(1);
    }

    private HttpAnswer authenticate(String authId) {
        return backend.post("/auth/authenticate", Map.of("authId", authId));
    }

    private HttpAnswer create(String userId) {
        return backend.post("/wallets", Map.of("userId", userId, "network", "TESTNET"));
    }

    private long count(String from) {
        return extension.database().queryLong("select count(*) from " + from);
    }

    private static Settings settings() {
        List<SettingGroup> groups = new ArrayList<>(PlatformSettings.GROUPS);
        groups.add(Tenancy.SETTINGS);
        groups.add(StellarSettings.GROUP);
        groups.add(MailSettings.GROUP);
        groups.addAll(Identity.SETTINGS);
        groups.add(Custody.SETTINGS);
        return Settings.of(
                Profile.SERVE,
                Map.of(
                        "DATABASE_URL", "postgresql://nobody@localhost/none",
                        "MASTER_KEY", CustodyHouse.MASTER_KEY,
                        "CORS_DISABLED", "true",
                        "COOKIE_ENABLED", "false"),
                groups.toArray(SettingGroup[]::new));
    }
}
