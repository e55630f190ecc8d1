package dev.latchkey.payments.transaction;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.money.AssetType;
import dev.latchkey.platform.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A transaction as the API shows it (mux-api.md 5.8), and three fields of our own at the end.
 *
 * @param amount decimal text
 * @param stellarFee stroops in text: what the platform paid
 */
public record TransactionView(
        UUID id,
        String amount,
        AssetType assetType,
        @Nullable String assetCode,
        @Nullable String assetIssuer,
        UUID senderWalletId,
        @Nullable UUID receiverWalletId,
        TransactionStatus status,
        @Nullable String stellarHash,
        @Nullable Integer stellarLedger,
        @Nullable String stellarFee,
        Instant statusChangedAt,
        @Nullable String statusReason,
        @Nullable Instant submittedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant failedAt,
        @Nullable JsonNode metadata,
        @Nullable String idempotencyKey,
        Instant createdAt,
        Instant updatedAt,
        WalletNetwork network,
        String destination,
        @Nullable String memo) {

    static TransactionView of(StoredTransaction row) {
        Long fee = row.stellarFee();
        String metadata = row.metadata();
        return new TransactionView(
                row.id(),
                Stroops.formatShort(row.amount()),
                row.asset().type(),
                row.asset().code(),
                row.asset().issuer(),
                row.senderWalletId(),
                row.receiverWalletId(),
                row.status(),
                row.stellarHash(),
                row.stellarLedger(),
                fee == null ? null : fee.toString(),
                row.statusChangedAt(),
                row.statusReason(),
                row.submittedAt(),
                row.confirmedAt(),
                row.failedAt(),
                metadata == null ? null : Json.read(metadata),
                row.idempotencyKey(),
                row.createdAt(),
                row.updatedAt(),
                row.network(),
                row.destination(),
                row.memo());
    }
}
