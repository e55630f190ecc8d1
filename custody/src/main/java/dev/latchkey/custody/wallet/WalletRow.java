package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletSummary;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of {@code custody.wallets}, with the versions of its key. */
record WalletRow(
        UUID id,
        UUID projectId,
        UUID userId,
        String publicKey,
        WalletNetwork network,
        WalletStatus status,
        @Nullable String statusReason,
        Instant statusChangedAt,
        LedgerStatus ledgerStatus,
        int encryptionVersion,
        int secretVersion,
        int keyVersion,
        @Nullable UUID rotatedFromId,
        @Nullable UUID successorId,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    WalletFacts facts() {
        return new WalletFacts(id, projectId, userId, publicKey, network, status, ledgerStatus);
    }

    WalletSummary summary() {
        return new WalletSummary(
                id, userId, publicKey, network, status.name(), ledgerStatus.name(), createdAt, updatedAt);
    }
}
