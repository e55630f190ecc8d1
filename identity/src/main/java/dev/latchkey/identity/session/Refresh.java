package dev.latchkey.identity.session;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Exchanges refresh tokens (auth-api.md 4.3). A token is good for one exchange; for a short grace it leads to the same
 * successor again, since two tabs may send it at once and an answer may get lost. After that, a token that comes again is
 * in two hands, and nobody can tell which is the user's: its family ends and the user is told.
 */
public final class Refresh {

    private final Database database;
    private final RotationStore rotations = new RotationStore();
    private final SessionStore store;
    private final Sessions sessions;
    private final RefreshTokens refreshTokens;
    private final ReuseAlarm alarm;
    private final Duration grace;
    private final Clock clock;

    /** @param grace how long after its rotation a token leads to the same successor again; zero for not at all */
    public Refresh(
            Database database,
            SessionStore store,
            Sessions sessions,
            RefreshTokens refreshTokens,
            ReuseAlarm alarm,
            Duration grace,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.alarm = alarm;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * New tokens for {@code refreshToken}, in one statement; in two when the token was exchanged within the grace.
     *
     * @throws ApiException 401 {@code INVALID_TOKEN} for an unknown token or one of a session bound to another key, {@code
     *     TOKEN_EXPIRED} for any other that leads to no session
     */
    TokenPair exchange(String refreshToken, Origin origin) {
        String hash = refreshTokens.hash(refreshToken);
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        String next = refreshTokens.successor(refreshToken, id);
        RotationStore.Successor successor = sessions.successor(id, refreshTokens.hash(next), origin, now);
        return rotations
                .rotate(database, hash, successor)
                .map(claims -> sessions.tokens(claims, next))
                .or(() -> again(refreshToken, hash, origin, now))
                .orElseThrow(() -> refusal(hash, origin));
    }

    private Optional<TokenPair> again(String refreshToken, String hash, Origin origin, Instant now) {
        return rotations
                .successor(database, hash, now.minus(grace), origin.provenKey(), now)
                .map(state -> sessions.tokens(state.claims(), refreshTokens.successor(refreshToken, state.id())));
    }

    private ApiException refusal(String hash, Origin origin) {
        return database.write(tx -> {
            Optional<SessionState> found = store.byRefreshHash(tx.sql(), hash);
            if (found.isEmpty()) {
                return new ApiException(401, "INVALID_TOKEN", "The refresh token is not valid");
            }
            SessionState session = found.get();
            if (session.keyThumbprint() != null && !session.keyThumbprint().equals(origin.provenKey())) {
                return unproven(tx, session, origin);
            }
            if ("rotated".equals(session.revokedReason())) {
                alarm.raise(tx, session, origin);
            }
            return new ApiException(401, "TOKEN_EXPIRED", "The refresh token has expired or was used before");
        });
    }

    /** Whoever holds the token of a bound session without its key has it from somewhere else. */
    private static ApiException unproven(Transaction tx, SessionState session, Origin origin) {
        tx.audit(AuditEvent.failure(
                "session.key_unproven", origin, session.user().projectId(), "session", session.id()));
        return new ApiException(401, "INVALID_TOKEN", "The refresh token needs a proof of the key it is bound to");
    }
}
