package dev.latchkey.identity.password;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.session.TokenPair;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Registration and sign-in with e-mail and password (auth-api.md 10). */
public final class PasswordRoutes {

    private static final String TAG = "Sign-in";

    private final Registration registration;
    private final Login login;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final ProjectResolver projects;
    private final boolean enabled;
    private final String basePath;

    /** @param enabled whether e-mail sign-in is on; its routes answer 404 otherwise */
    public PasswordRoutes(
            Database database,
            Sessions sessions,
            SessionStore sessionStore,
            SessionCookies cookies,
            PasswordHasher hasher,
            ProjectResolver projects,
            Clock clock,
            boolean enabled,
            String basePath) {
        this.registration = new Registration(database, sessionStore, sessions, hasher);
        this.login =
                new Login(database, new LoginStore(), new LoginFailureStore(), sessionStore, sessions, hasher, clock);
        this.sessions = sessions;
        this.cookies = cookies;
        this.projects = projects;
        this.enabled = enabled;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/register")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .header("X-Latchkey-Project", "The project; the default project without it")
                        .body(RegisterRequest.class)
                        .answer(201, AuthResponse.class)
                        .answer(400, "The address or the password breaks a rule; all broken rules are named")
                        .answer(409, "The address has an account")
                        .summary(TAG, "Makes an account with e-mail and password and signs in.")
                        .handle(this::register),
                Route.post(basePath + "/login")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .header("X-Latchkey-Project", "The project; the default project without it")
                        .body(LoginRequest.class)
                        .answer(200, AuthResponse.class)
                        .answer(401, "Address or password is wrong")
                        .answer(429, "Too many failures: the address is locked for a while")
                        .summary(TAG, "Signs in with e-mail and password.")
                        .handle(this::login));
    }

    /** Removes counts of failed logins that matter no more. */
    public void removeOldFailures() {
        login.removeOldFailures();
    }

    private Reply register(Call call) {
        requireEnabled();
        RegisterRequest body = call.body(RegisterRequest.class);
        UUID projectId = projects.projectOf(call);
        SignedIn signedIn =
                registration.register(projectId, body.email(), body.password(), name(body.name()), call.origin());
        return answer(201, signedIn);
    }

    private Reply login(Call call) {
        requireEnabled();
        LoginRequest body = call.body(LoginRequest.class);
        return answer(200, login.login(projects.projectOf(call), body.email(), body.password(), call.origin()));
    }

    private void requireEnabled() {
        if (!enabled) {
            throw ApiException.notFound("E-mail sign-in is switched off");
        }
    }

    private Reply answer(int status, SignedIn signedIn) {
        TokenPair tokens = sessions.tokens(
                signedIn.user(),
                signedIn.session().session().id(),
                signedIn.session().refreshToken());
        AuthResponse body = new AuthResponse(
                AuthUser.of(signedIn.user()), cookies.enabled() ? null : tokens, signedIn.isNewUser(), Map.of());
        Reply reply = Reply.of(status, body);
        return cookies.enabled() ? cookies.set(reply, tokens, sessions.lifetime()) : reply;
    }

    private static @Nullable String name(@Nullable String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** Body of {@code POST /register}. */
    record RegisterRequest(
            String email,
            String password,
            @Length(max = 100) @Nullable String name) {}

    /** Body of {@code POST /login}. */
    record LoginRequest(String email, String password) {}
}
