package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.passkey.CeremonyState.Purpose;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the use of a passkey, whatever it is good for. The challenge is gone before the check begins, so that an answer
 * can be tried once; the signature is checked outside of transactions.
 */
final class Assertions {

    private final Database database;
    private final Ceremonies ceremonies;
    private final PasskeyStore store;
    private final Notices notices;
    private final Clock clock;

    Assertions(Database database, Ceremonies ceremonies, PasskeyStore store, Notices notices, Clock clock) {
        this.database = database;
        this.ceremonies = ceremonies;
        this.store = store;
        this.notices = notices;
        this.clock = clock;
    }

    /** One answer to a challenge. */
    record Attempt(UUID projectId, Purpose purpose, UUID challengeId, AssertionCredential credential, Origin origin) {}

    /** A passkey used by its owner. */
    record Proven(StoredPasskey passkey, Asserted.Genuine genuine) {

        User user() {
            return passkey.owner();
        }

        List<String> factors() {
            List<String> factors = new ArrayList<>(List.of("passkey"));
            if (genuine.userVerified()) {
                factors.add("user_verified");
            }
            return List.copyOf(factors);
        }
    }

    /**
     * Checks the attempt and does {@code act} in the transaction that notes the use.
     *
     * @param userId the only user whose attempt it may be; {@code null} where nobody is signed in
     * @throws ApiException 400 for a challenge that is not valid or bytes that are no credential, 401 for all else
     */
    <T> T prove(Attempt attempt, @Nullable UUID userId, Function<Act, T> act) {
        PasskeyStore.Answered found = database.read(sql -> store.answered(sql, attempt, clock.instant()))
                .orElseThrow(CeremonyStates::unknown);
        if (userId != null && !userId.equals(found.taken().userId())) {
            throw CeremonyStates.unknown();
        }
        StoredPasskey passkey = found.passkey().orElseThrow(() -> refused(attempt, null, "unknown passkey"));
        String mismatch = mismatch(found.taken(), passkey, attempt.credential());
        if (mismatch != null) {
            throw refused(attempt, passkey, mismatch);
        }
        Proven proven =
                new Proven(passkey, genuine(attempt, passkey, found.taken().state()));
        return database.write(tx -> store.used(tx.sql(), passkey.id(), proven.genuine(), tx.now())
                        ? Optional.of(act.apply(new Act(tx, proven)))
                        : Optional.<T>empty())
                .orElseThrow(() -> overtaken(attempt, proven));
    }

    /** A proven use and the transaction it is noted in. */
    record Act(Transaction tx, Proven proven) {}

    /** Level 3 §7.2, step 6: the passkey must be of the user who was named, or of the user it names itself. */
    private static @Nullable String mismatch(
            CeremonyStates.Taken taken, StoredPasskey passkey, AssertionCredential credential) {
        Base64Url handle = credential.response().userHandle();
        if (handle != null && !handle.equals(PasskeyRegistration.userHandle(passkey.userHandle()))) {
            return "user handle";
        }
        if (taken.userId() != null) {
            return passkey.owner().id().equals(taken.userId()) ? null : "passkey of another user";
        }
        if (taken.state().emailFirst()) {
            return "no passkeys";
        }
        return handle == null ? "no user handle" : null;
    }

    private Asserted.Genuine genuine(Attempt attempt, StoredPasskey passkey, CeremonyState state) {
        return switch (verdict(attempt, passkey, state)) {
            case Asserted.Genuine genuine -> genuine;
            case Asserted.Refused(String reason) -> throw refused(attempt, passkey, reason);
            case Asserted.CounterRegression(long stored, long received) ->
                throw regressed(attempt, passkey, stored, received);
        };
    }

    private Asserted verdict(Attempt attempt, StoredPasskey passkey, CeremonyState state) {
        try {
            return ceremonies.verify(attempt.credential(), state.challenge(), passkey.key());
        } catch (MalformedCredential malformed) {
            throw ApiException.invalid("The credential is malformed");
        }
    }

    /** Between the check and the note another use was noted, or the passkey was removed. */
    private ApiException overtaken(Attempt attempt, Proven proven) {
        return database.read(sql -> store.find(
                        sql, attempt.projectId(), attempt.credential().id()))
                .map(passkey -> regressed(
                        attempt,
                        passkey,
                        passkey.key().signCount(),
                        proven.genuine().signCount()))
                .orElseGet(() -> refused(attempt, null, "unknown passkey"));
    }

    private ApiException regressed(Attempt attempt, StoredPasskey passkey, long stored, long received) {
        User user = passkey.owner();
        database.run(tx -> {
            tx.audit(AuditEvent.failure(
                            "passkey.counter_regression",
                            attempt.origin(),
                            user.projectId(),
                            "credential",
                            passkey.id())
                    .with("userId", user.id().toString())
                    .with("stored", stored)
                    .with("received", received));
            notices.credentialChanged(tx, passkey.owner(), passkey.kind().wireName(), "copy_refused", attempt.origin());
        });
        return notAccepted();
    }

    private ApiException refused(Attempt attempt, @Nullable StoredPasskey passkey, String reason) {
        database.run(tx -> tx.audit(AuditEvent.failure(
                        attempt.purpose() == Purpose.STEP_UP ? "user.step_up" : "user.login",
                        attempt.origin(),
                        attempt.projectId(),
                        "user",
                        passkey == null ? "unknown" : passkey.owner().id())
                .with("method", "webauthn")
                .with("reason", reason)));
        return notAccepted();
    }

    private static ApiException notAccepted() {
        return new ApiException(401, "INVALID_CREDENTIALS", "The passkey was not accepted");
    }
}
