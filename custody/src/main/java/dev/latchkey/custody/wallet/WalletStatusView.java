package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answer of {@code GET /wallets/{id}/status}. */
record WalletStatusView(
        UUID id,
        WalletStatus status,
        @Nullable String statusReason,
        Instant statusChangedAt,
        WalletNetwork network,
        String publicKey,
        UUID userId,
        Instant updatedAt,
        LedgerStatus ledgerStatus) {

    static WalletStatusView of(WalletRow row) {
        return new WalletStatusView(
                row.id(),
                row.status(),
                row.statusReason(),
                row.statusChangedAt(),
                row.network(),
                row.publicKey(),
                row.userId(),
                row.updatedAt(),
                row.ledgerStatus());
    }
}
