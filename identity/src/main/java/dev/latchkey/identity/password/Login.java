package dev.latchkey.identity.password;

import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.crypto.StoredPassword;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.outbox.Notification;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with e-mail and password. Known and unknown addresses cost the same: one statement that reserves the guess and
 * looks up, one hash, and on failure one count and one audit event. Three statements, refused or not.
 * Where addresses have to be verified, the right password of an unverified one is answered like a wrong one, but neither
 * counts nor clears the count.
 */
final class Login {

    /** How often a guess asks again while others of its source are being looked at; each time it waits twice as long. */
    private static final int TRIES = 7;

    private static final Duration FIRST_WAIT = Duration.ofMillis(25);

    private final Database database;
    private final LoginStore store;
    private final LoginLimits limits;
    private final SignIn signIn;
    private final PasswordHasher hasher;
    private final BooleanSupplier requireVerification;
    private final Clock clock;

    Login(
            Database database,
            LoginStore store,
            LoginLimits limits,
            SignIn signIn,
            PasswordHasher hasher,
            BooleanSupplier requireVerification,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.limits = limits;
        this.signIn = signIn;
        this.hasher = hasher;
        this.requireVerification = requireVerification;
        this.clock = clock;
    }

    /**
     * Throws 401 for wrong credentials, 403 for an account that is not active, 429 for a locked address.
     *
     * @param device the device it comes from, if the account knows it
     */
    SignIn.Outcome login(UUID projectId, String email, String password, @Nullable String device, Origin origin) {
        String address = EmailAddress.normalForm(email);
        LoginStore.Known known = admitted(LoginLimits.Attempt.of(projectId, address, device, origin.ip()), address);
        Optional<SignIn.Outcome> outcome;
        try {
            outcome = tried(known, password, origin);
        } catch (RuntimeException refused) {
            release(known, refused);
            throw refused;
        }
        return outcome.orElseThrow(() -> failed(projectId, known, origin));
    }

    /** Empty when the password is wrong. */
    private Optional<SignIn.Outcome> tried(LoginStore.Known known, String password, Origin origin) {
        if (known.accountLock().refused()) {
            throw locked(known.accountLock());
        }
        User user = known.user();
        if (!hasher.verify(password, known.password()) || user == null) {
            return Optional.empty();
        }
        if (requireVerification.getAsBoolean() && !user.emailVerified()) {
            database.run(tx -> tx.audit(refusal(user.projectId(), user, origin).with("reason", "unverified")));
            throw wrong();
        }
        PasswordHash better = betterHash(password, known.password());
        return Optional.of(database.write(tx -> {
            if (better != null) {
                store.replaceHash(tx.sql(), user.id(), better);
            }
            return signedIn(tx, known, user, origin);
        }));
    }

    private SignIn.Outcome signedIn(Transaction tx, LoginStore.Known known, User user, Origin origin) {
        LoginLimits.Attempt attempt = known.attempt();
        SignIn.Outcome outcome = signIn.complete(
                tx,
                user,
                Proof.of("email", "password"),
                origin,
                attempt.source().digest());
        if (outcome instanceof SignIn.Outcome.SecondFactorRequired) {
            limits.proved(tx.sql(), attempt);
        }
        return outcome;
    }

    /** Waits a little while as many guesses of the same source are being looked at as may still be wrong. */
    private LoginStore.Known admitted(LoginLimits.Attempt attempt, String address) {
        Duration wait = FIRST_WAIT;
        for (int tries = 1; ; tries++) {
            LoginStore.Known known = database.read(sql -> store.find(sql, attempt, address, clock.instant()));
            if (known.attempt().guess().isLocked()) {
                throw locked(known.attempt().guess().verdict());
            }
            if (known.attempt().guess().admitted()) {
                return known;
            }
            if (tries == TRIES || !slept(wait)) {
                throw new ApiException(429, "RATE_LIMITED", "Too many attempts at once; try again in a moment")
                        .header("Retry-After", "1");
            }
            wait = wait.multipliedBy(2);
        }
    }

    private static boolean slept(Duration wait) {
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ApiException locked(Verdict lock) {
        return lock.refusal("ACCOUNT_LOCKED", "Too many failed attempts; try again in", clock.instant());
    }

    private void release(LoginStore.Known known, RuntimeException refused) {
        try {
            database.run(tx -> limits.release(tx.sql(), known.attempt()));
        } catch (RuntimeException away) {
            refused.addSuppressed(away);
        }
    }

    private ApiException failed(UUID projectId, LoginStore.Known known, Origin origin) {
        database.run(tx -> {
            List<Verdict> verdicts = limits.failed(tx.sql(), known.attempt(), tx.now());
            AuditEvent event = refusal(projectId, known.user(), origin).with("reason", "credentials");
            List<Verdict> begun = verdicts.stream().filter(Verdict::began).toList();
            tx.audit(
                    begun.isEmpty()
                            ? event
                            : event.with(
                                    "lockedUntil",
                                    String.valueOf(begun.getLast().lockedUntil())));
            for (int i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i).began()) {
                    tx.send(notice(
                            known.user(),
                            i == 0 ? LoginLimits.SOURCE.threshold() : LoginLimits.ACCOUNT.threshold(),
                            origin));
                }
            }
        });
        return wrong();
    }

    private static ApiException wrong() {
        return new ApiException(401, "INVALID_CREDENTIALS", "E-mail address or password is wrong");
    }

    private static OutboxMessage notice(@Nullable User user, int failures, Origin origin) {
        return OutboxMessage.of(
                "notify.login_threshold",
                user == null ? "unknown" : user.id().toString(),
                Notification.warning(
                        "Login locked",
                        "An address was locked after too many failed logins.",
                        Map.of(
                                "email",
                                Optional.ofNullable(user).map(User::email).orElse("unknown"),
                                "failed_count",
                                String.valueOf(failures),
                                "ip_address",
                                String.valueOf(origin.ip()))));
    }

    private static AuditEvent refusal(UUID projectId, @Nullable User user, Origin origin) {
        return AuditEvent.failure("user.login", origin, projectId, "user", user == null ? "unknown" : user.id())
                .with("method", "password");
    }

    private @Nullable PasswordHash betterHash(String password, @Nullable StoredPassword stored) {
        return stored != null && hasher.needsRehash(stored) ? hasher.hash(password) : null;
    }
}
