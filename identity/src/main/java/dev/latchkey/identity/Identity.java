package dev.latchkey.identity;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.account.Accounts;
import dev.latchkey.identity.authenticate.AuthenticateRoutes;
import dev.latchkey.identity.callback.TimedCallback;
import dev.latchkey.identity.callback.WebhookCallback;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.device.LoginFacts;
import dev.latchkey.identity.device.Places;
import dev.latchkey.identity.dpop.DpopFilter;
import dev.latchkey.identity.dpop.DpopProofs;
import dev.latchkey.identity.dpop.DpopSettings;
import dev.latchkey.identity.email.DisposableDomains;
import dev.latchkey.identity.imports.ImportRoutes;
import dev.latchkey.identity.mfa.MfaRoutes;
import dev.latchkey.identity.passkey.PasskeyRoutes;
import dev.latchkey.identity.passkey.PasskeySettings;
import dev.latchkey.identity.passkey.Passkeys;
import dev.latchkey.identity.password.BreachCheck;
import dev.latchkey.identity.password.BreachRange;
import dev.latchkey.identity.password.BreachedPasswords;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.password.KnownDevices;
import dev.latchkey.identity.password.LoginLimits;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.password.PasswordRoutes;
import dev.latchkey.identity.password.PasswordSettings;
import dev.latchkey.identity.provider.AuthProvider;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.provider.ProviderRoutes;
import dev.latchkey.identity.session.CsrfFilter;
import dev.latchkey.identity.session.Refresh;
import dev.latchkey.identity.session.RefreshTokens;
import dev.latchkey.identity.session.ReuseAlarm;
import dev.latchkey.identity.session.SessionCheck;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.SessionListRoutes;
import dev.latchkey.identity.session.SessionRoutes;
import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.session.SessionVerifier;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.setup.AdministratorStore;
import dev.latchkey.identity.setup.BootstrapAdministrator;
import dev.latchkey.identity.setup.Setup;
import dev.latchkey.identity.setup.SetupRoutes;
import dev.latchkey.identity.setup.SetupToken;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.NewDevices;
import dev.latchkey.identity.signin.ProviderSignIn;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.social.SocialRoutes;
import dev.latchkey.identity.social.SocialSettings;
import dev.latchkey.identity.sso.SsoRoutes;
import dev.latchkey.identity.sso.SsoSettings;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.identity.token.JwksRoutes;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.SigningKeys;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.UserRoutes;
import dev.latchkey.identity.user.UserStore;
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
import dev.latchkey.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The room that knows who somebody is: users, sign-in, sessions, tokens. */
public final class Identity {

    public static final Migrations.Room MIGRATIONS =
            Migrations.Room.of("identity", "V1__users_sessions_keys.sql", "V2__ways_to_sign_in.sql");
    public static final List<SettingGroup> SETTINGS = List.of(
            IdentitySettings.GROUP,
            SocialSettings.GROUP,
            SsoSettings.GROUP,
            PasskeySettings.GROUP,
            AccountSettings.GROUP,
            WalletSignInSettings.GROUP);

    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    /** For documents of domains that callers name. */
    private static final Duration DOCUMENT_TIMEOUT = Duration.ofSeconds(5);

