package dev.latchkey.custody.signing;

import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.custody.wallet.WalletStatus;
import java.util.Optional;

/**
 * A key with what decides whether it may sign.
 *
 * @param wallet the state of its wallet; empty for the server's own keys
 */
record SigningKey(SealedKey key, Optional<WalletStatus> wallet, boolean deleted) {

    /** A user's key without a wallet row belongs to nobody and does not sign. */
    boolean signs() {
        boolean ownKey = key.binding().projectId() == null;
        return !deleted && wallet.map(WalletStatus::signs).orElse(ownKey);
    }
}
