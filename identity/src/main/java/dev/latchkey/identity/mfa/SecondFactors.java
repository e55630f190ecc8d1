package dev.latchkey.identity.mfa;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.throttle.Reservation;
import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Checks second factors. Each answer is good once, and of those given at the same moment too; wrong ones are counted per
 * user, whatever kind they are and wherever they are given (auth-api.md 7, 14).
 */
final class SecondFactors {

    /** The fifth wrong answer locks; a lock that follows another within a day lasts twice as long. */
    static final Rule RULE =
            Rule.of("mfa", 5, Duration.ofDays(1), Duration.ofMinutes(15)).doublingUpTo(Duration.ofDays(1));

    private final TotpStore store;
    private final Throttle throttle;
    private final Credentials credentials;
    private final EnvelopeCipher cipher;
    private final MfaLetters letters;

    SecondFactors(
            TotpStore store, Throttle throttle, Credentials credentials, EnvelopeCipher cipher, MfaLetters letters) {
        this.store = store;
        this.throttle = throttle;
        this.credentials = credentials;
        this.cipher = cipher;
        this.letters = letters;
    }

    /**
     * Uses an answer up if it is right, and then does what it was given for.
     *
     * @throws ApiException 400 when the user has no second factor
     */
    <T> Guess<T> guess(Transaction tx, User user, Answer answer, Origin origin, Supplier<T> act) {
        return guess(tx, user, origin, () -> isRight(tx, user, answer, origin), act);
    }

    /** Counts a guess of any kind. The count is locked first: guesses of one user are looked at one after the other. */
    <T> Guess<T> guess(Transaction tx, User user, Origin origin, BooleanSupplier check, Supplier<T> act) {
        Subject subject = Subject.of(user.projectId(), RULE, user.id().toString());
        Reservation reservation = throttle.reserve(tx.sql(), subject, tx.now());
        if (!reservation.admitted()) {
            return new Guess.Locked<>(reservation.verdict());
        }
        if (!check.getAsBoolean()) {
            Verdict verdict = throttle.record(tx.sql(), List.of(subject), reservation.event(), tx.now())
                    .getFirst();
            AuditEvent event =
                    AuditEvent.failure("mfa.verification_failed", origin, user.projectId(), "user", user.id());
            tx.audit(verdict.began() ? event.with("lockedUntil", String.valueOf(verdict.lockedUntil())) : event);
            return new Guess.Wrong<>();
        }
        throttle.clear(tx.sql(), subject);
        return new Guess.Right<>(act.get());
    }

    private boolean isRight(Transaction tx, User user, Answer answer, Origin origin) {
        TotpStore.Active active = store.find(tx.sql(), user.id()).orElseThrow(SecondFactors::notEnabled);
        try (FactorKeys keys = FactorKeys.open(active.sealed, user, cipher)) {
            boolean right =
                    switch (answer) {
                        case Answer.Code(String digits) -> {
                            OptionalLong step = keys.match(digits, tx.now(), active.lastStep);
                            yield step.isPresent() && store.useStep(tx.sql(), active.credentialId, step.getAsLong());
                        }
                        case Answer.Recovery(var code) ->
                            code.isPresent() && useRecoveryCode(tx, user, active, keys.hash(code.get()), origin);
                    };
            if (right) {
                credentials.used(tx.sql(), active.credentialId, tx.now());
            }
            return right;
        }
    }

    private boolean useRecoveryCode(Transaction tx, User user, TotpStore.Active active, String hash, Origin origin) {
        if (!store.useRecoveryCode(tx.sql(), active.credentialId, hash, tx.now())) {
            return false;
        }
        int remaining = store.countRecoveryCodes(tx.sql(), user.id());
        tx.audit(AuditEvent.success("mfa.recovery_code_used", origin, user.projectId(), "user", user.id())
                .with("remaining", remaining));
        letters.recoveryCodeUsed(tx, user, remaining, origin);
        return true;
    }

    static ApiException notEnabled() {
        return ApiException.invalid("Two-factor authentication is not enabled");
    }
}
