package dev.latchkey.custody.key;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.crypto.AssociatedData;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed key belongs to. All of it is bound into the ciphertext, so that a key moved to another row, project or
 * network does not open.
 *
 * @param id the key's id; for a wallet's key also the wallet's
 * @param projectId {@code null} for the server's own keys
 * @param purpose {@link #WALLET}, or what the server uses the key for
 * @param publicKey the account's address, {@code G…}
 * @param keyVersion algorithm and derivation; 1 is Ed25519 from a random seed
 */
public record KeyBinding(
        UUID id, @Nullable UUID projectId, String purpose, WalletNetwork network, String publicKey, int keyVersion) {

    /** Purpose of the key of a user's wallet. */
    public static final String WALLET = "wallet";

    static final int KEY_VERSION = 1;

    /** The associated data of both layers of the envelope. */
    AssociatedData context() {
        AssociatedData owner = projectId == null
                ? AssociatedData.of("service key")
                : AssociatedData.of("wallet key").with("project", projectId);
        return owner.with("id", id)
                .with("network", network.name())
                .with("publicKey", publicKey)
                .with("use", purpose)
                .with("keyVersion", keyVersion);
    }
}
