package dev.latchkey.payments.balance;

import dev.latchkey.payments.money.AssetId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payments.balances}; amounts in units of 10⁻⁷.
 *
 * @param changedIn the last ledger that is known to have changed the account; 0 where none is
 */
record StoredBalance(
        UUID id,
        UUID walletId,
        AssetId asset,
        long balance,
        SyncStatus syncStatus,
        Instant lastSyncedAt,
        int changedIn,
        @Nullable Instant lastReconciledAt,
        int reconciliationAttempts,
        long onChainBalance,
        @Nullable Instant mismatchDetectedAt,
        Instant createdAt,
        Instant updatedAt) {

    boolean isStaleAt(Instant threshold) {
        return lastSyncedAt.isBefore(threshold);
    }
}
