package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.CredentialKind;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of account merges. */
final class MergeStore {

    /** Gives credentials of these kinds to the other user; what is left of the account's own is removed. */
    void moveCredentials(Handle sql, UUID from, UUID into, Collection<CredentialKind> kinds) {
        sql.createUpdate("""
                        update identity.credentials set user_id = :into
                        where user_id = :from and kind = any(:kinds)
                        """)
                .bind("from", from)
                .bind("into", into)
                .bindArray(
                        "kinds",
                        String.class,
                        kinds.stream().map(CredentialKind::wireName).toList())
                .execute();
        sql.createUpdate("delete from identity.credentials where user_id = :from")
                .bind("from", from)
                .execute();
    }

    /** Nobody signs in to the account any more, by whatever authId it had. */
    void retire(Handle sql, UUID from, UUID into, Instant now) {
        sql.createUpdate("""
                        update identity.users
                        set email = null, email_verified = false, password_hash = null, auth_methods = '{}', wallet_address = null,
                            merged_into = :into, deletion_due_at = null, updated_at = :now, deleted_at = :now
                        where id = :from
                        """)
                .bind("from", from)
                .bind("into", into)
                .bind("now", now)
                .execute();
    }

    void setEmail(Handle sql, UUID id, String email, Instant now) {
        sql.createUpdate("""
                        update identity.users set email = :email, email_verified = true, updated_at = :now
                        where id = :id
                        """)
                .bind("id", id)
                .bind("email", email)
                .bind("now", now)
                .execute();
    }
}