    /** What the room stands on, from platform. */
    public record Foundation(
            Database database,
            Settings settings,
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

    /** How long a sign-in waits for the host application (config.md 2). */
    private static final Duration CALLBACK_PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final UserStore users = new UserStore();
    private final Credentials credentials = new Credentials();
    private final Challenges challenges = new Challenges();
    private final Throttle throttle = new Throttle();
    private final OneTimeTokens oneTimeTokens;
    private final Sessions sessions;
    private final SigningKeys signingKeys;
    private final AuthenticateRoutes authenticate;
    private final SocialRoutes social;
    private final MfaRoutes mfa;
    private final Accounts accounts;
    private final Setup setup;
    private final SsoRoutes sso;
    private final List<Route> routes;
    private final SessionVerifier verifier;
    private final CsrfFilter csrf;
    private final DpopProofs proofs;
    private final Clock clock;

    public Identity(Foundation foundation, Tenancy tenancy, WalletProvisioner wallets, Listeners listeners) {
        Settings settings = foundation.settings();
        this.database = foundation.database();
        this.clock = foundation.clock();
        String basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        Duration accessLifetime = settings.get(IdentitySettings.JWT_ACCESS_EXPIRY);
        this.signingKeys = new SigningKeys(
                database,
                foundation.cipher(),
                foundation.random(),
                clock,
                settings.get(IdentitySettings.SIGNING_KEY_AGE),
                accessLifetime,
                IdentitySettings.rsaKey(settings).orElse(null));
        AccessTokens accessTokens = new AccessTokens(
                signingKeys,
                settings.get(IdentitySettings.JWT_ISSUER),
                settings.get(IdentitySettings.JWT_AUDIENCE),
                accessLifetime,
                clock);
        this.oneTimeTokens = new OneTimeTokens(foundation.random());
        RefreshTokens refreshTokens = new RefreshTokens(foundation.random(), foundation.masterKey());
        SessionStore sessionStore = new SessionStore();
        SessionCookies cookies = new SessionCookies(cookieOptions(settings, basePath));
        this.sessions = new Sessions(
                database,
                sessionStore,
                accessTokens,
                refreshTokens,
                new Sessions.Lifetimes(
                        settings.get(IdentitySettings.JWT_REFRESH_EXPIRY),
                        settings.get(IdentitySettings.SESSION_MAX_AGE)),
                clock);
        AdministratorStore administrators = new AdministratorStore();
        BootstrapAdministrator bootstrap = new BootstrapAdministrator(
                database,
                administrators,
                tenancy.defaultProjectId(),
                settings.find(AccountSettings.BOOTSTRAP_ADMIN_EMAIL));
        Places places = IdentitySettings.places(settings);
        LoginFacts facts = new LoginFacts(places);
        Refresh refresh = new Refresh(
                database,
                sessionStore,
                sessions,
                refreshTokens,
                new ReuseAlarm(sessionStore, facts, foundation.mail()),
                settings.get(IdentitySettings.REFRESH_REPLAY_GRACE),
                clock);
        this.proofs = new DpopProofs(database, DpopSettings.address(settings), clock);
        SessionCheck check = new SessionCheck(database, sessionStore, accessTokens, proofs, clock);
        this.verifier = new SessionVerifier(check, cookies, basePath, bootstrap::appoints);
        this.csrf = new CsrfFilter(cookies, refreshTokens);
        Registry registry = new Registry(users, sessions);
        ProviderRoutes providers = new ProviderRoutes(
                database,
                configuredProviders(settings, tenancy.defaultProjectId()),
                settings.profile() != Profile.SERVE,
                id -> tenancy.project(id).isPresent(),
                clock);
        this.authenticate = new AuthenticateRoutes(
                database, users, registry, wallets, providers.tokens(), allowsUnverified(settings), tenancy::projectOf);
        Features features = new Features(feature -> isOn(settings, feature));
        NewAccounts accounts = new NewAccounts(credentials, registry, listeners.lifecycle());
        SignIn signIn = new SignIn(sessionStore, sessions, oneTimeTokens, new NewDevices(facts, foundation.mail()));
        AuthCallback callback =
                TimedCallback.around(callback(settings, listeners.callback(), clock), CALLBACK_PATIENCE);
        SignInAnswers answers = new SignInAnswers(sessions, cookies, callback);
        PasswordPolicy passwordPolicy = new PasswordPolicy(new BreachCheck(
                settings.find(PasswordSettings.BREACH_RANGE_URL).<BreachedPasswords>map(BreachRange::new).stream()
                        .toList()));
        CurrentPassword currentPassword = new CurrentPassword(database, throttle, foundation.hasher(), clock);
        DisposableDomains disposable = new DisposableDomains(
                () -> settings.get(PasswordSettings.EMAIL_BLOCK_DISPOSABLE),
                () -> settings.get(PasswordSettings.EMAIL_CUSTOM_BLOCKED_DOMAINS));
        EmailFlows.Base emailBase = new EmailFlows.Base(
                foundation,
                new Listeners(listeners.lifecycle(), callback),
                throttle,
                oneTimeTokens,
                credentials,
                registry,
                sessions,
                cookies,
                signIn,
                answers,
                passwordPolicy,
                currentPassword,
                tenancy::projectOf,
                features,
                basePath);
        EmailFlows emailFlows = new EmailFlows(emailBase);
        LoginLimits loginLimits = new LoginLimits(throttle);
        PasswordRoutes passwords = new PasswordRoutes(
                database,
                accounts,
                signIn,
                answers,
                foundation.hasher(),
                passwordPolicy,
                disposable,
                loginLimits,
                new KnownDevices(foundation.masterKey(), foundation.random()),
                cookies,
                emailFlows.limits(),
                emailFlows.links(),
                settings.get(IdentitySettings.EMAIL_REQUIRE_VERIFICATION),
                tenancy::projectOf,
                features,
                clock,
                basePath);
        Linking linking = new Linking(credentials, foundation.mail());
        ProviderSignIn providerSignIn = new ProviderSignIn(credentials, users, accounts, linking, signIn);
        this.social = new SocialRoutes(
                database, settings, providerSignIn, linking, answers, features, tenancy::projectOf, clock);
        Optional<Passkeys> passkeys = Passkeys.from(
                settings,
                new Passkeys.Parts(
                        database,
                        foundation.masterKey(),
                        foundation.random(),
                        foundation.mail(),
                        challenges,
                        credentials,
                        sessions,
                        signIn));
        this.mfa = new MfaRoutes(
                new MfaRoutes.Parts(
                        database,
                        sessions,
                        signIn,
                        answers,
                        oneTimeTokens,
                        credentials,
                        users,
                        throttle,
                        currentPassword,
                        foundation.cipher(),
                        foundation.mail(),
                        tenancy::projectOf,
                        foundation.random(),
                        clock),
                settings.get(IdentitySettings.TOTP_ISSUER),
                basePath);
        this.setup = new Setup(
                database,
                administrators,
                accounts,
                passwordPolicy,
                foundation.hasher(),
                new SetupToken(foundation.masterKey()),
                tenancy.defaultProjectId());
        this.accounts = new Accounts(
                new Accounts.Foundation(
                        database,
                        users,
                        credentials,
                        sessions,
                        cookies,
                        oneTimeTokens,
                        listeners.lifecycle(),
                        foundation.mail(),
                        clock),
                settings.get(AccountSettings.DELETION_GRACE),
                basePath);
        WalletSignIn walletSignIn = new WalletSignIn(
                new WalletSignIn.Ground(database, settings, foundation.cipher(), foundation.random(), clock),
                new WalletSignIn.Common(
                        features,
                        tenancy::projectOf,
                        users,
                        credentials,
                        challenges,
                        accounts,
                        linking,
                        signIn,
                        answers,
                        new GuardedFetcher(DOCUMENT_TIMEOUT, settings.profile() != Profile.SERVE)));
        this.sso = new SsoRoutes(
                database,
                settings,
                foundation.cipher(),
                foundation.random(),
                new SsoRoutes.Neighbours(providerSignIn, linking, answers, features, users, cookies),
                tenancy::projectOf,
                settings.get(IdentitySettings.COOKIE_SECURE),
                settings.get(IdentitySettings.COOKIE_SAME_SITE) == SessionCookies.SameSite.NONE,
                clock);
        List<Route> all = new ArrayList<>();
        all.addAll(new PasskeyRoutes(passkeys, features, tenancy::projectOf, answers, basePath).routes());
        all.addAll(authenticate.routes());
        all.addAll(passwords.routes());
        all.addAll(new ImportRoutes(database, accounts, registry, tenancy::projectOf, clock).routes());
        all.addAll(social.routes());
        all.addAll(mfa.routes());
        all.addAll(sso.routes());
        all.addAll(new SessionRoutes(sessions, check, refresh, cookies, callback, basePath).routes());
        all.addAll(new SessionListRoutes(database, sessions, cookies, places, clock, basePath).routes());
        all.addAll(emailFlows.routes(emailBase, loginLimits::forget));
        all.addAll(new JwksRoutes(signingKeys).routes());
        all.addAll(new UserRoutes(database, users, registry, sessions, tenancy::projectOf).routes());
        all.addAll(providers.routes());
        all.addAll(this.accounts.routes());
        all.addAll(new SetupRoutes(setup).routes());
        all.addAll(walletSignIn.routes());
        this.routes = List.copyOf(all);
    }

    public List<Route> routes() {
        return routes;
    }

    /** Users by access token or cookie. To be asked after the verifiers of tokens with a prefix. */
    public List<CredentialVerifier> verifiers() {
        return List.of(verifier);
    }

    public List<Filter> filters() {
        return List.of(csrf, new DpopFilter(proofs));
    }

    /** Recurring work: the next signing key in time, and the removal of what has expired. */
    public List<Job> jobs() {
        return List.of(
                new Job("identity.signing-keys", Duration.ofMinutes(1), signingKeys::maintain),
                new Job("identity.erasure", Duration.ofHours(1), accounts::eraseDue),
                new Job("identity.proofs", Duration.ofMinutes(5), () -> proofs.removeExpired(clock.instant())),
                new Job("identity.clean-up", Duration.ofHours(1), this::cleanUp));
    }

    /** Tells the operator what is left to do for a first start. */
    public void announce() {
        setup.announce();
    }

    /** The user, deleted or not; empty when the project has no such user. */
    public Optional<UserFacts> user(UUID projectId, UUID userId) {
        return database.read(sql -> users.byId(sql, projectId, userId)).map(UserFacts::of);
    }

    /** What a project calls its users, deleted ones too, in one statement; users without a name are left out. */
    public Map<UUID, String> displayNames(Handle sql, UUID projectId, Collection<UUID> userIds) {
        return users.displayNames(sql, projectId, userIds);
    }

    private void cleanUp() {
        sessions.removeExpired();
        authenticate.removeExpired(clock);
        social.removeExpired(clock);
        mfa.removeExpired();
        sso.removeExpired(clock);
        database.read(sql -> oneTimeTokens.removeExpired(sql, clock.instant()));
        database.read(sql -> challenges.removeExpired(sql, clock.instant()));
        database.read(sql -> throttle.removeOld(sql, clock.instant()));
    }

    private static boolean isOn(Settings settings, Feature feature) {
        return switch (feature) {
            case EMAIL -> settings.get(IdentitySettings.EMAIL_ENABLED);
            case GOOGLE -> SocialSettings.googleIsOn(settings);
            case APPLE -> SocialSettings.appleIsOn(settings);
            case WEBAUTHN -> settings.get(PasskeySettings.WEBAUTHN_ENABLED);
            case SOLANA -> settings.get(WalletSignInSettings.SOLANA_ENABLED);
            case STELLAR -> settings.get(WalletSignInSettings.STELLAR_ENABLED);
            case INSTANT_LINK ->
                settings.get(IdentitySettings.EMAIL_ENABLED) && settings.get(IdentitySettings.INSTANT_LINK_ENABLED);
            case SSO -> settings.get(SsoSettings.ENABLED);
        };
    }

    /** What the host application hangs in, else the webhook of its server, if there is one. */
    private static AuthCallback callback(Settings settings, AuthCallback embedded, Clock clock) {
        if (embedded != AuthCallback.NONE || !settings.get(AccountSettings.WEBHOOK_ENABLED)) {
            return embedded;
        }
        GuardedFetcher client =
                new GuardedFetcher(settings.get(AccountSettings.WEBHOOK_TIMEOUT), settings.profile() != Profile.SERVE);
        return new WebhookCallback(
                settings.get(AccountSettings.WEBHOOK_URL),
                settings.get(AccountSettings.WEBHOOK_SECRET),
                settings.get(AccountSettings.WEBHOOK_RETRIES),
                client,
                clock);
    }

    private static boolean allowsUnverified(Settings settings) {
        boolean allowed = settings.get(IdentitySettings.ALLOW_UNVERIFIED);
        if (allowed) {
            LOG.warn(
                    "{} is on: POST /auth/authenticate believes anybody who sends no token and no project key",
                    IdentitySettings.ALLOW_UNVERIFIED.name());
        }
        return allowed;
    }

    private static SessionCookies.Options cookieOptions(Settings settings, String basePath) {
        return new SessionCookies.Options(
                settings.get(IdentitySettings.COOKIE_ENABLED),
                settings.get(IdentitySettings.COOKIE_ACCESS_NAME),
                settings.get(IdentitySettings.COOKIE_REFRESH_NAME),
                settings.find(IdentitySettings.COOKIE_PATH_PREFIX).orElse(basePath),
                IdentitySettings.cookieDomain(settings).orElse(null),
                settings.get(IdentitySettings.COOKIE_SECURE),
                settings.get(IdentitySettings.COOKIE_SAME_SITE));
    }

    private static List<AuthProvider> configuredProviders(Settings settings, UUID defaultProject) {
        return settings.find(IdentitySettings.AUTH_PROVIDER).stream()
                .map(kind -> new AuthProvider(
                        defaultProject,
                        kind,
                        settings.get(IdentitySettings.AUTH_PROVIDER_ISSUER).toString(),
                        settings.get(IdentitySettings.AUTH_PROVIDER_AUDIENCE),
                        settings.find(IdentitySettings.AUTH_PROVIDER_JWKS_URL).orElse(null)))
                .toList();
    }
}
