package dev.latchkey.payments.balance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.money.AssetType;
import dev.latchkey.platform.json.Described;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the balance routes (mux-api.md 11). */
final class BalanceViews {
    private BalanceViews() {}

    record AllBalances(UUID walletId, List<WalletBalance> balances) {}

    record OneBalance(UUID walletId, @Nullable WalletBalance balance) {}

    /**
     * Balances that were read too long ago.
     *
     * @param staleAssets {@code NATIVE} or {@code CODE/TYPE}
     * @param staleSince when the oldest of them was read
     */
    record StaleBalances(
            UUID walletId,
            List<String> staleAssets,
            @Nullable Instant staleSince) {
        static StaleBalances of(UUID walletId, List<StoredBalance> rows) {
            return new StaleBalances(
                    walletId,
                    rows.stream().map(row -> name(row.asset())).toList(),
                    rows.stream()
                            .map(StoredBalance::lastSyncedAt)
                            .min(Instant::compareTo)
                            .orElse(null));
        }

        private static String name(AssetId asset) {
            return asset.isNative() ? "NATIVE" : asset.code() + "/" + asset.type();
        }
    }

    record SyncBody(
            @Described("Accepted, without effect: every sync reads the ledger") @Nullable
            Boolean forceRefresh) {}

    record SyncResult(
            UUID walletId, int balancesUpdated, int mismatchesFound, SyncStatus syncStatus, Instant lastSyncedAt) {
        static SyncResult of(UUID walletId, BalanceSync.Outcome outcome) {
            return new SyncResult(walletId, outcome.updated(), outcome.mismatches(), outcome.status(), outcome.at());
        }
    }

    record ReconcileBody(
            AssetType assetType,
            @Nullable String assetCode,
            @Nullable String assetIssuer) {}

    /**
     * A balance compared with the ledger.
     *
     * @param difference stored minus on the ledger, decimal text; absent where they are equal
     */
    record Reconciliation(
            UUID walletId,
            ReconciledAsset asset,
            String indexedBalance,
            String onChainBalance,
            boolean matches,
            @JsonInclude(Include.NON_NULL) @Nullable String difference) {

        record ReconciledAsset(
                AssetType type,
                @JsonInclude(Include.NON_NULL) @Nullable String code,
                @JsonInclude(Include.NON_NULL) @Nullable String issuer) {}

        static Reconciliation of(UUID walletId, AssetId asset, BalanceSync.Comparison comparison) {
            return new Reconciliation(
                    walletId,
                    new ReconciledAsset(asset.type(), asset.code(), asset.issuer()),
                    Stroops.formatShort(comparison.indexed()),
                    Stroops.formatShort(comparison.onChain()),
                    comparison.matches(),
                    comparison.matches() ? null : Stroops.format(comparison.indexed() - comparison.onChain()));
        }
    }

    record AllSynced(int walletsProcessed, int balancesUpdated, int mismatchesFound) {
        static AllSynced of(Balances.Totals totals) {
            return new AllSynced(totals.walletsProcessed(), totals.balancesUpdated(), totals.mismatchesFound());
        }
    }

    record AllReconciled(int walletsProcessed, int mismatchesFound) {
        static AllReconciled of(Balances.Totals totals) {
            return new AllReconciled(totals.walletsProcessed(), totals.mismatchesFound());
        }
    }
}
