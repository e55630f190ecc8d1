package dev.latchkey.identity.mailbox;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL that takes credentials from whoever added them before the address was proved. */
final class EvictionStore {

    /** The kinds of what was removed. */
    List<String> removeUnproved(Handle sql, UUID userId) {
        return sql.createQuery("""
                        delete from identity.credentials using identity.users
                        where users.id = :userId and credentials.user_id = users.id
                            and credentials.kind not in ('password', 'totp')
                            and credentials.created_at <= users.email_proved_at
                        returning credentials.kind
                        """).bind("userId", userId).mapTo(String.class).list();
    }

    /** The same of the password. */
    List<String> removePassword(Handle sql, UUID userId) {
        return sql.createQuery("""
                        with gone as (
                            update identity.users set password_hash = null where id = :userId
                        )
                        delete from identity.credentials where user_id = :userId and kind = 'password'
                        returning kind
                        """).bind("userId", userId).mapTo(String.class).list();
    }
}
