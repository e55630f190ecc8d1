package dev.latchkey.server;

import dev.latchkey.access.Access;
import dev.latchkey.access.AccountListener;
import dev.latchkey.custody.Custody;
import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.custody.signup.SignUpTerms;
import dev.latchkey.custody.signup.SignUpWallets;
import dev.latchkey.custody.wallet.WalletOwners;
import dev.latchkey.identity.Identity;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.social.SocialSettings;
import dev.latchkey.payments.LedgerAccess;
import dev.latchkey.payments.LedgerView;
import dev.latchkey.payments.Payments;
import dev.latchkey.platform.audit.Audit;
import dev.latchkey.platform.configuration.DatabaseSettings;
import dev.latchkey.platform.configuration.DatabaseUrl;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Argon2Parameters;
import dev.latchkey.platform.crypto.HashGate;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.jobs.Jobs;
import dev.latchkey.platform.mail.Mail;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.notification.Notifications;
import dev.latchkey.platform.outbox.OutboxReceiver;
import dev.latchkey.platform.outbox.OutboxWorker;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.settings.Latest;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.platform.telemetry.AccessLog;
import dev.latchkey.platform.telemetry.Metrics;
import dev.latchkey.server.configuration.ServerSystemSettings;
import dev.latchkey.server.guide.DiscoveryRoutes;
import dev.latchkey.server.guide.GuideRoutes;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.TenancyOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The whole server: opens the database, brings its schema up to date, builds the rooms from the bottom up, mounts the
 * route table and listens. Also the entry point for embedding it in another program.
 */
public final class Latchkey implements AutoCloseable {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Tenancy tenancy;
    private final List<Route> routes;
    private final HttpServer http;

    private Latchkey(Settings environment, Extensions extensions, Clock clock) {
        try {
            SecureRandom random = new SecureRandom();
            Database database = closing(database(environment, clock));
            migrations(database).migrate();
            Metrics metrics = new Metrics();
            metrics.watch(database.dataSource());
            Secrets secrets = closing(Secrets.of(environment, random));
            SystemSettings system = closing(
                    new SystemSettings(database, secrets.cipher(), Catalogue.SYSTEM, environment, Catalogue.ALL));
            this.settings = system.configuration();
            new LogControl(environment, system).follow();
            Audit audit = closing(new Audit(
                    database,
                    secrets.masterKey(),
                    () -> Duration.ofDays(system.get(ServerSystemSettings.AUDIT_RETENTION_DAYS)),
                    clock));
            audit.start();

            Mail mail = closing(new Mail(system::configuration, secrets.cipher(), extensions.email(), clock));
            Notifications notifications = closing(new Notifications(settings));
            OutboxWorker outbox = new OutboxWorker(database, clock, receivers(mail, notifications));

            this.tenancy = new Tenancy(database, clock, random, TenancyOptions.from(settings));
            LedgerAccess ledger = closing(LedgerAccess.of(settings));
            Custody custody = closing(new Custody(
                    database,
                    secrets.cipher(),
                    secrets.memory(),
                    ledger.walletLifecycle(),
                    CustodyOptions.from(settings),
                    clock));
            SignUpWallets signUps = new SignUpWallets(database, custody, tenancy, SignUpTerms.from(settings), clock);
            AccountListener accounts = new AccountListener(
                    new Access.Foundation(database, settings, mail.queue(outbox::wake), random, clock));
            Identity identity = new Identity(
                    foundation(database, system, secrets, mail.queue(outbox::wake), random, clock),
                    tenancy,
                    custody,
                    new Identity.Listeners(new AccountListeners(accounts, custody, signUps), extensions.callback()));
            Access access = new Access(accounts, tenancy, identity);
            system.keep(ServerSystemSettings.DEFAULT_ORG_ID, access.defaultOrganization());
            LedgerView.Neighbours neighbours =
                    new LedgerView.Neighbours(id -> tenancy.project(id).isPresent(), identity::displayNames);
            Payments payments = Payments.of(database, clock, ledger, custody, neighbours, settings);

            SystemRoutes about =
                    new SystemRoutes(database, metrics, metricsAccess(system), clock, this::isStopping, this::routes);
            String authBasePath = settings.get(HttpSettings.AUTH_BASE_PATH);
            this.routes = Stream.of(
                            about.routes(authBasePath),
                            system.routes(authBasePath, identity.administrators()::requireStill),
                            new GuideRoutes(authBasePath, this::routes, database::lastKnownUp, clock).routes(),
                            new DiscoveryRoutes(
                                            authBasePath,
                                            identity.features(),
                                            feature -> clientId(system, feature),
                                            this::routes)
                                    .routes(),
                            audit.routes(authBasePath),
                            mail.routes(),
                            tenancy.routes(),
                            identity.routes(),
                            access.routes(),
                            custody.routes(WalletOwners.of(identity)),
                            signUps.routes(),
                            payments.routes())
                    .flatMap(List::stream)
                    .toList();
            Jobs.Job oldMessages = new Jobs.Job("outbox.clean-up", Duration.ofHours(1), outbox::removeOld);
            Jobs jobs = new Jobs(
                    database.dataSource(), jobs(oldMessages, audit, tenancy, identity, access, payments, signUps));
            this.http = HttpServer.start(
                    httpOptions(system),
                    new RouteTable(routes, aliases()),
                    verifiers(tenancy, access, identity),
                    rateRules(system, clock),
                    Stream.of(identity.filters(), access.filters(), List.of(new FeatureSwitches(system, authBasePath)))
                            .<Filter>flatMap(List::stream)
                            .toList(),
                    List.of(metrics, new AccessLog(), tenancy.usage()),
                    clock);
            tenancy.start();
            running.push(tenancy);
            payments.start();
            running.push(payments);
            outbox.start();
            running.push(outbox);
            jobs.start();
            running.push(jobs);
            running.push(http);
            database.signals().start();
            system.start();
            identity.announce();
        } catch (RuntimeException | Error failure) {
            closeAll();
            throw failure;
        }
    }

