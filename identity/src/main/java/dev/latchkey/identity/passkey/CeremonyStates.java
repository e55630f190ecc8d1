package dev.latchkey.identity.passkey;

import dev.latchkey.identity.passkey.CeremonyState.Purpose;
import dev.latchkey.identity.token.Challenge;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins ceremonies and takes them up again, each once. */
final class CeremonyStates {

    private final Challenges challenges;
    private final SecureRandom random;
    private final Duration lifetime;

    CeremonyStates(Challenges challenges, SecureRandom random, Duration lifetime) {
        this.challenges = challenges;
        this.random = random;
        this.lifetime = lifetime;
    }

    /** A ceremony that has begun; {@code id} is what the client sends back. */
    record Begun(UUID id, Base64Url challenge) {}

    /** A ceremony taken up again, by whomever it belongs to. */
    record Taken(@Nullable UUID userId, CeremonyState state) {}

    Begun begin(
            Transaction tx,
            UUID projectId,
            Purpose purpose,
            @Nullable UUID userId,
            @Nullable UUID sessionId,
            boolean emailFirst) {
        UUID id = UUID.randomUUID();
        CeremonyState state = CeremonyState.begin(random, sessionId, emailFirst);
        challenges.put(
                tx,
                Challenge.of(
                        projectId,
                        purpose.wireName(),
                        id.toString(),
                        userId,
                        state.data(),
                        tx.now().plus(lifetime)));
        return new Begun(id, state.challenge());
    }

    /** Throws 400 for what is unknown, taken, expired, or of another project or purpose. */
    Taken take(Transaction tx, UUID projectId, Purpose purpose, UUID id) {
        return challenges
                .take(tx, projectId, purpose.wireName(), id.toString())
                .map(stored -> new Taken(stored.userId(), CeremonyState.of(stored.data())))
                .orElseThrow(CeremonyStates::unknown);
    }

    static ApiException unknown() {
        return ApiException.invalid("The challenge is unknown or has expired; ask for new options");
    }
}
