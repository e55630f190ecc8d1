package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wallet as the API shows it (mux-api.md 5.7): the row without its secret.
 *
 * @param encryptionVersion format of the sealed key
 * @param secretVersion counts the rotations of the key
 * @param keyVersion algorithm and derivation of the key
 * @param ledgerStatus whether the account exists on the ledger
 */
public record WalletView(
        UUID id,
        UUID userId,
        String publicKey,
        int encryptionVersion,
        int secretVersion,
        int keyVersion,
        WalletNetwork network,
        WalletStatus status,
        @Nullable String statusReason,
        Instant statusChangedAt,
        @Nullable UUID rotatedFromId,
        @Nullable UUID successorId,
        Instant createdAt,
        Instant updatedAt,
        LedgerStatus ledgerStatus,
        @Nullable Instant deletedAt) {

    static WalletView of(WalletRow row) {
        return new WalletView(
                row.id(),
                row.userId(),
                row.publicKey(),
                row.encryptionVersion(),
                row.secretVersion(),
                row.keyVersion(),
                row.network(),
                row.status(),
                row.statusReason(),
                row.statusChangedAt(),
                row.rotatedFromId(),
                row.successorId(),
                row.createdAt(),
                row.updatedAt(),
                row.ledgerStatus(),
                row.deletedAt());
    }
}
