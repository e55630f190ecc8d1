package dev.latchkey.payments.transaction;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payments.transactions}.
 *
 * @param destination {@code G…} or {@code M…}
 * @param amount in units of 10⁻⁷
 * @param metadata JSON text
 * @param fingerprint hexadecimal
 * @param stellarFee in stroops
 */
public record StoredTransaction(
        UUID id,
        UUID projectId,
        WalletNetwork network,
        UUID senderWalletId,
        String senderAddress,
        @Nullable UUID receiverWalletId,
        String destination,
        AssetId asset,
        long amount,
        @Nullable String memo,
        @Nullable String metadata,
        @Nullable String idempotencyKey,
        String fingerprint,
        TransactionStatus status,
        Instant statusChangedAt,
        @Nullable String statusReason,
        @Nullable String stellarHash,
        @Nullable Integer stellarLedger,
        @Nullable Long stellarFee,
        @Nullable Instant submittedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant failedAt,
        Instant createdAt,
        Instant updatedAt) {}
