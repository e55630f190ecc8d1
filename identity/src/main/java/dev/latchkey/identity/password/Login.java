package dev.latchkey.identity.password;

import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with e-mail and password. Known and unknown addresses cost the same: one look-up, one hash, and on failure one
 * count and one audit event. Three statements, refused or not.
 */
final class Login {

    private final Database database;
    private final LoginStore store;
    private final LoginFailureStore failures;
    private final SignIn signIn;
    private final PasswordHasher hasher;
    private final Clock clock;

    Login(
            Database database,
            LoginStore store,
            LoginFailureStore failures,
            SignIn signIn,
            PasswordHasher hasher,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.failures = failures;
        this.signIn = signIn;
        this.hasher = hasher;
        this.clock = clock;
    }

    /** Throws 401 for wrong credentials, 403 for an account that is not active, 429 for a locked address. */
    SignIn.Outcome login(UUID projectId, String email, String password, Origin origin) {
        String address = EmailAddress.normalForm(email);
        byte[] subject = subject(address);
        LoginStore.Known known = database.read(sql -> store.find(sql, projectId, address, subject));
        requireUnlocked(known.lockedUntil());
        boolean right = hasher.verify(password, known.hash());
        User user = known.user();
        if (!right || user == null) {
            failed(projectId, subject, user, origin);
            throw new ApiException(401, "INVALID_CREDENTIALS", "E-mail address or password is wrong");
        }
        PasswordHash better = betterHash(password, known.hash());
        return database.write(tx -> {
            if (better != null) {
                store.replaceHash(tx.sql(), user.id(), better);
            }
            return signIn.complete(tx, user, Proof.of("email", "password"), origin, subject);
        });
    }

    /** Removes counts that matter no more. */
    void removeOldFailures() {
        database.read(sql -> failures.removeOld(sql, clock.instant()));
    }

    private void requireUnlocked(@Nullable Instant lockedUntil) {
        Instant now = clock.instant();
        if (lockedUntil == null || !lockedUntil.isAfter(now)) {
            return;
        }
        Duration left = Duration.between(now, lockedUntil);
        long minutes = Math.ceilDiv(left.toMillis(), 60_000L);
        throw new ApiException(
                        429,
                        "ACCOUNT_LOCKED",
                        "Too many failed attempts; try again in " + minutes + (minutes == 1 ? " minute" : " minutes"))
                .header("Retry-After", String.valueOf(Math.ceilDiv(left.toMillis(), 1000L)));
    }

    private void failed(UUID projectId, byte[] subject, @Nullable User user, Origin origin) {
        database.run(tx -> {
            LoginFailureStore.Counted counted = failures.record(tx.sql(), projectId, subject, tx.now());
            AuditEvent event = refusal(projectId, user, origin).with("reason", "credentials");
            tx.audit(counted.began() ? event.with("lockedUntil", String.valueOf(counted.lockedUntil())) : event);
            if (counted.began()) {
                tx.send(OutboxMessage.of(
                        "notify.login_threshold",
                        user == null ? "unknown" : user.id().toString(),
                        new Sessions.Notification(
                                "warn",
                                "Login locked",
                                "An address was locked after too many failed logins.",
                                Map.of(
                                        "email",
                                        Optional.ofNullable(user)
                                                .map(User::email)
                                                .orElse("unknown"),
                                        "failed_count",
                                        String.valueOf(LoginFailureStore.THRESHOLD),
                                        "ip_address",
                                        String.valueOf(origin.ip())))));
            }
        });
    }

    private static AuditEvent refusal(UUID projectId, @Nullable User user, Origin origin) {
        return AuditEvent.failure("user.login", origin, projectId, "user", user == null ? "unknown" : user.id())
                .with("method", "password");
    }

    private @Nullable PasswordHash betterHash(String password, @Nullable PasswordHash hash) {
        return hash != null && hasher.needsRehash(hash) ? hasher.hash(password) : null;
    }

    private static byte[] subject(String address) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
