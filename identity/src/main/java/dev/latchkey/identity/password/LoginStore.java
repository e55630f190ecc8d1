package dev.latchkey.identity.password;

import dev.latchkey.identity.throttle.SourceNetwork;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.StoredPassword;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a login has to know about an address, in one statement, whether anybody has it or not. */
final class LoginStore {

    /** A reservation that a crash of the database loses was for a guess that has lost its server; nobody waits for the disk. */
    private static final String FIND = "with reserved as (" + Throttle.RESERVE + """
            )
            select reserved.locked_until, reserved.admitted, locks.locked_until as account_locked_until,
                case when locks.locked_until is not null then array_to_string(array(
                    select distinct ip from identity.sessions
                    where user_id = users.id and revoked_at is null and ip is not null), ' ') end as known_addresses,
                users.password_hash, set_config('synchronous_commit', 'off', true),
            """ + UserStore.COLUMNS + """
            from reserved
            left join identity.throttles as locks
                on locks.project_id = :projectId and locks.subject = :account and locks.locked_until > :now
            left join identity.users
                on users.project_id = :projectId and users.email = :email and users.deleted_at is null
            """;

    /**
     * What is known of an address.
     *
     * @param attempt with the answer to its reservation
     * @param accountLock the lock of the whole account, unless the attempt comes from where the account is known
     * @param user {@code null} when nobody has the address
     * @param password {@code null} when nobody has it, or its user has no password
     */
    record Known(
            LoginLimits.Attempt attempt,
            Verdict accountLock,
            @Nullable User user,
            @Nullable StoredPassword password) {}

    /** Reserves the guess and looks the address up. */
    Known find(Handle sql, LoginLimits.Attempt attempt, String email, Instant now) {
        return Throttle.bindReservation(sql.createQuery(FIND), attempt.guess(), now)
                .bind("account", attempt.account().digest())
                .bind("email", email)
                .map((row, context) -> known(row, attempt))
                .one();
    }

    void replaceHash(Handle sql, UUID userId, PasswordHash hash) {
        sql.createUpdate("update identity.users set password_hash = :hash where id = :id")
                .bind("hash", hash.phc())
                .bind("id", userId)
                .execute();
    }

    private static Known known(ResultSet row, LoginLimits.Attempt wanted) throws SQLException {
        LoginLimits.Attempt attempt = wanted.answered(wanted.guess().answered(row));
        Verdict accountLock = accountLock(row, attempt);
        if (row.getString("id") == null) {
            return new Known(attempt, accountLock, null, null);
        }
        String hash = row.getString("password_hash");
        return new Known(attempt, accountLock, UserStore.user(row), hash == null ? null : StoredPassword.parse(hash));
    }

    private static Verdict accountLock(ResultSet row, LoginLimits.Attempt attempt) throws SQLException {
        Instant lockedUntil = Columns.optionalInstant(row, "account_locked_until");
        String known = row.getString("known_addresses");
        boolean isKnown = attempt.device() != null
                || (known != null
                        && Arrays.stream(known.split(" ", -1))
                                .filter(ip -> !ip.isEmpty())
                                .map(SourceNetwork::of)
                                .anyMatch(attempt.network()::equals));
        return new Verdict(isKnown ? null : lockedUntil, false);
    }
}
