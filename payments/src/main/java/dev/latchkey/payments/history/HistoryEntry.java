package dev.latchkey.payments.history;

import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.money.AssetType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a wallet, as the API shows it.
 *
 * @param description a sentence
 * @param amount decimal text: what came or went, as the ledger's results say
 * @param transactionId the payment of ours that it is part of
 * @param occurredAt when the ledger closed
 */
public record HistoryEntry(
        UUID id,
        HistoryKind kind,
        String description,
        Direction direction,
        @Nullable String amount,
        @Nullable AssetType assetType,
        @Nullable String assetCode,
        @Nullable String assetIssuer,
        @Nullable Counterparty counterparty,
        @Nullable String memo,
        @Nullable UUID transactionId,
        String stellarHash,
        int ledger,
        Instant occurredAt) {

    /**
     * Who else took part.
     *
     * @param address {@code G…}, {@code M…} or {@code C…}
     * @param walletId where it is a wallet of the same project
     */
    public record Counterparty(
            String address,
            @Nullable UUID walletId,
            @Nullable UUID userId) {}

    static HistoryEntry of(HistoryRow row, String description, @Nullable UUID transactionId) {
        Optional<AssetId> asset = Optional.ofNullable(row.asset());
        return new HistoryEntry(
                row.id(),
                row.kind(),
                description,
                row.direction(),
                Optional.ofNullable(row.amount()).map(Stroops::formatShort).orElse(null),
                asset.map(AssetId::type).orElse(null),
                asset.map(AssetId::code).orElse(null),
                asset.map(AssetId::issuer).orElse(null),
                counterparty(row),
                row.memo(),
                transactionId,
                row.stellarHash(),
                row.ledger(),
                row.occurredAt());
    }

    private static @Nullable Counterparty counterparty(HistoryRow row) {
        String address = row.counterparty();
        return address == null ? null : new Counterparty(address, row.counterpartyWalletId(), row.counterpartyUserId());
    }
}
