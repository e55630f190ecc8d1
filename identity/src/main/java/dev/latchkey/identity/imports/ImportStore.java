package dev.latchkey.identity.imports;

import dev.latchkey.platform.database.Columns;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of imported users. */
final class ImportStore {

    /** Who has the address already. */
    record Holder(UUID id, String authId, boolean emailVerified) {}

    Optional<Holder> holder(Handle sql, UUID projectId, String email) {
        return sql.createQuery("""
                        select id, auth_id, email_verified from identity.users
                        where project_id = :projectId and email = :email and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bind("email", email)
                .map((row, context) ->
                        new Holder(Columns.uuid(row, "id"), row.getString("auth_id"), row.getBoolean("email_verified")))
                .findOne();
    }

    /** What the user brings along; it has not signed in here yet. False when another user has the authId. */
    boolean complete(Handle sql, UUID id, @Nullable String authId, @Nullable Instant createdAt) {
        return sql.createUpdate("""
                        update identity.users
                        set auth_id = coalesce(:authId, auth_id), created_at = coalesce(:createdAt, created_at),
                            last_login_at = null
                        where id = :id and not exists (
                            select from identity.users as others
                            where others.project_id = users.project_id and others.auth_id = :authId
                                and others.id <> :id)
                        """)
                        .bind("id", id)
                        .bind("authId", authId)
                        .bind("createdAt", createdAt)
                        .execute()
                == 1;
    }
}
