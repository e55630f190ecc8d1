package dev.latchkey.identity.password;

import dev.latchkey.platform.database.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * SQL of {@code identity.login_failures}: five failures within 15 minutes lock an address until 30 minutes after the
 * last of them (auth-api.md 7). Counted in the database, so that all servers count together.
 */
final class LoginFailureStore {

    static final int THRESHOLD = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LOCKED = Duration.ofMinutes(30);

    /**
     * What a failure led to.
     *
     * @param began whether this failure began the lock
     */
    record Counted(@Nullable Instant lockedUntil, boolean began) {}

    /** Counts one failure, in one statement. Failures that were on their way when a lock began do not end it. */
    Counted record(Handle sql, UUID projectId, byte[] subject, Instant now) {
        Instant lock = now.plus(LOCKED);
        return sql.createQuery("""
                        insert into identity.login_failures as kept
                            (project_id, subject, failed_at, locked_until, updated_at)
                        values (:projectId, :subject, array[cast(:now as timestamptz)], null, :now)
                        on conflict (project_id, subject) do update set
                            failed_at = case
                                when (select count(*) from unnest(kept.failed_at) as moment where moment > :since)
                                    >= :others then cast(array[] as timestamptz[])
                                else array(select moment from unnest(kept.failed_at) as moment where moment > :since)
                                    || cast(:now as timestamptz)
                                end,
                            locked_until = case
                                when (select count(*) from unnest(kept.failed_at) as moment where moment > :since)
                                    >= :others then cast(:lock as timestamptz)
                                when kept.locked_until > :now then kept.locked_until
                                else null
                                end,
                            updated_at = :now
                        returning locked_until, coalesce(locked_until = :lock, false) as began
                        """)
                .bind("projectId", projectId)
                .bind("subject", subject)
                .bind("now", now)
                .bind("since", now.minus(WINDOW))
                .bind("others", THRESHOLD - 1)
                .bind("lock", lock)
                .map((row, context) ->
                        new Counted(Columns.optionalInstant(row, "locked_until"), row.getBoolean("began")))
                .one();
    }

    /** Removes rows that neither count nor lock any more. */
    int removeOld(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.login_failures where updated_at < :before")
                .bind("before", now.minus(Duration.ofDays(1)))
                .execute();
    }
}
