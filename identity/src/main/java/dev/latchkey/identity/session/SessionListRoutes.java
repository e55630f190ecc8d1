package dev.latchkey.identity.session;

import dev.latchkey.identity.device.Places;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What users see of their sessions, and how they end them (auth-api.md 16). */
public final class SessionListRoutes {

    private static final String HEADING = "Sessions";

    private final Database database;
    private final Sessions sessions;
    private final SessionListStore store = new SessionListStore();
    private final SessionCookies cookies;
    private final Places places;
    private final Clock clock;
    private final String path;

    public SessionListRoutes(
            Database database, Sessions sessions, SessionCookies cookies, Places places, Clock clock, String basePath) {
        this.database = database;
        this.sessions = sessions;
        this.cookies = cookies;
        this.places = places;
        this.clock = clock;
        this.path = basePath + "/sessions";
    }

    public List<Route> routes() {
        return List.of(
                forUsers(Route.get(path))
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, SessionList.class)
                        .summary(HEADING, "Lists the user's live sessions, the one used last first.")
                        .handle(this::list),
                forUsers(Route.delete(path))
                        .answer(200, RevokedSessions.class)
                        .summary(HEADING, "Ends all sessions of the user, this one too.")
                        .handle(this::revokeAll),
                forUsers(Route.post(path + "/revoke-others"))
                        .answer(200, RevokedSessions.class)
                        .summary(HEADING, "Ends all sessions of the user but this one.")
                        .handle(this::revokeOthers),
                forUsers(Route.delete(path + "/{sessionId}"))
                        .answer(200, RevokedSessions.class)
                        .answer(404, "The user has no live session of this id")
                        .summary(HEADING, "Ends one session of the user.")
                        .handle(this::revokeOne));
    }

    private static Route.Builder forUsers(Route.Builder route) {
        return route.style(Style.AUTH).guard(Guard.SESSION).rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Page asked = Page.byOffset(call, 100, Integer.MAX_VALUE);
        int limit = asked.limit();
        int offset = Math.toIntExact(asked.offset());
        SessionState current = SessionState.of(call);
        UUID userId = current.user().id();
        Instant now = clock.instant();
        return database.read(sql -> Reply.ok(new SessionList(
                store.live(sql, userId, now, limit, offset).stream()
                        .map(row -> SessionView.of(row, current.id(), places))
                        .toList(),
                store.countLive(sql, userId, now),
                limit,
                offset)));
    }

    private Reply revokeAll(Call call) {
        int revoked = sessions.logoutAll(SessionState.of(call), call.origin());
        return cookies.clear(Reply.ok(new RevokedSessions(revoked, "All sessions were ended")));
    }

    private Reply revokeOthers(Call call) {
        int revoked = sessions.logoutOthers(SessionState.of(call), call.origin());
        return Reply.ok(new RevokedSessions(revoked, "All other sessions were ended"));
    }

    private Reply revokeOne(Call call) {
        SessionState current = SessionState.of(call);
        UUID id = call.id("sessionId", SessionListRoutes::unknown);
        if (!sessions.logoutOne(current, id, call.origin())) {
            throw unknown();
        }
        Reply reply = Reply.ok(new RevokedSessions(1, "The session was ended"));
        return id.equals(current.id()) ? cookies.clear(reply) : reply;
    }

    private static ApiException unknown() {
        return ApiException.notFound("Session not found");
    }

    /** Answer of {@code GET /sessions}. */
    record SessionList(List<SessionView> sessions, int total, int limit, int offset) {}

    /** Answer to whoever ends sessions. */
    record RevokedSessions(int revokedCount, String message) {}
}
