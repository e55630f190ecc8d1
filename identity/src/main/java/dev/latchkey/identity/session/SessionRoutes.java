package dev.latchkey.identity.session;

import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refresh and sign-out (auth-api.md 10). */
public final class SessionRoutes {

    private static final String SESSIONS = "Sessions";

    /** RFC 9110 §11.1: in capitals or not. */
    private static final Pattern SCHEME = Pattern.compile("(?i)(Bearer|DPoP) ");

    private final Sessions sessions;
    private final SessionCheck check;
    private final Refresh refresh;
    private final SessionCookies cookies;
    private final AuthCallback callback;
    private final String basePath;

    public SessionRoutes(
            Sessions sessions,
            SessionCheck check,
            Refresh refresh,
            SessionCookies cookies,
            AuthCallback callback,
            String basePath) {
        this.sessions = sessions;
        this.check = check;
        this.refresh = refresh;
        this.cookies = cookies;
        this.callback = callback;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/refresh")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .rateSubject(call -> call.cookie(cookies.refreshName()))
                        .optionalBody(RefreshRequest.class)
                        .answer(200, RefreshAnswer.class)
                        .answer(401, "The refresh token is unknown, expired, ended or used before")
                        .summary(SESSIONS, "Exchanges a refresh token for new tokens.")
                        .handle(this::refresh),
                Route.post(basePath + "/logout")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.GENERAL)
                        .answer(200, Message.class)
                        .answer(401, "No valid access token, where cookies are off")
                        .summary(SESSIONS, "Ends this session.")
                        .handle(this::logout),
                Route.post(basePath + "/logout-all")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.GENERAL)
                        .answer(200, Message.class)
                        .answer(401, "No valid access token, where cookies are off")
                        .summary(SESSIONS, "Ends all sessions of the user.")
                        .handle(this::logoutAll));
    }

    private Reply refresh(Call call) {
        Optional<String> given =
                Optional.ofNullable(call.body(RefreshRequest.class).refreshToken());
        String token = given.or(() -> refreshCookie(call))
                .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "A refresh token is required"));
        TokenPair tokens = refresh.exchange(token, call.origin());
        return cookies.enabled()
                ? cookies.set(Reply.ok(new RefreshAnswer(null)), tokens, sessions.lifetime())
                : Reply.ok(new RefreshAnswer(tokens));
    }

    private Reply logout(Call call) {
        Optional<SessionState> session = presented(call);
        session.ifPresent(live -> {
            sessions.logout(live, call.origin());
            callback.onLogout(live.user().id());
        });
        if (session.isEmpty()) {
            refreshCookie(call).ifPresent(token -> sessions.forget(token, call.origin()));
        }
        return cookies.clear(Reply.ok(new Message("Logged out")));
    }

    private Reply logoutAll(Call call) {
        Optional<SessionState> session = presented(call);
        session.ifPresent(live -> sessions.logoutAll(live, call.origin()));
        return cookies.clear(Reply.ok(new Message("Logged out everywhere")));
    }

    /** The session of the access token sent, by header or cookie; where cookies are on, a bad one counts as none. */
    private Optional<SessionState> presented(Call call) {
        Optional<String> header = call.header("authorization")
                .filter(given -> SCHEME.matcher(given).lookingAt())
                .map(given -> given.substring(given.indexOf(' ') + 1));
        if (!cookies.enabled()) {
            String token = header.orElseThrow(
                    () -> new ApiException(401, "INVALID_TOKEN", "A valid access token is required"));
            return Optional.of(check.check(token, SessionVerifier.scheme(call), call));
        }
        try {
            return header.map(token -> check.check(token, SessionVerifier.scheme(call), call))
                    .or(() -> call.cookie(cookies.accessName())
                            .map(token -> check.check(token, SessionCheck.Scheme.COOKIE, call)));
        } catch (ApiException refused) {
            return Optional.empty();
        }
    }

    private Optional<String> refreshCookie(Call call) {
        return cookies.enabled() ? call.cookie(cookies.refreshName()) : Optional.empty();
    }

    /** Body of {@code POST /refresh}. */
    record RefreshRequest(@Nullable String refreshToken) {}

    /** Answer of {@code POST /refresh}. */
    record RefreshAnswer(@Nullable TokenPair tokens) {}
}
