package dev.latchkey.identity.administration;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of the look-ups by names that other systems give. */
final class LookupStore {

    Optional<UUID> byWallet(Handle sql, UUID projectId, String address) {
        return sql.createQuery("""
                        select user_id from identity.credentials
                        where project_id = :projectId and kind in ('solana', 'stellar') and issuer = ''
                            and subject = :address
                        limit 1
                        """)
                .bind("projectId", projectId)
                .bind("address", address)
                .mapTo(UUID.class)
                .findOne();
    }

    Optional<UUID> byCustomer(Handle sql, UUID projectId, String customer) {
        return sql.createQuery("""
                        select id from identity.users
                        where project_id = :projectId and stripe_customer_id = :customer and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bind("customer", customer)
                .mapTo(UUID.class)
                .findOne();
    }

    /** False when the user is linked already. */
    boolean link(Handle sql, UUID userId, String customer, Instant now) {
        return sql.createUpdate("""
                        update identity.users set stripe_customer_id = :customer, updated_at = :now
                        where id = :id and stripe_customer_id is null
                        """)
                        .bind("id", userId)
                        .bind("customer", customer)
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
