package dev.latchkey.custody.wallet;

import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.KeyEvents;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes wallets. The key is made before the row, so that no lock waits for it; whoever loses the race for the one live
 * wallet throws the unstored key away.
 */
final class Provisioning {

    /** A wallet, and whether this call made it. */
    record Outcome(WalletRow wallet, boolean isNew) {}

    private static final int MAX_TRIES = 3;

    private final WalletStore store;
    private final KeyVault vault;
    private final WalletLifecycle lifecycle;

    Provisioning(WalletStore store, KeyVault vault, WalletLifecycle lifecycle) {
        this.store = store;
        this.vault = vault;
        this.lifecycle = lifecycle;
    }

    /** The user's live wallet on the network, made if there is none. */
    Outcome ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin) {
        lifecycle.requireConfigured(network);
        SealedKey key = vault.generate(UUID.randomUUID(), projectId, KeyBinding.WALLET, network);
        return ensure(tx, userId, key, KeyEvents.GENERATED, origin);
    }

    /** As above, with a key that exists already. */
    Outcome ensure(Transaction tx, UUID userId, SealedKey key, String keyEvent, Origin origin) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if (store.insert(tx.sql(), userId, key, tx.now())) {
                return new Outcome(created(tx, userId, key, keyEvent, origin), true);
            }
            // The winner is gone again if it was deleted in between.
            Optional<WalletRow> winner = store.live(
                    tx.sql(), projectOf(key.binding()), userId, key.binding().network());
            if (winner.isPresent()) {
                return new Outcome(winner.get(), false);
            }
        }
        throw new IllegalStateException("the wallet of user " + userId + " keeps appearing and disappearing");
    }

    private WalletRow created(Transaction tx, UUID userId, SealedKey key, String keyEvent, Origin origin) {
        KeyBinding binding = key.binding();
        WalletRow wallet = new WalletRow(
                binding.id(),
                projectOf(binding),
                userId,
                binding.publicKey(),
                binding.network(),
                WalletStatus.ACTIVE,
                null,
                tx.now(),
                LedgerStatus.PENDING,
                SealedKey.ENCRYPTION_VERSION,
                1,
                binding.keyVersion(),
                null,
                null,
                tx.now(),
                tx.now(),
                null);
        tx.audit(KeyEvents.success(keyEvent, origin, binding).with("userId", userId));
        tx.audit(WalletEvents.created(origin, wallet));
        lifecycle.walletCreated(tx, wallet.facts());
        return wallet;
    }

    private static UUID projectOf(KeyBinding wallet) {
        return Objects.requireNonNull(wallet.projectId(), "a wallet's key belongs to a project");
    }
}
