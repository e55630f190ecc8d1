package dev.latchkey.identity.recovery;

import dev.latchkey.platform.crypto.PasswordHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of password hashes. */
final class PasswordStore {

    /** The hash as stored; empty where the user has no password. */
    Optional<String> hash(Handle sql, UUID userId) {
        return sql.createQuery("""
                        select password_hash from identity.users
                        where id = :userId and password_hash is not null
                        """).bind("userId", userId).mapTo(String.class).findOne();
    }

    /** Replaces a hash; false when it is not the stored one any more. */
    boolean replace(Handle sql, UUID userId, @Nullable String before, PasswordHash after, Instant now) {
        return sql.createUpdate("""
                        update identity.users set password_hash = :after, updated_at = :now
                        where id = :userId and password_hash is not distinct from :before
                        """)
                        .bind("userId", userId)
                        .bind("before", before)
                        .bind("after", after.phc())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    void set(Handle sql, UUID userId, PasswordHash hash, Instant now) {
        sql.createUpdate("update identity.users set password_hash = :hash, updated_at = :now where id = :userId")
                .bind("userId", userId)
                .bind("hash", hash.phc())
                .bind("now", now)
                .execute();
    }
}
