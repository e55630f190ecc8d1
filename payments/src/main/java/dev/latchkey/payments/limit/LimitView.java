package dev.latchkey.payments.limit;

import dev.latchkey.networks.stellar.Stroops;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** A wallet's limits as the API shows them (mux-api.md 9). */
record LimitView(
        UUID id,
        UUID walletId,
        BigDecimal dailyLimit,
        BigDecimal perTransactionLimit,
        Instant createdAt,
        Instant updatedAt) {
    static LimitView of(WalletLimit limit) {
        return new LimitView(
                limit.id(),
                limit.walletId(),
                number(limit.daily()),
                number(limit.perTransaction()),
                limit.createdAt(),
                limit.updatedAt());
    }

    private static BigDecimal number(long stroops) {
        return new BigDecimal(Stroops.formatShort(stroops));
    }
}
