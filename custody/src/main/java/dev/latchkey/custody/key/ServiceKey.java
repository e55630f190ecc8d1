package dev.latchkey.custody.key;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.util.UUID;

/**
 * A key of the server itself, such as a sponsor or channel account.
 *
 * @param publicKey the account's address, {@code G…}
 */
public record ServiceKey(UUID id, WalletNetwork network, String purpose, String publicKey) {}
