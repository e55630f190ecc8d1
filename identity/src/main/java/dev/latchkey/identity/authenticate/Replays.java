package dev.latchkey.identity.authenticate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity.authenticate_replays}: one row per {@code Idempotency-Key} in use, kept for a minute. */
final class Replays {

    private static final Duration KEPT = Duration.ofSeconds(60);

    /** An answer given before. */
    record Stored(String fingerprint, @Nullable String answer) {}

    /**
     * Takes the key, unless it is in use; waits for whoever takes it at this moment. An expired row counts as absent.
     */
    boolean take(Handle sql, UUID projectId, String key, String fingerprint, Instant now) {
        return sql.createUpdate("""
                        insert into identity.authenticate_replays as kept (project_id, key, fingerprint, expires_at)
                        values (:projectId, :key, :fingerprint, :expiresAt)
                        on conflict (project_id, key) do update
                        set fingerprint = excluded.fingerprint, answer = null, expires_at = excluded.expires_at
                        where kept.expires_at <= :now
                        """)
                        .bind("projectId", projectId)
                        .bind("key", key)
                        .bind("fingerprint", fingerprint)
                        .bind("expiresAt", now.plus(KEPT))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** The row of a key in use, held until the transaction ends. */
    Optional<Stored> lock(Handle sql, UUID projectId, String key) {
        return sql.createQuery("""
                        select fingerprint, answer from identity.authenticate_replays
                        where project_id = :projectId and key = :key
                        for update
                        """)
                .bind("projectId", projectId)
                .bind("key", key)
                .map((row, context) -> new Stored(row.getString("fingerprint"), row.getString("answer")))
                .findOne();
    }

    void keep(Handle sql, UUID projectId, String key, String answer, Instant now) {
        sql.createUpdate("""
                        update identity.authenticate_replays set answer = :answer, expires_at = :expiresAt
                        where project_id = :projectId and key = :key
                        """)
                .bind("projectId", projectId)
                .bind("key", key)
                .bind("answer", answer)
                .bind("expiresAt", now.plus(KEPT))
                .execute();
    }

    /** Removes what is no longer answered from. */
    int removeExpired(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.authenticate_replays where expires_at <= :now")
                .bind("now", now)
                .execute();
    }
}
