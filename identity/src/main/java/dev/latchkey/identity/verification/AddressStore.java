package dev.latchkey.identity.verification;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL that gives users another address. */
final class AddressStore {

    /** Whether anybody else has the address, proved or not. */
    boolean isTaken(Handle sql, UUID projectId, UUID userId, String address) {
        return sql.createQuery("""
                        select exists(
                            select from identity.users
                            where project_id = :projectId and email = :address and deleted_at is null and id <> :userId)
                        """)
                .bind("projectId", projectId)
                .bind("address", address)
                .bind("userId", userId)
                .mapTo(Boolean.class)
                .one();
    }

    /** The live user; nobody else changes it until the transaction ends. */
    Optional<User> lock(Handle sql, UUID projectId, UUID userId) {
        return sql.createQuery("select " + UserStore.COLUMNS + """
                        from identity.users
                        where id = :userId and project_id = :projectId and deleted_at is null and status = 'ACTIVE'
                        for update
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .map((row, context) -> UserStore.user(row))
                .findOne();
    }

    User change(Handle sql, UUID userId, String address, Instant now) {
        return sql.createQuery("""
                        update identity.users
                        set email = :address, email_verified = true, awaits_verification = false, updated_at = :now
                        where id = :userId
                        returning
                        """ + UserStore.COLUMNS)
                .bind("userId", userId)
                .bind("address", address)
                .bind("now", now)
                .map((row, context) -> UserStore.user(row))
                .one();
    }
}
