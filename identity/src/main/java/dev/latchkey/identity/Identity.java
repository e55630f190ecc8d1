package dev.latchkey.identity;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.account.Accounts;
import dev.latchkey.identity.administration.AdminUserRoutes;
import dev.latchkey.identity.administration.Administrators;
import dev.latchkey.identity.administration.LookupRoutes;
import dev.latchkey.identity.authenticate.AuthenticateRoutes;
import dev.latchkey.identity.callback.Callbacks;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.demand.ProjectDemand;
import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.imports.ImportRoutes;
import dev.latchkey.identity.instantlink.InstantLinkRoutes;
import dev.latchkey.identity.landing.LandingRoutes;
import dev.latchkey.identity.mailbox.InstantLinkSettings;
import dev.latchkey.identity.mailbox.MailServices;
import dev.latchkey.identity.mfa.MfaRoutes;
import dev.latchkey.identity.passkey.PasskeyRoutes;
import dev.latchkey.identity.passkey.PasskeySettings;
import dev.latchkey.identity.password.DisposableDomainRoutes;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.password.PasswordRoutes;
import dev.latchkey.identity.password.PasswordSettings;
import dev.latchkey.identity.provider.ProviderRoutes;
import dev.latchkey.identity.provider.ProviderSettings;
import dev.latchkey.identity.recovery.RecoveryRoutes;
import dev.latchkey.identity.session.CookieSettings;
import dev.latchkey.identity.session.OrganizationSwitch;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.setup.BootstrapAdministrator;
import dev.latchkey.identity.setup.Setup;
import dev.latchkey.identity.setup.SetupRoutes;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.NewDevices;
import dev.latchkey.identity.signin.ProviderSignIn;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.social.SocialRoutes;
import dev.latchkey.identity.social.SocialSettings;
import dev.latchkey.identity.sso.SsoRoutes;
import dev.latchkey.identity.sso.SsoSettings;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.identity.user.KeyHolders;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserRoutes;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.identity.verification.VerificationRoutes;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.walletsignin.WalletSignIn;
import dev.latchkey.identity.walletsignin.WalletSignInSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs.Job;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The room that knows who somebody is: users, sign-in, sessions, tokens. */
public final class Identity {

    public static final Migrations.Room MIGRATIONS = Migrations.Room.of(
            "identity",
            "V1__users_sessions_keys.sql",
            "V2__ways_to_sign_in.sql",
            "V3__administration.sql",
            "V4__indexes_of_sessions.sql",
            "V5__indexes_of_references.sql",
            "V6__checks_of_sessions.sql");
    public static final List<SettingGroup> SETTINGS = List.of(
            IdentitySettings.GROUP,
            SocialSettings.GROUP,
            SsoSettings.GROUP,
            PasskeySettings.GROUP,
            AccountSettings.GROUP,
            WalletSignInSettings.GROUP);

    /** What administrators may change while the server runs. */
    public static final List<SystemSetting<?>> SYSTEM_SETTINGS = Stream.of(
                    IdentitySettings.SYSTEM,
                    PasswordSettings.SYSTEM,
                    InstantLinkSettings.SYSTEM,
                    SocialSettings.SYSTEM,
                    List.of(SsoSettings.FEATURE_SSO),
                    PasskeySettings.SYSTEM,
                    WalletSignInSettings.SYSTEM,
                    CookieSettings.SYSTEM,
                    AccountSettings.SYSTEM)
            .<SystemSetting<?>>flatMap(List::stream)
            .toList();

    /** What the room stands on, from platform. */
    public record Foundation(
            Database database,
            Settings settings,
            SystemSettings systemSettings,
            MasterKey masterKey,
            EnvelopeCipher cipher,
            PasswordHasher hasher,
            MailQueue mail,
            SecureRandom random,
            Clock clock) {}

    /** What others hang into the room: upper rooms and the host application. */
    public record Listeners(UserLifecycle lifecycle, AuthCallback callback) {

