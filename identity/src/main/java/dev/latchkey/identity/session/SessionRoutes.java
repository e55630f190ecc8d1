package dev.latchkey.identity.session;

import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What signed-in users do with their sessions (auth-api.md 10, 16). */
public final class SessionRoutes {

    private static final String SESSIONS = "Sessions";

    private final Database database;
    private final Sessions sessions;
    private final SessionStore store;
    private final SessionCookies cookies;
    private final AuthCallback callback;
    private final Clock clock;
    private final String basePath;

    public SessionRoutes(
            Database database,
            Sessions sessions,
            SessionStore store,
            SessionCookies cookies,
            AuthCallback callback,
            Clock clock,
            String basePath) {
        this.database = database;
        this.sessions = sessions;
        this.store = store;
        this.cookies = cookies;
        this.callback = callback;
        this.clock = clock;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/refresh")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
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
                        .handle(this::logoutAll),
                Route.get(basePath + "/sessions")
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, SessionList.class)
                        .summary(SESSIONS, "Lists the user's live sessions, newest first.")
                        .handle(this::list),
                Route.delete(basePath + "/sessions")
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .answer(200, RevokedSessions.class)
                        .summary(SESSIONS, "Ends all sessions of the user, this one too.")
                        .handle(this::revokeAll));
    }

    private Reply refresh(Call call) {
        Optional<String> given =
                Optional.ofNullable(call.body(RefreshRequest.class).refreshToken());
        String token = given.or(() -> refreshCookie(call))
                .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "A refresh token is required"));
        TokenPair tokens = sessions.refresh(token, call.origin());
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
        return cleared(Reply.ok(new Message("Logged out")));
    }

    private Reply logoutAll(Call call) {
        Optional<SessionState> session = presented(call);
        session.ifPresent(live -> sessions.logoutAll(live, call.origin()));
        return cleared(Reply.ok(new Message("Logged out everywhere")));
    }

    private Reply list(Call call) {
        int limit = Math.min(100, call.query().integer("limit", 50, 1, Integer.MAX_VALUE));
        int offset = call.query().integer("offset", 0, 0, Integer.MAX_VALUE);
        SessionState current = current(call);
        return database.read(sql -> Reply.ok(new SessionList(
                store.live(sql, current.user().id(), current.id(), clock.instant(), limit, offset),
                store.countLive(sql, current.user().id(), clock.instant()),
                limit,
                offset)));
    }

    private Reply revokeAll(Call call) {
        int revoked = sessions.logoutAll(current(call), call.origin());
        return cleared(Reply.ok(new RevokedSessions(revoked, "All sessions were ended")));
    }

    /** The session of the access token sent, by header or cookie; where cookies are on, a bad one counts as none. */
    private Optional<SessionState> presented(Call call) {
        Optional<String> bearer = call.header("authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()));
        if (!cookies.enabled()) {
            return Optional.of(sessions.check(bearer.orElseThrow(
                    () -> new ApiException(401, "INVALID_TOKEN", "A valid access token is required"))));
        }
        try {
            return bearer.or(() -> call.cookie(cookies.accessName())).map(sessions::check);
        } catch (ApiException refused) {
            return Optional.empty();
        }
    }

    private Optional<String> refreshCookie(Call call) {
        return cookies.enabled() ? call.cookie(cookies.refreshName()) : Optional.empty();
    }

    private Reply cleared(Reply reply) {
        return cookies.enabled() ? cookies.clear(reply) : reply;
    }

    /** What the check of the request has read already. */
    private static SessionState current(Call call) {
        return call.attribute(SessionState.class)
                .orElseThrow(() -> new IllegalStateException("a route for users without a session"));
    }

    /** Body of {@code POST /refresh}. */
    record RefreshRequest(@Nullable String refreshToken) {}

    /** Answer of {@code POST /refresh}. */
    record RefreshAnswer(@Nullable TokenPair tokens) {}

    /** Answer of {@code GET /sessions}. */
    record SessionList(List<SessionView> sessions, int total, int limit, int offset) {}

    /** Answer of {@code DELETE /sessions}. */
    record RevokedSessions(int revokedCount, String message) {}
}
