package dev.latchkey.payments.onboarding;

import dev.latchkey.payments.money.AssetId;
import java.util.List;
import java.util.UUID;

/**
 * What one transaction brings to the ledger for one wallet.
 *
 * @param publicKey {@code G…}
 * @param account whether its account is made, or exists already
 * @param trustlines assets that lines are opened for
 */
record Newcomer(UUID walletId, UUID projectId, String publicKey, boolean account, List<AssetId> trustlines) {
    Newcomer {
        trustlines = List.copyOf(trustlines);
    }

    /** Begin and end of the sponsorship, the account, each trustline. */
    int operations() {
        return 2 + (account ? 1 : 0) + trustlines.size();
    }

    /** Base reserves that the sponsor will hold for it. */
    int reserves() {
        return (account ? 2 : 0) + trustlines.size();
    }
}
