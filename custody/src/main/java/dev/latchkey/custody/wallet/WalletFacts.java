package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.util.UUID;

/**
 * What other rooms may know of a wallet that is not deleted.
 *
 * @param publicKey the account's address, {@code G…}
 */
public record WalletFacts(
        UUID id,
        UUID projectId,
        UUID userId,
        String publicKey,
        WalletNetwork network,
        WalletStatus status,
        LedgerStatus ledgerStatus) {}