    /** Starts with the given settings; throws when something it needs is not there. */
    public static Latchkey start(Settings settings) {
        return start(settings, Extensions.NONE);
    }

    /** The same inside another program, which takes part through its extensions. */
    public static Latchkey start(Settings settings, Extensions extensions) {
        return new Latchkey(settings, extensions, Clock.systemUTC());
    }

    /** The database that the settings name. */
    public static Database database(Settings settings, Clock clock) {
        DatabaseUrl url = settings.get(DatabaseSettings.URL);
        Properties properties = new Properties();
        url.user().ifPresent(user -> properties.setProperty("user", user));
        url.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        return new Database(
                new Database.Options(
                        url.jdbcUrl(),
                        properties,
                        settings.get(DatabaseSettings.MAX_CONNECTIONS),
                        settings.get(DatabaseSettings.MIN_CONNECTIONS),
                        settings.get(DatabaseSettings.CONNECT_TIMEOUT),
                        settings.get(DatabaseSettings.IDLE_TIMEOUT)),
                clock);
    }

    /** The schema of every room, lowest first. */
    public static Migrations migrations(Database database) {
        return new Migrations(
                database.dataSource(),
                List.of(
                        Migrations.PLATFORM,
                        Tenancy.MIGRATIONS,
                        Identity.MIGRATIONS,
                        Access.MIGRATIONS,
                        Custody.MIGRATIONS,
                        Payments.MIGRATIONS));
    }

    /** Where it listens, as this machine can reach it. */
    public String url() {
        return "http://localhost:" + http.port();
    }

    public int port() {
        return http.port();
    }

    /** The whole route table at its canonical paths. */
    public List<Route> routes() {
        return routes;
    }

    /** A key for the default project, for a first start; shown by the caller, once. */
    public String issueFirstKey() {
        return tenancy.issueFirstKey(tenancy.defaultProjectId(), "first key")
                .key()
                .reveal();
    }

    @Override
    public void close() {
        closeAll();
    }

    /** The first of the client ids, which browsers introduce themselves with. */
    private static Optional<String> clientId(SystemSettings system, Feature feature) {
        return switch (feature) {
            case GOOGLE ->
                system.get(SocialSettings.AUTH_GOOGLE_CLIENT_ID).stream().findFirst();
            case APPLE ->
                system.get(SocialSettings.AUTH_APPLE_CLIENT_ID).stream().findFirst();
            case EMAIL, INSTANT_LINK, SOLANA, STELLAR, WEBAUTHN, SSO -> Optional.empty();
        };
    }

