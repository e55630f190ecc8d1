package dev.latchkey.identity;

import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.device.LoginFacts;
import dev.latchkey.identity.device.Places;
import dev.latchkey.identity.dpop.DpopFilter;
import dev.latchkey.identity.dpop.DpopProofs;
import dev.latchkey.identity.dpop.DpopSettings;
import dev.latchkey.identity.session.Completion;
import dev.latchkey.identity.session.CookieSettings;
import dev.latchkey.identity.session.CsrfFilter;
import dev.latchkey.identity.session.OrganizationSwitch;
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
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.token.JwksRoutes;
import dev.latchkey.identity.token.SigningKeys;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The part of the room that keeps sessions and their tokens: its objects, made once, and what is hung into the server. */
final class SessionServices {

    private final Database database;
    private final Clock clock;
    private final String basePath;
    private final SigningKeys signingKeys;
    private final SessionStore store = new SessionStore();
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final Places places;
    private final LoginFacts facts;
    private final Refresh refresh;
    private final OrganizationSwitch organizationSwitch;
    private final DpopProofs proofs;
    private final SessionCheck check;
    private final SessionVerifier verifier;
    private final CsrfFilter csrf;

    /**
     * @param defaultProject whose system admins look after the installation
     * @param bootstrap whether the user, who is no system admin, becomes the first one now
     * @param demand of a second factor, by some projects
     */
    SessionServices(
            Identity.Foundation foundation,
            UUID defaultProject,
            BiPredicate<User, Origin> bootstrap,
            SecondFactorDemand demand) {
        Settings settings = foundation.settings();
        SystemSettings system = foundation.systemSettings();
        this.database = foundation.database();
        this.clock = foundation.clock();
        this.basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        this.signingKeys = signingKeys(foundation);
        AccessTokens accessTokens = new AccessTokens(
                signingKeys,
                new SystemTokenNames(system),
                settings.get(IdentitySettings.JWT_ACCESS_EXPIRY),
                demand,
                clock);
        RefreshTokens refreshTokens = new RefreshTokens(foundation.random(), foundation.masterKey());
        this.sessions = new Sessions(
                database,
                store,
                accessTokens,
                refreshTokens,
                () -> new Sessions.Lifetimes(
                        system.get(IdentitySettings.SECURITY_SESSION_TIMEOUT),
                        settings.get(IdentitySettings.SESSION_MAX_AGE)),
                demand,
                clock);
        this.cookies = new SessionCookies(CookieSettings.options(system, basePath, clock));
        this.places = IdentitySettings.places(settings);
        this.facts = new LoginFacts(places);
        this.refresh = new Refresh(
                database,
                store,
                sessions,
                refreshTokens,
                new ReuseAlarm(store, facts, foundation.mail()),
                settings.get(IdentitySettings.REFRESH_REPLAY_GRACE),
                clock);
        this.organizationSwitch = new OrganizationSwitch(sessions, refreshTokens, cookies);
        this.proofs = new DpopProofs(database, DpopSettings.address(settings), clock);
        this.check = new SessionCheck(database, store, accessTokens, proofs, basePath, clock);
        Completion completion = new Completion(demand, FeatureSettings.features(foundation.systemSettings()), basePath);
        this.verifier = new SessionVerifier(check, cookies, basePath, defaultProject, bootstrap, completion);
        this.csrf = new CsrfFilter(cookies, refreshTokens);
    }

    /** Refresh, sign-out, and the list of sessions. */
    List<Route> routes(AuthCallback callback) {
        return Stream.of(
                        new SessionRoutes(sessions, check, refresh, cookies, callback, basePath).routes(),
                        new SessionListRoutes(database, sessions, cookies, places, clock, basePath).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The public keys of access tokens. */
    List<Route> keyRoutes() {
        return new JwksRoutes(signingKeys).routes();
    }

    SessionVerifier verifier() {
        return verifier;
    }

    List<Filter> filters() {
        return List.of(csrf, new DpopFilter(proofs));
    }

    void maintainKeys() {
        signingKeys.maintain();
    }

    void removeExpiredProofs() {
        proofs.removeExpired(clock.instant());
    }

    OrganizationSwitch organizationSwitch() {
        return organizationSwitch;
    }

    SessionStore store() {
        return store;
    }

    Sessions sessions() {
        return sessions;
    }

    SessionCookies cookies() {
        return cookies;
    }

    /** Where and from what device somebody signs in. */
    LoginFacts facts() {
        return facts;
    }

    private static SigningKeys signingKeys(Identity.Foundation foundation) {
        Settings settings = foundation.settings();
        return new SigningKeys(
                foundation.database(),
                foundation.cipher(),
                foundation.random(),
                foundation.clock(),
                settings.get(IdentitySettings.SIGNING_KEY_AGE),
                settings.get(IdentitySettings.JWT_ACCESS_EXPIRY),
                IdentitySettings.rsaKey(settings).orElse(null));
    }
}
