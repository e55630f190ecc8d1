package dev.latchkey.payments.limit;

import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** Admits payments under a wallet's limits (mux-api.md 9). */
public final class WalletLimits {
    private final LimitStore store = new LimitStore();
    private final LimitUsage usage = new LimitUsage();

    /**
     * Counts an amount against the wallet's limits, reserved until the payment's fate is certain.
     *
     * @param amount in units of 10⁻⁷
     * @throws ApiException 422 with {@code errorCode} {@code LIMIT_PER_TX_EXCEEDED} or {@code LIMIT_DAILY_EXCEEDED}
     */
    public void reserve(Transaction tx, UUID walletId, AssetId asset, long amount) {
        Optional<WalletLimit> limit = store.find(tx.sql(), walletId);
        limit.ifPresent(known -> requirePerTransaction(known, amount));
        LocalDate day = LimitUsage.day(tx.now());
        long daily = limit.map(WalletLimit::daily).orElse(0L);
        if (!usage.reserve(tx, walletId, asset, day, amount, daily)) {
            long used = usage.used(tx, walletId, asset, day).orElse(0);
            throw refusal(
                    "LIMIT_DAILY_EXCEEDED",
                    "Daily limit exceeded. Limit: " + Stroops.formatShort(daily) + ", Used: "
                            + Stroops.formatShort(used));
        }
    }

    private static void requirePerTransaction(WalletLimit limit, long amount) {
        if (amount > limit.perTransaction()) {
            throw refusal(
                    "LIMIT_PER_TX_EXCEEDED",
                    "Per-transaction limit exceeded. Limit: " + Stroops.formatShort(limit.perTransaction()));
        }
    }

    private static ApiException refusal(String code, String message) {
        return ApiException.unprocessable(code, message).with("errorCode", code);
    }
}
