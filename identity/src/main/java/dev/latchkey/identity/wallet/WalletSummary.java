package dev.latchkey.identity.wallet;

import java.time.Instant;
import java.util.UUID;

/**
 * A wallet as the sign-in answer shows it.
 *
 * @param publicKey the account's address, {@code G…}
 * @param status whether its key may be used (mux-api.md 6.2)
 * @param ledgerStatus whether the account exists on the ledger: PENDING, CREATED or FAILED
 */
public record WalletSummary(
        UUID id,
        UUID userId,
        String publicKey,
        WalletNetwork network,
        String status,
        String ledgerStatus,
        Instant createdAt,
        Instant updatedAt) {}
