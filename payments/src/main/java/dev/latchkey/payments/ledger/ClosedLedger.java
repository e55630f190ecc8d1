package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.List;

/**
 * A ledger with everything that was included in it, in order.
 *
 * @param transactions successful and failed ones
 */
public record ClosedLedger(
        WalletNetwork network,
        int sequence,
        String hash,
        String previousHash,
        Instant closedAt,
        List<IncludedTransaction> transactions) {
    public ClosedLedger {
        transactions = List.copyOf(transactions);
    }

    public LedgerHead head() {
        return new LedgerHead(sequence, hash, closedAt);
    }
}
