package dev.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.member.Memberships;
import dev.latchkey.identity.Identity;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.PlatformSettings;
import dev.latchkey.platform.configuration.Profile;
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
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailSettings;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.platform.settings.SystemSettingCatalogue;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.TenancyOptions;
import dev.latchkey.tenancy.TenancySettings;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.Houses;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import dev.latchkey.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * The room and those below it on a server of their own: real HTTP, a real database, a clock to set.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final AccessHouse house = AccessHouse.shared();
 * }</pre>
 */
public final class AccessHouse implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    public static final String OPERATOR_TOKEN = "op_" + "o".repeat(43);
    public static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");
    public static final UUID DEFAULT_PROJECT = UUID.fromString("00000000-0000-4000-8000-000000000002");
    public static final String PASSWORD = "Correct-horse-7!";
    public static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Argon2Parameters CHEAP = new Argon2Parameters(64, 1, 1);

    /** Somebody with an account. */
    public record Person(UUID id, String email, HttpProbe probe) {}

    private static final Houses<AccessHouse> SHARED = new Houses<>(databases(), AccessHouse::open);

    public final TestDatabase rows;
    public final Database database;
    public final Tenancy tenancy;
    public final Identity identity;
    public final Access access;
    public final HttpServer server;
    public final HttpProbe anonymous;
    public final TestClock clock;
    public final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final HashGate gate = new HashGate(2, 100, Duration.ofSeconds(20));
    private final SecretMemory memory = new SecretMemory(8, Duration.ofSeconds(10));
    private final MasterKey masterKey = MasterKey.parse(MASTER_KEY, memory);
    private final LocalKeyEncryptionKeys keys;

    private AccessHouse(TestDatabase rows, Map<String, String> values, TestClock clock) {
        this.rows = rows;
        this.clock = clock;
        Settings settings = settings(values);
        SecureRandom random = new SecureRandom();
        Aead aead = new Aead(random);
        this.keys = new LocalKeyEncryptionKeys(masterKey, 1, List.of(), aead, memory);
        EnvelopeCipher cipher = new EnvelopeCipher(keys, aead, memory);
        this.database = new Database(
                new Database.Options(
                        rows.url(), new Properties(), 20, 1, Duration.ofSeconds(20), Duration.ofMinutes(5)),
                clock);
        this.tenancy = new Tenancy(database, clock, random, TenancyOptions.from(settings));
        AccountListener accounts = new AccountListener(
                new Access.Foundation(database, settings, (tx, letter) -> letters.add(letter), random, clock));
        this.identity = new Identity(
                new Identity.Foundation(
                        database,
                        settings,
                        SystemSettings.ofEnvironment(new SystemSettingCatalogue(Identity.SYSTEM_SETTINGS), settings),
                        masterKey,
                        cipher,
                        new PasswordHasher(gate, random, CHEAP),
                        (tx, letter) -> letters.add(letter),
                        random,
                        clock),
                tenancy,
                new NoWallets(),
                new Identity.Listeners(accounts, AuthCallback.NONE));
        this.access = new Access(accounts, tenancy, identity);
        tenancy.start();
        database.signals().start();
        this.server = start(settings);
        this.anonymous = HttpProbe.ofPort(server.port());
    }

    public static DatabaseExtension databases() {
        return DatabaseExtension.migratedBy("access", database -> new Migrations(
                        database.dataSource(),
                        List.of(Migrations.PLATFORM, Tenancy.MIGRATIONS, Identity.MIGRATIONS, Access.MIGRATIONS))
                .migrate());
    }

    /** As {@link #open(TestDatabase)}, from class to class, wiped before each test; as a static extension only. */
    public static AccessHouse shared() {
        return SHARED.take();
    }

    public static AccessHouse open(TestDatabase rows) {
        return open(rows, Map.of());
    }

    public static AccessHouse open(TestDatabase rows, Map<String, String> values) {
        return new AccessHouse(rows, values, TestClock.at(NOON));
    }

    /** As on the first day, but for projects, their keys and the signing keys. */
    public void wipe() {
        rows.wipe("tenancy.*", "identity.signing_keys", "identity.web_auth_key");
        letters.clear();
        clock.set(NOON);
    }

    /** A new account of the default project, with a session. */
    public Person signUp(String name) {
        return signUp(name, DEFAULT_PROJECT);
    }

    public Person signUp(String name, UUID projectId) {
        String email = name + "@example.com";
        HttpAnswer answer = anonymous
                .withHeader("X-Latchkey-Project", projectId.toString())
                .post("/auth/register", Map.of("email", email, "password", PASSWORD, "name", name))
                .hasStatus(201);
        return new Person(
                UUID.fromString(answer.text("/user/id")),
                email,
                anonymous.withBearer(answer.text("/tokens/accessToken")));
    }

    /** Their address counts as proved from now on. */
    public Person verify(Person person) {
        rows.execute("update identity.users set email_verified = true where id = '" + person.id() + "'");
        return person;
    }

    /** A new organization of theirs; answers its id. */
    public UUID found(Person owner, String name) {
        return UUID.fromString(owner.probe()
                .post("/auth/orgs", Map.of("name", name))
                .hasStatus(200)
                .text("/id"));
    }

    /** Makes somebody a member, as if they had accepted an invitation. */
    public UUID join(UUID organization, Person person, String role) {
        UUID id = UUID.randomUUID();
        rows.execute(
                "insert into access.memberships (id, organization_id, project_id, user_id, role, joined_at) select '"
                        + id + "', id, project_id, '" + person.id() + "', '" + role + "', clock_timestamp()"
                        + " from access.organizations where id = '" + organization + "'");
        return id;
    }

    /** A custom role; answers its id. */
    public UUID role(UUID organization, String name, String... permissions) {
        UUID id = UUID.randomUUID();
        rows.execute(
                "insert into access.roles (id, organization_id, project_id, name, name_key, permissions, created_at,"
                        + " updated_at) select '" + id + "', id, project_id, '" + name + "', lower('" + name + "'), '{"
                        + String.join(",", permissions) + "}', now(), now() from access.organizations where id = '"
                        + organization + "'");
        return id;
    }

    /** Signs in again, with what has changed meanwhile. */
    public HttpAnswer signIn(Person person) {
        return anonymous
                .post("/auth/login", Map.of("email", person.email(), "password", PASSWORD))
                .hasStatus(200);
    }

    /** What an access token says. */
    public static JsonNode claims(String accessToken) {
        byte[] payload = Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]);
        return Json.read(new String(payload, StandardCharsets.UTF_8));
    }

    /** Makes them a system admin of their project. */
    public Person promote(Person person) {
        rows.execute("update identity.users set is_system_admin = true where id = '" + person.id() + "'");
        return person;
    }

    /** An organization by SQL, with its owner as the only member. */
    public UUID organization(Person owner) {
        UUID id = UUID.randomUUID();
        rows.execute("""
                insert into access.organizations (id, project_id, name, slug, owner_id, created_at, updated_at)
                select '%1$s', project_id, 'Organization', '%1$s', id, now(), now() from identity.users where id = '%2$s'
                """.formatted(id, owner.id()));
        enrol(id, owner, "owner");
        return id;
    }

    /** A membership by SQL. */
    public Person enrol(UUID organization, Person person, String role) {
        rows.execute("""
                insert into access.memberships (id, organization_id, project_id, user_id, role, joined_at)
                select gen_random_uuid(), id, project_id, '%s', '%s', now() from access.organizations where id = '%s'
                """.formatted(person.id(), role, organization));
        return person;
    }

    /** Gives a member a custom role by SQL. */
    public void assign(UUID organization, Person person, String customRoleId) {
        database.run(tx -> {
            tx.sql()
                    .execute(
                            "update access.memberships set custom_role_id = ? where organization_id = ? and user_id = ?",
                            UUID.fromString(customRoleId),
                            organization,
                            person.id());
            tx.signal(Memberships.TOPIC, organization + " " + person.id());
        });
    }

    public HttpProbe operator() {
        return anonymous.withBearer(OPERATOR_TOKEN);
    }

    /** The backend of the default project. */
    public HttpProbe backend() {
        return anonymous.withBearer(
                tenancy.issueFirstKey(DEFAULT_PROJECT, "Backend").key().reveal());
    }

    /** Another project, of another developer. */
    public UUID otherProject() {
        String developer = operator()
                .post("/developers", Map.of("email", "dev-" + UUID.randomUUID() + "@example.com"))
                .hasStatus(201)
                .text("/id");
        return UUID.fromString(operator()
                .post("/projects", Map.of("name", "Other", "developerId", developer))
                .hasStatus(201)
                .text("/id"));
    }

    /** Waits until the server hears what others change; until then it remembers nothing. */
    public void awaitListening() throws InterruptedException {
        for (int i = 0; i < 1_000 && !database.signals().isListening(); i++) {
            Thread.sleep(10);
        }
        assertThat(database.signals().isListening()).isTrue();
    }

    /** How many audit events of a type there are about a row. */
    public long audited(String type, Object targetId) {
        return rows.queryLong("select count(*) from platform.audit_events where type = '" + type + "' and target_id = '"
                + targetId + "'");
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
        tenancy.close();
        database.close();
        gate.close();
        keys.close();
        masterKey.close();
        memory.close();
    }

    private HttpServer start(Settings settings) {
        List<Route> routes = Stream.of(tenancy.routes(), identity.routes(), access.routes())
                .flatMap(List::stream)
                .toList();
        List<CredentialVerifier> verifiers = new ArrayList<>(List.of(tenancy.projectKeys(), tenancy.operator()));
        verifiers.addAll(access.verifiers());
        verifiers.addAll(identity.verifiers());
        List<Filter> filters = new ArrayList<>(identity.filters());
        filters.addAll(access.filters());
        String basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        return HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        basePath,
                        new Cors(true, List.of()),
                        new ClientAddress(List.of()),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                new RouteTable(routes, List.of(new RouteTable.Alias(basePath, "", Set.of(Style.AUTH)))),
                verifiers,
                new RateRules(
                        new RateRules.Limits(false, minute(), minute(), minute(), minute(), minute(), minute()),
                        new MemoryRateLimitStore(),
                        clock),
                filters,
                List.of(),
                clock);
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of(
                "DATABASE_URL", "postgresql://nobody@localhost/none",
                "MASTER_KEY", MASTER_KEY,
                "LATCHKEY_OPERATOR_TOKEN", OPERATOR_TOKEN,
                "CORS_DISABLED", "true",
                "COOKIE_ENABLED", "false",
                "EMAIL_REQUIRE_VERIFICATION", "false"));
        all.putAll(values);
        List<SettingGroup> groups = new ArrayList<>(PlatformSettings.GROUPS);
        groups.add(TenancySettings.GROUP);
        groups.add(StellarSettings.GROUP);
        groups.add(MailSettings.GROUP);
        groups.addAll(Identity.SETTINGS);
        groups.addAll(Access.SETTINGS);
        return Settings.of(Profile.SERVE, all, groups.toArray(SettingGroup[]::new));
    }

    /** A house whose users have no wallets. */
    private static final class NoWallets implements WalletProvisioner {
        @Override
        public Provisioned ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin) {
            throw new UnsupportedOperationException("no wallets here");
        }

        @Override
        public Optional<WalletSummary> existing(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
            return Optional.empty();
        }
    }

    private static RatePolicy minute() {
        return RatePolicy.fixed(100, Duration.ofMinutes(1));
    }
}
