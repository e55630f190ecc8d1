package dev.latchkey.payments.history;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payments.history_entries}.
 *
 * @param amount in units of 10⁻⁷; null where nothing moved or nobody knows how much
 * @param exchangedAmount what went for it, or came for it
 * @param counterparty {@code G…}, {@code M…} or {@code C…}
 * @param counterpartyWalletId where the counterparty is a wallet of the same project
 * @param stellarHash of the fee bump where there is one
 * @param signedHash of the transaction inside it
 */
public record HistoryRow(
        UUID id,
        UUID projectId,
        UUID walletId,
        WalletNetwork network,
        int ledger,
        int transactionIndex,
        int operationIndex,
        HistoryKind kind,
        Direction direction,
        @Nullable Long amount,
        @Nullable AssetId asset,
        @Nullable Long exchangedAmount,
        @Nullable AssetId exchangedAsset,
        @Nullable String counterparty,
        @Nullable UUID counterpartyWalletId,
        @Nullable UUID counterpartyUserId,
        @Nullable String memo,
        @Nullable String detail,
        @Nullable String claimableBalance,
        String stellarHash,
        String signedHash,
        Instant occurredAt) {

    /** The same entry, now that its amount is known. */
    public HistoryRow withAmount(long units, AssetId of) {
        return new HistoryRow(
                id,
                projectId,
                walletId,
                network,
                ledger,
                transactionIndex,
                operationIndex,
                kind,
                direction,
                units,
                of,
                exchangedAmount,
                exchangedAsset,
                counterparty,
                counterpartyWalletId,
                counterpartyUserId,
                memo,
                detail,
                claimableBalance,
                stellarHash,
                signedHash,
                occurredAt);
    }

    HistoryCursor cursor() {
        return new HistoryCursor(ledger, transactionIndex, operationIndex);
    }
}
