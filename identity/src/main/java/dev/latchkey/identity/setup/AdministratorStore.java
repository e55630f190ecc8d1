package dev.latchkey.identity.setup;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of the system administrators: a flag of {@code identity.users}. */
public final class AdministratorStore {

    private static final long LOCK = 0x5e7ab0551L;

    /** Whoever else is about to make the first administrator waits until the transaction ends. */
    public void lock(Handle sql) {
        sql.createQuery("select true from pg_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    boolean exists(Handle sql) {
        return sql.createQuery("""
                        select exists(select from identity.users where is_system_admin and deleted_at is null)
                        """).mapTo(Boolean.class).one();
    }

    void appoint(Handle sql, UUID userId, Instant now) {
        sql.createUpdate("update identity.users set is_system_admin = true, updated_at = :now where id = :id")
                .bind("id", userId)
                .bind("now", now)
                .execute();
    }
}
