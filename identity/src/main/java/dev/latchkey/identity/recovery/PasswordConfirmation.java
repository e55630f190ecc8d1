package dev.latchkey.identity.recovery;

import dev.latchkey.identity.throttle.Reservation;
import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.crypto.StoredPassword;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Asks a signed-in user for the current password. Wrong ones are counted per user, apart from logins: whoever has stolen a
 * session cannot guess on, and cannot lock the login either.
 */
final class PasswordConfirmation {

    private static final Rule RULE = Rule.of("password.change", 5, Duration.ofMinutes(15), Duration.ofMinutes(30));

    private final Database database;
    private final Throttle throttle;
    private final PasswordHasher hasher;

    PasswordConfirmation(Database database, Throttle throttle, PasswordHasher hasher) {
        this.database = database;
        this.throttle = throttle;
        this.hasher = hasher;
    }

    /** Throws 401 when the password is not the one that gives the hash, 429 after too many wrong ones. */
    void require(User user, String password, String hash, Origin origin) {
        Subject subject = Subject.of(user.projectId(), RULE, user.id().toString());
        Reservation guess = database.write(tx -> {
            Reservation reserved = throttle.reserve(tx.sql(), subject, tx.now());
            if (reserved.isLocked()) {
                throw reserved.verdict().refusal("RATE_LIMITED", "Too many wrong passwords; try again in", tx.now());
            }
            return reserved;
        });
        if (!guess.admitted()) {
            throw new ApiException(429, "RATE_LIMITED", "Another try is under way; try again in a moment")
                    .header("Retry-After", "1");
        }
        if (!isRight(password, hash, guess)) {
            refuse(user, subject, guess.event(), origin);
        }
        database.run(tx -> throttle.clear(tx.sql(), subject));
    }

    private boolean isRight(String password, String hash, Reservation guess) {
        try {
            return hasher.verify(password, StoredPassword.parse(hash));
        } catch (RuntimeException busy) {
            database.run(tx -> throttle.release(tx.sql(), guess));
            throw busy;
        }
    }

    private void refuse(User user, Subject subject, UUID event, Origin origin) {
        database.run(tx -> {
            throttle.record(tx.sql(), List.of(subject), event, tx.now());
            tx.audit(AuditEvent.failure("user.password_changed", origin, user.projectId(), "user", user.id())
                    .with("reason", "credentials"));
        });
        throw new ApiException(401, "INVALID_CREDENTIALS", "The current password is wrong");
    }
}
