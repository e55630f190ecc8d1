package dev.latchkey.identity.password;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a login has to know about an address, in one statement, whether anybody has it or not. */
final class LoginStore {

    /**
     * What is known of an address.
     *
     * @param user {@code null} when nobody has it
     * @param hash {@code null} when nobody has it, or its user has no password
     */
    record Known(
            @Nullable Instant lockedUntil,
            @Nullable User user,
            @Nullable PasswordHash hash) {}

    Known find(Handle sql, UUID projectId, String email, byte[] subject) {
        return sql.createQuery("select locks.locked_until, users.password_hash, " + UserStore.COLUMNS + """
                        from (select 1) as always
                        left join identity.login_failures as locks
                            on locks.project_id = :projectId and locks.subject = :subject
                        left join identity.users
                            on users.project_id = :projectId and users.email = :email and users.deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bind("email", email)
                .bind("subject", subject)
                .map((row, context) -> known(row))
                .one();
    }

    void replaceHash(Handle sql, UUID userId, PasswordHash hash) {
        sql.createUpdate("update identity.users set password_hash = :hash where id = :id")
                .bind("hash", hash.phc())
                .bind("id", userId)
                .execute();
    }

    private static Known known(ResultSet row) throws SQLException {
        Instant lockedUntil = Columns.optionalInstant(row, "locked_until");
        if (row.getString("id") == null) {
            return new Known(lockedUntil, null, null);
        }
        String hash = row.getString("password_hash");
        return new Known(lockedUntil, UserStore.user(row), hash == null ? null : PasswordHash.parse(hash));
    }
}
