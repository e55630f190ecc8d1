package dev.latchkey.identity.password;

import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of users who wait for the proof of their address. */
final class WaitingStore {

    /**
     * Makes the registration the one that counts: for the user it has just made, or for one who waits already.
     *
     * @param made id of the user that the registration has made, if the address was free
     * @return empty when the address belongs to somebody who does not wait
     */
    Optional<User> hold(Handle sql, UUID made, NewAccount account, Instant now) {
        return sql.createQuery("""
                        update identity.users
                        set password_hash = :passwordHash, display_name = :name, awaits_verification = true,
                            updated_at = :now
                        where project_id = :projectId and email = :email and deleted_at is null
                            and not email_verified and (id = :made or awaits_verification)
                        returning
                        """ + UserStore.COLUMNS)
                .bind("made", made)
                .bind("passwordHash", account.passwordHash())
                .bind("name", account.name())
                .bind("projectId", account.projectId())
                .bind("email", account.email())
                .bind("now", now)
                .map((row, context) -> UserStore.user(row))
                .findOne();
    }
}
