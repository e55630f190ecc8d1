package dev.latchkey.payments.limit;

import java.time.Instant;
import java.util.UUID;

/**
 * A wallet's limits; the same numbers hold for each of its assets, sums of different assets are never mixed.
 *
 * @param daily most that may be spent on one UTC day, in units of 10⁻⁷; 0 for no such limit
 * @param perTransaction most that one payment may be, in units of 10⁻⁷; 0 blocks every payment
 */
public record WalletLimit(
        UUID id, UUID walletId, long daily, long perTransaction, Instant createdAt, Instant updatedAt) {}