        public static final Listeners NONE = new Listeners(UserLifecycle.NONE, AuthCallback.NONE);
    }

    private final Clock clock;
    private final SharedServices shared;
    private final SessionServices sessions;
    private final AuthenticateRoutes authenticate;
    private final SocialRoutes social;
    private final MfaRoutes mfa;
    private final SsoRoutes sso;
    private final Accounts accounts;
    private final Setup setup;
    private final Administrators administrators;
    private final KeyHolders keyHolders;
    private final Directory directory = new Directory();
    private final List<Route> routes;

    public Identity(Foundation foundation, Tenancy tenancy, WalletProvisioner wallets, Listeners listeners) {
        Settings settings = foundation.settings();
        UUID defaultProject = tenancy.defaultProjectId();
        this.clock = foundation.clock();
        BootstrapAdministrator bootstrap = BootstrapAdministrator.from(settings, foundation.database(), defaultProject);
        SecondFactorDemand demand = new ProjectDemand(tenancy);
        this.sessions = new SessionServices(foundation, defaultProject, bootstrap::appoints, demand);
        this.shared = shared(foundation, tenancy, listeners, sessions, demand);
        MailServices mail = MailServices.of(shared);
        PasswordPolicy policy = PasswordPolicy.from(settings);
        ProviderRoutes providers = new ProviderRoutes(
                shared.database(),
                ProviderSettings.configured(settings, defaultProject),
                settings.profile() != Profile.SERVE,
                id -> tenancy.project(id).isPresent(),
                clock);
        this.authenticate = new AuthenticateRoutes(
                shared.database(),
                shared.users(),
                shared.registry(),
                wallets,
                providers.tokens(),
                settings,
                shared.projects());
        this.social = new SocialRoutes(shared);
        this.mfa = new MfaRoutes(shared);
        this.sso = new SsoRoutes(shared);
        this.accounts = new Accounts(shared);
        this.keyHolders = new KeyHolders(
                shared.database(), defaultProject, settings.get(PasswordSettings.EMAIL_REQUIRE_VERIFICATION), demand);
        this.administrators = new Administrators(shared.users());
        this.setup = new Setup(shared, policy, defaultProject);
        this.routes = Stream.of(
                        new PasskeyRoutes(shared).routes(),
                        authenticate.routes(),
                        new PasswordRoutes(shared, mail, policy).routes(),
                        new ImportRoutes(shared).routes(),
                        social.routes(),
                        mfa.routes(),
                        sso.routes(),
                        sessions.routes(shared.callback()),
                        new VerificationRoutes(shared, mail).routes(),
                        new RecoveryRoutes(shared, mail, policy).routes(),
                        new InstantLinkRoutes(shared, mail).routes(),
                        new LandingRoutes(shared.basePath()).routes(),
                        new DisposableDomainRoutes(
                                        foundation.systemSettings(), administrators::requireStill, shared.basePath())
                                .routes(),
                        sessions.keyRoutes(),
                        new UserRoutes(
                                        shared.database(),
                                        shared.users(),
                                        shared.registry(),
                                        shared.sessions(),
                                        shared.projects())
                                .routes(),
                        providers.routes(),
                        accounts.routes(),
                        new AdminUserRoutes(shared, accounts.deletion()).routes(),
                        new LookupRoutes(shared).routes(),
                        new SetupRoutes(setup).routes(),
                        new WalletSignIn(shared).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static SharedServices shared(
            Foundation foundation,
            Tenancy tenancy,
            Listeners listeners,
            SessionServices sessionServices,
            SecondFactorDemand demand) {
        Settings settings = foundation.settings();
        UserStore users = new UserStore();
        Credentials credentials = new Credentials();
        OneTimeTokens oneTimeTokens = new OneTimeTokens(foundation.random());
        Sessions sessions = sessionServices.sessions();
        Registry registry = new Registry(users, sessions, listeners.lifecycle()::userAdded);
        NewAccounts newAccounts = new NewAccounts(credentials, registry, listeners.lifecycle());
        Linking linking = new Linking(credentials, new Notices(foundation.mail()));
        SignIn signIn = new SignIn(
                sessionServices.store(),
                sessions,
                oneTimeTokens,
                new NewDevices(sessionServices.facts(), foundation.mail()),
                listeners.lifecycle());
        AuthCallback callback =
                Callbacks.from(settings, foundation.systemSettings(), listeners.callback(), foundation.clock());
        return new SharedServices(
                foundation.database(),
                settings,
                foundation.systemSettings(),
                foundation.masterKey(),
                foundation.cipher(),
                foundation.hasher(),
                foundation.mail(),
                foundation.random(),
                foundation.clock(),
                settings.get(HttpSettings.AUTH_BASE_PATH),
                tenancy::projectOf,
                listeners.lifecycle(),
                demand,
                callback,
                FeatureSettings.features(foundation.systemSettings()),
                users,
                registry,
                credentials,
                new Challenges(),
                oneTimeTokens,
                new Throttle(),
                sessions,
                sessionServices.cookies(),
                newAccounts,
                linking,
                signIn,
                new ProviderSignIn(credentials, users, newAccounts, linking, signIn),
                new SignInAnswers(sessions, sessionServices.cookies(), callback));
    }

    public List<Route> routes() {
        return routes;
    }

    /** Users by access token or cookie. To be asked after the verifiers of tokens with a prefix. */
    public List<CredentialVerifier> verifiers() {
        return List.of(sessions.verifier());
    }

    /** Which ways to sign in are on. */
    public Features features() {
        return shared.features();
    }

    public List<Filter> filters() {
        return sessions.filters();
    }

    /** Recurring work: the next signing key in time, and the removal of what has expired. */
    public List<Job> jobs() {
        return List.of(
                new Job("identity.signing-keys", Duration.ofMinutes(1), sessions::maintainKeys),
                new Job("identity.erasure", Duration.ofHours(1), accounts::eraseDue),
                new Job("identity.proofs", Duration.ofMinutes(5), sessions::removeExpiredProofs),
                new Job("identity.clean-up", Duration.ofHours(1), this::cleanUp));
    }

    /** Tells the operator what is left to do for a first start. */
    public void announce() {
        setup.announce();
    }

    /** The user, deleted or not; empty when the project has no such user. */
    public Optional<UserFacts> user(UUID projectId, UUID userId) {
        return shared.database()
                .read(sql -> shared.users().byId(sql, projectId, userId))
                .map(UserFacts::of);
    }

    /** System admins, asked again inside of transactions. */
    public Administrators administrators() {
        return administrators;
    }

    /** Those of the ids that are users of the project, deleted or not, in one statement. */
    public Map<UUID, UserFacts> users(UUID projectId, Collection<UUID> userIds) {
        return shared.database().read(sql -> shared.users().byIds(sql, projectId, userIds)).stream()
                .collect(Collectors.toMap(User::id, UserFacts::of));
    }

    /** Users who come with an API key. */
    public KeyHolders keyHolders() {
        return keyHolders;
    }

    /** What a project calls its users, deleted ones too, in one statement; users without a name are left out. */
    public Map<UUID, String> displayNames(Handle sql, UUID projectId, Collection<UUID> userIds) {
        return shared.users().displayNames(sql, projectId, userIds);
    }

    /** Makes sessions act for another organization. */
    public OrganizationSwitch organizationSwitch() {
        return sessions.organizationSwitch();
    }

    /** The users of a project, as other users may see them. */
    public Directory directory() {
        return directory;
    }

    private void cleanUp() {
        shared.removeExpired();
        authenticate.removeExpired(clock);
        social.removeExpired(clock);
        mfa.removeExpired();
        sso.removeExpired(clock);
    }
}
