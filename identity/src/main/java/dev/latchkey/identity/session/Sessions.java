package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessToken;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.user.SessionRevoker;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins, checks, rotates and ends sessions (auth-api.md 4.2, 4.3). */
public final class Sessions implements SessionRevoker {

    private final Database database;
    private final SessionStore store;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final Duration lifetime;
    private final Clock clock;

    /** @param lifetime of a refresh token; each rotation begins it anew */
    public Sessions(
            Database database,
            SessionStore store,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            Duration lifetime,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** How long a refresh token lives. */
    public Duration lifetime() {
        return lifetime;
    }

    /** A session to be stored in the transaction of a sign-in, with the refresh token that only the user will have. */
    public record Begun(Session session, String refreshToken, String refreshHash) {}

    /** Begins a family; the caller stores it. */
    public Begun begin(String method, List<String> factors, Origin origin, Instant now) {
        String token = refreshTokens.generate();
        Session session = new Session(
                UUID.randomUUID(),
                UUID.randomUUID(),
                method,
                factors,
                now,
                origin.ip(),
                origin.userAgent(),
                device(origin.userAgent()),
                now,
                now.plus(lifetime));
        return new Begun(session, token, refreshTokens.hash(token));
    }

    /** The tokens of a session that was stored. */
    public TokenPair tokens(User user, Begun begun) {
        return tokens(user, begun.session().id(), begun.refreshToken());
    }

    private TokenPair tokens(User user, UUID sessionId, String refreshToken) {
        String access = accessTokens.issue(user.id(), sessionId, user.projectId(), user.emailVerified());
        return new TokenPair(access, refreshToken, accessTokens.lifetime().toSeconds());
    }

    /** The live session of an access token, in one statement; throws 401. */
    SessionState check(String accessToken) {
        AccessToken token = accessTokens.verify(accessToken);
        SessionState state = store.byId(database, token.sessionId()).orElseThrow(AccessTokens::invalid);
        User user = state.user();
        boolean mine = user.id().equals(token.userId()) && user.projectId().equals(token.projectId());
        if (!mine || state.revokedAt() != null || !user.isActive()) {
            throw AccessTokens.invalid();
        }
        if (state.isExpired(clock.instant())) {
            throw AccessTokens.expired();
        }
        return state;
    }

    /**
     * Exchanges a refresh token for new tokens. A token that was exchanged before, or loses a race, is taken for stolen:
     * its whole family ends.
     */
    TokenPair refresh(String refreshToken, Origin origin) {
        String hash = refreshTokens.hash(refreshToken);
        UUID id = UUID.randomUUID();
        String next = refreshTokens.generate();
        Instant now = clock.instant();
        Optional<SessionState> rotated = store.rotate(
                database,
                hash,
                id,
                refreshTokens.hash(next),
                origin.ip(),
                origin.userAgent(),
                device(origin.userAgent()),
                now,
                now.plus(lifetime));
        return rotated.map(session -> tokens(session.user(), id, next)).orElseThrow(() -> refusal(hash, origin));
    }

    /** Notes that the user of the session has just proved again who they are, by {@code factor}. */
    public void strengthen(Transaction tx, UUID sessionId, String factor) {
        store.strengthen(tx.sql(), sessionId, factor, tx.now());
    }

    /** Ends one session; nothing happens when it has ended before. */
    void logout(SessionState session, Origin origin) {
        database.run(tx -> {
            store.revoke(tx.sql(), session.id(), "logout", tx.now());
            tx.audit(AuditEvent.success(
                    "user.logout", by(session, origin), session.user().projectId(), "session", session.id()));
        });
    }

    /** Ends all sessions of the user; answers how many. */
    int logoutAll(SessionState session, Origin origin) {
        return database.write(tx -> {
            int revoked = revokeAll(tx, session.user().id(), "logout_all");
            tx.audit(AuditEvent.success(
                            "user.logout_all",
                            by(session, origin),
                            session.user().projectId(),
                            "user",
                            session.user().id())
                    .with("revokedSessions", revoked));
            return revoked;
        });
    }

    /** Ends the session of a refresh token, if it is live. */
    void forget(String refreshToken, Origin origin) {
        String hash = refreshTokens.hash(refreshToken);
        database.run(tx -> store.byRefreshHash(tx.sql(), hash)
                .filter(session -> store.revoke(tx.sql(), session.id(), "logout", tx.now()))
                .ifPresent(session -> tx.audit(AuditEvent.success(
                        "user.logout", by(session, origin), session.user().projectId(), "session", session.id()))));
    }

    @Override
    public int revokeAll(Transaction tx, UUID userId, String reason) {
        return store.revokeAll(tx.sql(), userId, reason, tx.now());
    }

    /** Ends all sessions of the user but the family of {@code kept}; answers how many. */
    public int revokeOthers(Transaction tx, SessionState kept, String reason) {
        return store.revokeOthers(tx.sql(), kept.user().id(), kept.familyId(), reason, tx.now());
    }

    /** Removes sessions a day after they have expired. */
    public void removeExpired() {
        Instant before = clock.instant().minus(Duration.ofDays(1));
        database.read(sql -> store.removeExpired(sql, before));
    }

    private ApiException refusal(String hash, Origin origin) {
        return database.write(tx -> {
            Optional<SessionState> found = store.byRefreshHash(tx.sql(), hash);
            if (found.isEmpty()) {
                return new ApiException(401, "INVALID_TOKEN", "The refresh token is not valid");
            }
            if ("rotated".equals(found.get().revokedReason())) {
                reused(tx, found.get(), origin);
            }
            return new ApiException(401, "TOKEN_EXPIRED", "The refresh token has expired or was used before");
        });
    }

    private void reused(Transaction tx, SessionState session, Origin origin) {
        User user = session.user();
        int revoked = store.revokeFamily(tx.sql(), session.familyId(), "token_reuse", tx.now());
        tx.audit(AuditEvent.failure("session.token_reuse", origin, user.projectId(), "user", user.id())
                .with("familyId", session.familyId().toString())
                .with("revokedSessions", revoked));
        tx.send(OutboxMessage.of(
                "notify.token_reuse",
                user.id().toString(),
                new Notification(
                        "critical",
                        "Refresh token reused",
                        "A refresh token was presented twice; its sessions were ended.",
                        Map.of(
                                "user_id", user.id().toString(),
                                "ip_address", String.valueOf(origin.ip()),
                                "user_agent_hash",
                                        Tokens.sha256Hex(String.valueOf(origin.userAgent()))
                                                .substring(0, 32)))));
    }

    private static String device(@Nullable String userAgent) {
        return Tokens.sha256Hex(userAgent == null ? "Unknown" : userAgent).substring(0, 32);
    }

    private static Origin by(SessionState session, Origin origin) {
        Caller user = new Caller.UserSession(
                session.user().id(), session.id(), session.user().projectId());
        return new Origin(user, origin.ip(), origin.userAgent(), origin.requestId());
    }

    /** Payload of outbox topics {@code notify.*} (config.md 5). */
    public record Notification(String severity, String title, String body, Map<String, String> metadata) {}
}
