package dev.latchkey.identity.account;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of scheduled deletions. */
final class DeletionStore {

    /** Every table that holds something personal of a user, but for the user's own row. */
    private static final List<String> PERSONAL = List.of(
            "delete from identity.credentials where user_id = :id",
            "delete from identity.one_time_tokens where user_id = :id",
            "delete from identity.challenges where user_id = :id",
            "delete from identity.totp_setups where user_id = :id",
            "delete from identity.impersonations where user_id = :id",
            "delete from identity.sessions where user_id = :id");

    Optional<Instant> dueAt(Handle sql, UUID userId) {
        return sql.createQuery("select deletion_due_at from identity.users where id = :id and deleted_at is null")
                .bind("id", userId)
                .map((row, context) -> Optional.ofNullable(Columns.optionalInstant(row, "deletion_due_at")))
                .findOne()
                .flatMap(due -> due);
    }

    /** Answers when it is due: as asked for now, or earlier. */
    Instant schedule(Handle sql, UUID userId, Instant due) {
        return sql.createQuery("""
                        update identity.users set deletion_due_at = coalesce(deletion_due_at, :due)
                        where id = :id
                        returning deletion_due_at
                        """)
                .bind("id", userId)
                .bind("due", due)
                .map((row, context) -> Columns.instant(row, "deletion_due_at"))
                .one();
    }

    boolean cancel(Handle sql, UUID userId) {
        return sql.createUpdate("""
                        update identity.users set deletion_due_at = null
                        where id = :id and deletion_due_at is not null and deleted_at is null
                        """).bind("id", userId).execute() == 1;
    }

    List<User> due(Handle sql, Instant now, int limit) {
        return sql.createQuery("select " + UserStore.COLUMNS + """
                        from identity.users
                        where deletion_due_at <= :now and deleted_at is null and not is_system_admin
                        order by deletion_due_at
                        limit :limit
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> UserStore.user(row))
                .list();
    }

    /** The id stays, so that what refers to it still does; the authId becomes one that nobody can present. */
    void erase(Handle sql, UUID id, Instant now) {
        for (String statement : PERSONAL) {
            sql.createUpdate(statement).bind("id", id).execute();
        }
        sql.createUpdate("""
                        update identity.users
                        set auth_id = 'erased:' || id, auth_provider = 'ERASED', email = null, email_verified = false,
                            display_name = null, picture = null, password_hash = null, language = null,
                            auth_methods = '{}', wallet_address = null, stripe_customer_id = null, second_factor = false, status = 'DISABLED',
                            updated_at = :now, deleted_at = :now
                        where id = :id
                        """).bind("id", id).bind("now", now).execute();
    }
}
