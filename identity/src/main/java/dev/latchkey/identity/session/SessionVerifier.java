package dev.latchkey.identity.session;

import dev.latchkey.identity.authenticate.AuthenticateRoutes;
import dev.latchkey.identity.authenticate.PresentedToken;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.Assurance;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Users by their access token: as bearer token, or in the access cookie where cookies are on. At the one route that
 * takes tokens of auth providers, the bearer token is left to the handler and cookies do not count.
 */
public final class SessionVerifier implements CredentialVerifier {

    private static final String DPOP = "DPoP ";

    private final SessionCheck sessions;
    private final SessionCookies cookies;
    private final String basePath;
    private final UUID defaultProject;
    private final BiPredicate<User, Origin> bootstrap;
    private final Completion completion;

    /**
     * @param defaultProject whose system admins look after the installation
     * @param bootstrap whether the user, who is no system admin, becomes the first one now
     * @param completion what sessions may do that lack a factor
     */
    public SessionVerifier(
            SessionCheck sessions,
            SessionCookies cookies,
            String basePath,
            UUID defaultProject,
            BiPredicate<User, Origin> bootstrap,
            Completion completion) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.basePath = basePath;
        this.defaultProject = defaultProject;
        this.bootstrap = bootstrap;
        this.completion = completion;
    }

    /** Any token without one of the prefixes that other credentials have. */
    @Override
    public boolean recognises(String token) {
        return !token.startsWith("mux_") && !token.startsWith("op_") && !token.startsWith("ck_");
    }

    /** Tokens bound to a key travel so (RFC 9449 §7.1). */
    @Override
    public boolean takesProofs() {
        return true;
    }

    @Override
    public Caller verify(String token, Call call) {
        if (takesProviderTokens(call)) {
            call.attribute(PresentedToken.class, new PresentedToken(token));
            return new Caller.Anonymous();
        }
        return caller(token, scheme(call), call);
    }

    @Override
    public Optional<Caller> verifyWithoutHeader(Call call) {
        if (!cookies.enabled() || takesProviderTokens(call)) {
            return Optional.empty();
        }
        return call.cookie(cookies.accessName()).map(token -> caller(token, SessionCheck.Scheme.COOKIE, call));
    }

    /** How the token in the {@code Authorization} header came. */
    static SessionCheck.Scheme scheme(Call call) {
        return call.header("authorization").orElse("").regionMatches(true, 0, DPOP, 0, DPOP.length())
                ? SessionCheck.Scheme.DPOP
                : SessionCheck.Scheme.BEARER;
    }

    private Caller caller(String token, SessionCheck.Scheme scheme, Call call) {
        SessionState state = sessions.check(token, scheme, call);
        completion.require(state, call);
        call.attribute(SessionState.class, state);
        call.attribute(User.class, state.user());
        call.attribute(Assurance.class, new SessionAssurance(state, basePath));
        if (!state.isImpersonated() && (state.user().systemAdmin() || isAppointed(state, call))) {
            call.attribute(
                    SystemAdmin.class,
                    new SystemAdmin(state.user().id(), state.user().projectId().equals(defaultProject)));
        }
        return new Caller.UserSession(
                state.user().id(), state.id(), state.user().projectId());
    }

    private boolean isAppointed(SessionState state, Call call) {
        boolean wanted =
                call.route().map(route -> route.guard().takesSystemAdmins()).orElse(false);
        return wanted && bootstrap.test(state.user(), call.origin());
    }

    private static boolean takesProviderTokens(Call call) {
        return call.route()
                .map(route -> route.path().toString().equals(AuthenticateRoutes.AUTHENTICATE))
                .orElse(false);
    }
}
