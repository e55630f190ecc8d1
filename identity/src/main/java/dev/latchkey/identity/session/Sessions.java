package dev.latchkey.identity.session;

import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.user.SessionRevoker;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins, checks, rotates and ends sessions (auth-api.md 4.2, 4.3). */
public final class Sessions implements SessionRevoker {

    /** The method of sessions in which a system admin looks with a user's eyes. */
    static final String IMPERSONATION = "impersonation";

    /** How long after its expiry a rotated token is still known, while sessions that came of it live. */
    private static final Duration KEPT_FOR_REUSE = Duration.ofDays(30);

    private final Database database;
    private final SessionStore store;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final Supplier<Lifetimes> lifetimes;
    private final SecondFactorDemand demand;
    private final Clock clock;

    /**
     * How long users stay signed in.
     *
     * @param refresh how long a refresh token lives; each rotation begins it anew
     * @param longest how long after the sign-in the last of them ends (NIST SP 800-63B-4 §2.1.3, ASVS 7.3.2)
     */
    public record Lifetimes(Duration refresh, Duration longest) {

        public Lifetimes {
            refresh = refresh.compareTo(longest) < 0 ? refresh : longest;
        }
    }

    /** @param lifetimes asked at each sign-in and refresh */
    public Sessions(
            Database database,
            SessionStore store,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            Supplier<Lifetimes> lifetimes,
            SecondFactorDemand demand,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.lifetimes = lifetimes;
        this.demand = demand;
        this.clock = clock;
    }

    /** How long a refresh token lives. */
    public Duration lifetime() {
        return lifetimes.get().refresh();
    }

    /** What follows a session from this client, whatever it takes over from the one before. */
    RotationStore.Successor successor(UUID id, String refreshHash, Origin origin, Instant now) {
        Lifetimes current = lifetimes.get();
        return new RotationStore.Successor(
                id,
                refreshHash,
                origin.provenKey(),
                origin.ip(),
                origin.userAgent(),
                device(origin.userAgent()),
                now,
                now.minus(current.refresh()),
                now.plus(current.refresh()),
                current.longest());
    }

    /** A session to be stored in the transaction of a sign-in, with the refresh token that only the user will have. */
    public record Begun(Session session, String refreshToken, String refreshHash) {}

    /**
     * Begins a family; the caller stores it.
     *
     * @param organization that it acts for; {@code null} for none
     */
    public Begun begin(
            String method,
            List<String> factors,
            AccessClaims.@Nullable Organization organization,
            Origin origin,
            Instant now) {
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
                origin.provenKey(),
                organization,
                now,
                now.plus(lifetimes.get().refresh()));
        return new Begun(session, token, refreshTokens.hash(token));
    }

    /** The tokens of a session that was stored. */
    public TokenPair tokens(User user, Begun begun) {
        Session session = begun.session();
        AccessClaims claims = new AccessClaims(
                AccessClaims.Subject.of(user),
                session.id(),
                session.organization(),
                session.factors(),
                session.strongAuthAt(),
                session.keyThumbprint(),
                null);
        return tokens(claims, begun.refreshToken());
    }

    /** Whether the session lacks the second factor that the user's project demands, and so may only be completed or ended. */
    public boolean isIncomplete(User user, Session session) {
        return demand.leavesIncomplete(user.projectId(), session.factors());
    }

    /** The same within the transaction that stores it. */
    public boolean isIncomplete(Transaction tx, User user, Session session) {
        return demand.leavesIncomplete(tx.sql(), user.projectId(), session.factors());
    }

    /** A session of a system admin who looks with a user's eyes; it ends with its only token. */
    public record Impersonated(UUID sessionId, String accessToken, Duration lifetime) {}

    /** Begins one; it shows no factor and no time of proof, so that it satisfies no step-up. */
    public Impersonated impersonate(Transaction tx, User user, UUID admin, String reason, Origin origin) {
        Duration lifetime = accessTokens.lifetime();
        Instant ends = tx.now().plus(lifetime);
        Session session = new Session(
                UUID.randomUUID(),
                UUID.randomUUID(),
                IMPERSONATION,
                List.of(),
                Instant.EPOCH,
                origin.ip(),
                origin.userAgent(),
                device(origin.userAgent()),
                null,
                null,
                tx.now(),
                ends);
        store.impersonate(tx.sql(), user, session, refreshTokens.hash(refreshTokens.generate()), admin, reason);
        AccessClaims claims = new AccessClaims(
                AccessClaims.Subject.of(user), session.id(), null, List.of(), Instant.EPOCH, null, admin);
        return new Impersonated(session.id(), accessTokens.issue(claims), lifetime);
    }

    TokenPair tokens(AccessClaims claims, String refreshToken) {
        return new TokenPair(
                accessTokens.issue(claims),
                refreshToken,
                accessTokens.lifetime().toSeconds(),
                claims.keyThumbprint() == null ? null : "DPoP");
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

    /** Ends all sessions of the user but this one, at their own wish; answers how many. */
    int logoutOthers(SessionState session, Origin origin) {
        return database.write(tx -> {
            int revoked = revokeOthers(tx, session, "user_revoke_other_sessions");
            tx.audit(AuditEvent.success(
                            "session.revoked_all",
                            by(session, origin),
                            session.user().projectId(),
                            "user",
                            session.user().id())
                    .with("revokedSessions", revoked)
                    .with("kept", session.id().toString()));
            return revoked;
        });
    }

    /**
     * Ends the session that {@code id} names, or what it has been rotated into since the user saw it in the list.
     *
     * @return false when the user has no such session, or it has ended
     */
    boolean logoutOne(SessionState session, UUID id, Origin origin) {
        UUID userId = session.user().id();
        return database.write(tx -> {
            boolean ended = store.familyOf(tx.sql(), userId, id)
                            .map(family ->
                                    store.revokeFamily(tx.sql(), userId, family, "user_revoke_session", tx.now()))
                            .orElse(0)
                    > 0;
            if (ended) {
                tx.audit(AuditEvent.success(
                        "session.revoked", by(session, origin), session.user().projectId(), "session", id));
            }
            return ended;
        });
    }

    /** Removes sessions of which nothing can come any more. */
    public void removeExpired() {
        database.read(sql -> store.removeExpired(sql, clock.instant(), KEPT_FOR_REUSE));
    }

    /** Fingerprint of a user agent (auth-api.md 10). */
    static String device(@Nullable String userAgent) {
        return Tokens.sha256Hex(userAgent == null ? "Unknown" : userAgent).substring(0, 32);
    }

    private static Origin by(SessionState session, Origin origin) {
        return origin.by(new Caller.UserSession(
                session.user().id(), session.id(), session.user().projectId()));
    }
}
