package dev.latchkey.identity.password;

import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.throttle.Reservation;
import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.crypto.StoredPassword;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks signed-in users for their password before something that a stolen session must not do. Wrong ones are counted per
 * user, whatever they are asked for, apart from failed logins: whoever has stolen a session can guess no longer than at the
 * door, and cannot lock the owner out at the door either.
 */
public final class CurrentPassword {

    static final Rule RULE = Rule.of("password.current", 5, Duration.ofMinutes(15), Duration.ofMinutes(30))
            .doublingUpTo(Duration.ofDays(1));

    /** What the password is asked for: decides how wrong ones are audited and how a lock is answered, not how they count. */
    public enum Purpose {
        CONFIRMATION("password.verification_failed", "ACCOUNT_LOCKED"),
        CHANGE("user.password_changed", "RATE_LIMITED");

        private final String event;
        private final String lockedCode;

        Purpose(String event, String lockedCode) {
            this.event = event;
            this.lockedCode = lockedCode;
        }
    }

    private final Database database;
    private final Throttle throttle;
    private final PasswordHasher hasher;
    private final Clock clock;

    private CurrentPassword(Database database, Throttle throttle, PasswordHasher hasher, Clock clock) {
        this.database = database;
        this.throttle = throttle;
        this.hasher = hasher;
        this.clock = clock;
    }

    public static CurrentPassword of(SharedServices shared) {
        return new CurrentPassword(shared.database(), shared.throttle(), shared.hasher(), shared.clock());
    }

    /**
     * Returns when it is the user's password.
     *
     * @throws ApiException 401 {@code INVALID_CREDENTIALS} when it is not, 400 when the account has none, 429 after
     *     too many wrong ones, or while others are looked at
     */
    public void require(User user, String password, Purpose purpose, Origin origin) {
        StoredPassword hash = hash(user).orElseThrow(() -> ApiException.invalid("This account has no password"));
        Subject subject = Subject.of(user.projectId(), RULE, user.id().toString());
        Reservation guess = database.write(tx -> throttle.reserve(tx.sql(), subject, tx.now()));
        if (!guess.admitted()) {
            throw refusal(guess, purpose);
        }
        if (verify(password, hash, guess)) {
            database.run(tx -> throttle.clear(tx.sql(), subject));
            return;
        }
        database.run(tx -> {
            Verdict verdict = throttle.record(tx.sql(), List.of(subject), guess.event(), tx.now())
                    .getFirst();
            AuditEvent event = AuditEvent.failure(purpose.event, origin, user.projectId(), "user", user.id())
                    .with("reason", "credentials");
            tx.audit(verdict.began() ? event.with("lockedUntil", String.valueOf(verdict.lockedUntil())) : event);
        });
        throw new ApiException(401, "INVALID_CREDENTIALS", "The current password is wrong");
    }

    private ApiException refusal(Reservation guess, Purpose purpose) {
        if (guess.isLocked()) {
            return guess.verdict()
                    .refusal(purpose.lockedCode, "Too many wrong passwords; try again in", clock.instant());
        }
        return new ApiException(429, purpose.lockedCode, "Another try is under way; try again in a moment")
                .header("Retry-After", "1");
    }

    private Optional<StoredPassword> hash(User user) {
        return database.read(sql -> sql.createQuery("""
                        select password_hash from identity.users where id = :id and password_hash is not null
                        """)
                .bind("id", user.id())
                .mapTo(String.class)
                .findOne()
                .map(StoredPassword::parse));
    }

    /** A guess that could not be looked at, because the server is too busy, does not count. */
    private boolean verify(String password, StoredPassword hash, Reservation guess) {
        try {
            return hasher.verify(password, hash);
        } catch (RuntimeException unable) {
            database.run(tx -> throttle.release(tx.sql(), guess));
            throw unable;
        }
    }
}
