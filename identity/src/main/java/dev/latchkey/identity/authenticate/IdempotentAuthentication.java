package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Json;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Signs in once per {@code Idempotency-Key}: whoever sends the same request with the same key within a minute gets the
 * same answer, whoever sends another gets 409. The key is kept in the transaction of the sign-in, so that of concurrent
 * calls one acts and the others wait for its answer; a call that fails keeps nothing. An answer whose user or wallet is
 * gone is not given again: the sign-in happens anew.
 */
final class IdempotentAuthentication {

    /** @param answer an {@link AuthenticatedUser}, or the JSON of one given before */
    record Outcome(Object answer, boolean replayed) {}

    private final Database database;
    private final Authentication authentication;
    private final Replays replays;
    private final UserStore users;
    private final WalletProvisioner wallets;

    IdempotentAuthentication(
            Database database,
            Authentication authentication,
            Replays replays,
            UserStore users,
            WalletProvisioner wallets) {
        this.database = database;
        this.authentication = authentication;
        this.replays = replays;
        this.users = users;
        this.wallets = wallets;
    }

    /** Throws 409 when the key was used for another request. */
    Outcome signIn(String key, UUID projectId, SignInClaim claim, Proof proof, Origin origin) {
        String fingerprint = fingerprint(claim, proof);
        return database.write(tx -> {
            if (!replays.take(tx.sql(), projectId, key, fingerprint, tx.now())) {
                Optional<Outcome> replay = replay(tx, key, fingerprint, projectId, claim);
                if (replay.isPresent()) {
                    return replay.get();
                }
            }
            AuthenticatedUser answer = authentication.signIn(tx, projectId, claim, proof, origin);
            replays.keep(tx.sql(), projectId, key, Json.write(answer), tx.now());
            return new Outcome(answer, false);
        });
    }

    private Optional<Outcome> replay(
            Transaction tx, String key, String fingerprint, UUID projectId, SignInClaim claim) {
        Replays.Stored stored = replays.lock(tx.sql(), projectId, key)
                .orElseThrow(() -> ApiException.conflict("This Idempotency-Key has just expired; try again"));
        if (!stored.fingerprint().equals(fingerprint)) {
            throw ApiException.conflict("This Idempotency-Key was already used for a different request");
        }
        if (stored.answer() == null) {
            return Optional.empty();
        }
        JsonNode answer = Json.read(stored.answer());
        return isStillTrue(tx, projectId, claim, answer) ? Optional.of(new Outcome(answer, true)) : Optional.empty();
    }

    private boolean isStillTrue(Transaction tx, UUID projectId, SignInClaim claim, JsonNode answer) {
        Optional<User> user =
                users.byAuthId(tx.sql(), projectId, claim.authId()).filter(User::isActive);
        Optional<WalletSummary> wallet =
                user.flatMap(active -> wallets.existing(tx.sql(), projectId, active.id(), claim.network()));
        return wallet.isPresent()
                && wallet.get().id().toString().equals(answer.at("/wallet/id").asString(""));
    }

    private static String fingerprint(SignInClaim claim, Proof proof) {
        String request = Json.write(Arrays.asList(
                proof.label(),
                claim.authId(),
                claim.email(),
                claim.displayName(),
                claim.authProvider(),
                claim.network()));
        return Tokens.sha256Hex(request);
    }
}
