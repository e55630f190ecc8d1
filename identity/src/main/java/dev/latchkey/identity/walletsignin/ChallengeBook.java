package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.token.Challenge;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.platform.database.Database;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The challenges that wallets were given and have not answered. */
final class ChallengeBook {

    private final Database database;
    private final Challenges challenges;

    ChallengeBook(Database database, Challenges challenges) {
        this.database = database;
        this.challenges = challenges;
    }

    /**
     * Whom a challenge was made for, and for what.
     *
     * @param protocol {@code solana}, {@code stellar-sep10}, {@code stellar-sep53}
     * @param userId the account that the wallet is to be linked to; {@code null} for signing in
     */
    record Purpose(
            UUID projectId, String protocol, @Nullable UUID userId) {

        private String name() {
            return userId == null ? protocol : protocol + "-link";
        }
    }

    void write(Purpose purpose, String key, Object data, Instant expiresAt) {
        Challenge challenge = Challenge.of(purpose.projectId(), purpose.name(), key, purpose.userId(), data, expiresAt);
        database.run(tx -> challenges.put(tx, challenge));
    }

    /**
     * Takes a challenge away for good, whatever becomes of the answer to it: a wrong answer uses it up too.
     *
     * @throws dev.latchkey.platform.http.ApiException 400 {@code CHALLENGE_EXPIRED} when there is none for the purpose
     */
    JsonNode take(Purpose purpose, String key) {
        return database.write(tx -> challenges.take(tx, purpose.projectId(), purpose.name(), key))
                .filter(challenge -> Objects.equals(challenge.userId(), purpose.userId()))
                .orElseThrow(WalletRefusals::expired)
                .data();
    }
}
