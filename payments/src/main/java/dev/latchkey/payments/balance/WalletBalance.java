package dev.latchkey.payments.balance;

import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.money.AssetType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kept balance, as the API shows it (mux-api.md 11).
 *
 * @param balance decimal text
 * @param lastSyncedLedger the last ledger known to have changed the account
 * @param onChainBalance what the node said last, decimal text
 */
public record WalletBalance(
        UUID id,
        UUID walletId,
        AssetType assetType,
        @Nullable String assetCode,
        @Nullable String assetIssuer,
        String balance,
        SyncStatus syncStatus,
        @Nullable Instant lastSyncedAt,
        @Nullable Integer lastSyncedLedger,
        @Nullable Instant lastReconciledAt,
        int reconciliationAttempts,
        @Nullable String onChainBalance,
        @Nullable Instant mismatchDetectedAt,
        Instant createdAt,
        Instant updatedAt) {

    static WalletBalance of(StoredBalance row) {
        return new WalletBalance(
                row.id(),
                row.walletId(),
                row.asset().type(),
                row.asset().code(),
                row.asset().issuer(),
                Stroops.formatShort(row.balance()),
                row.syncStatus(),
                row.lastSyncedAt(),
                row.changedIn() == 0 ? null : (Integer) row.changedIn(),
                row.lastReconciledAt(),
                row.reconciliationAttempts(),
                Stroops.formatShort(row.onChainBalance()),
                row.mismatchDetectedAt(),
                row.createdAt(),
                row.updatedAt());
    }
}