    private boolean isStopping() {
        return http.isStopping();
    }

    private SystemRoutes.MetricsAccess metricsAccess(SystemSettings system) {
        return new SystemRoutes.MetricsAccess(
                settings.find(SecretSettings.OPERATOR_TOKEN),
                () -> system.get(ServerSystemSettings.SERVER_METRICS_API_KEY),
                settings.profile() != Profile.SERVE);
    }

    private Identity.Foundation foundation(
            Database database,
            SystemSettings system,
            Secrets secrets,
            MailQueue mail,
            SecureRandom random,
            Clock clock) {
        PasswordHasher hasher = new PasswordHasher(hashGate(), random, Argon2Parameters.DEFAULT);
        return new Identity.Foundation(
                database, settings, system, secrets.masterKey(), secrets.cipher(), hasher, mail, random, clock);
    }

    /**
     * One hash more at once than processors, so that none of them waits while a finished one is handed over; who would
     * wait longer than a few seconds is told to come back.
     */
    private HashGate hashGate() {
        int processors = Runtime.getRuntime().availableProcessors();
        return closing(new HashGate(processors + 1, 64 * processors, Duration.ofSeconds(10)));
    }

    /** Who verifies a credential, by its form; the user's session takes what the others do not recognise. */
    private static List<CredentialVerifier> verifiers(Tenancy tenancy, Access access, Identity identity) {
        List<CredentialVerifier> verifiers = new ArrayList<>(List.of(tenancy.projectKeys(), tenancy.operator()));
        verifiers.addAll(access.verifiers());
        verifiers.addAll(identity.verifiers());
        return verifiers;
    }

    private static List<OutboxReceiver> receivers(Mail mail, Notifications notifications) {
        List<OutboxReceiver> receivers = new ArrayList<>(mail.receivers());
        receivers.add(notifications);
        return receivers;
    }

    private static List<Jobs.Job> jobs(
            Jobs.Job own,
            Audit audit,
            Tenancy tenancy,
            Identity identity,
            Access access,
            Payments payments,
            SignUpWallets signUps) {
        return Stream.of(
                        List.of(own),
                        audit.jobs(),
                        tenancy.jobs(),
                        identity.jobs(),
                        access.jobs(),
                        payments.jobs(),
                        signUps.jobs())
                .flatMap(List::stream)
                .toList();
    }

    private HttpServer.Options httpOptions(SystemSettings system) {
        return new HttpServer.Options(
                settings.get(HttpSettings.HOST),
                settings.get(HttpSettings.PORT),
                settings.get(HttpSettings.AUTH_BASE_PATH),
                new Latest<>(system::configuration, Latchkey::cors),
                new Latest<>(system::configuration, Latchkey::clientAddress),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                STOP_PATIENCE);
    }

    private static Cors cors(Settings now) {
        return new Cors(!now.get(HttpSettings.CORS_DISABLED), now.get(HttpSettings.CORS_ORIGINS));
    }

    private static ClientAddress clientAddress(Settings now) {
        return new ClientAddress(now.get(HttpSettings.TRUST_PROXY) ? now.get(HttpSettings.TRUSTED_PROXIES) : List.of());
    }

    private List<RouteTable.Alias> aliases() {
        List<RouteTable.Alias> aliases = new ArrayList<>();
        if (settings.get(HttpSettings.V1_ALIAS)) {
            aliases.add(new RouteTable.Alias("", "/v1", Set.of(Style.MUX, Style.MUX_LENIENT)));
        }
        String base = settings.get(HttpSettings.AUTH_BASE_PATH);
        if (settings.get(HttpSettings.ROOT_ALIAS) && !base.isEmpty()) {
            aliases.add(new RouteTable.Alias(base, "", Set.of(Style.AUTH)));
        }
        return aliases;
    }

    private RateRules rateRules(SystemSettings system, Clock clock) {
        return new RateRules(new RateLimits(settings, system), new MemoryRateLimitStore(), clock);
    }

    private <T extends AutoCloseable> T closing(T part) {
        running.push(part);
        return part;
    }

    /** Last started, first closed; one that fails does not keep the others open. */
    private void closeAll() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failure) {
                LoggerFactory.getLogger(Latchkey.class).warn("a part did not close cleanly", failure);
            }
        }
    }
}
