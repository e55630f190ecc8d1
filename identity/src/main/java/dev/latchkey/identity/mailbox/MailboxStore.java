package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL about users and their addresses. */
final class MailboxStore {

    /** A user after the proof, and what was true before it. */
    record Row(User user, boolean wasVerified, boolean wasWaiting) {}

    /** Who has the address, proved or not. */
    Optional<User> holder(Handle sql, UUID projectId, String address) {
        return sql.createQuery("select " + UserStore.COLUMNS + """
                        from identity.users
                        where project_id = :projectId and email = :address and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bind("address", address)
                .map((row, context) -> UserStore.user(row))
                .findOne();
    }

    /** The user if it lives and still has the address; nobody else changes it until the transaction ends. */
    Optional<User> lock(Handle sql, UUID projectId, UUID userId, String address) {
        return sql.createQuery("select " + UserStore.COLUMNS + """
                        from identity.users
                        where id = :userId and project_id = :projectId and email = :address and deleted_at is null
                        for update
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .bind("address", address)
                .map((row, context) -> UserStore.user(row))
                .findOne();
    }

    /** Notes that the address of the user is its own. */
    Row prove(Handle sql, UUID userId, Instant now) {
        return sql.createQuery("""
                        with before as (
                            select id, email_verified, awaits_verification from identity.users where id = :userId
                        )
                        update identity.users
                        set email_verified = true, awaits_verification = false,
                            email_proved_at = case when before.email_verified then users.email_proved_at else :now end,
                            updated_at = case when before.email_verified then users.updated_at else :now end
                        from before where users.id = before.id
                        returning before.email_verified as was_verified,
                            before.awaits_verification as was_waiting,
                        """ + UserStore.COLUMNS)
                .bind("userId", userId)
                .bind("now", now)
                .map((row, context) ->
                        new Row(UserStore.user(row), row.getBoolean("was_verified"), row.getBoolean("was_waiting")))
                .one();
    }
}
