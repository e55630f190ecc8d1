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

    WalletRow movedTo(WalletStatus other, @Nullable String reason, Instant now) {
        return with(other, reason, now, now, deletedAt);
    }

    /** DISABLED from now on, unless it is in a final state already. */
    WalletRow deletedAt(Instant now) {
        boolean mayDisable = status.next().contains(WalletStatus.DISABLED);
        return mayDisable
                ? with(WalletStatus.DISABLED, "Wallet deleted", now, now, now)
                : with(status, statusReason, statusChangedAt, now, now);
    }

    private WalletRow with(
            WalletStatus otherStatus,
            @Nullable String reason,
            Instant changedAt,
            Instant updated,
            @Nullable Instant deleted) {
        return new WalletRow(
                id,
                projectId,
                userId,
                publicKey,
                network,
                otherStatus,
                reason,
                changedAt,
                ledgerStatus,
                encryptionVersion,
                secretVersion,
                keyVersion,
                rotatedFromId,
                successorId,
                createdAt,
                updated,
                deleted);
    }
}
