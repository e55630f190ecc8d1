package dev.latchkey.payments.limit;

import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * {@code payments.limit_usage}: what counts against the daily limit, per wallet, asset and UTC day. A reservation is made
 * before anything is signed, settled when a ledger holds the payment, and freed only when none ever can.
 */
public final class LimitUsage {

    /** The day a payment counts for. */
    public static LocalDate day(Instant created) {
        return created.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Reserves an amount if the day's sum stays within {@code daily} (0: no limit). One statement: of payments that
     * arrive together, no more pass than fit.
     *
     * @return whether it was reserved
     */
    boolean reserve(Transaction tx, UUID walletId, AssetId asset, LocalDate day, long amount, long daily) {
        if (daily > 0 && amount > daily) {
            return false;
        }
        return tx.sql()
                        .createUpdate("""
                                insert into payments.limit_usage as used (wallet_id, asset, day, reserved, settled)
                                values (:wallet, :asset, :day, :amount, 0)
                                on conflict (wallet_id, asset, day) do update
                                    set reserved = used.reserved + excluded.reserved
                                    where :daily = 0
                                       or used.reserved::numeric + used.settled + excluded.reserved <= :daily
                                """)
                        .bind("wallet", walletId)
                        .bind("asset", asset.toString())
                        .bind("day", day)
                        .bind("amount", amount)
                        .bind("daily", daily)
                        .execute()
                == 1;
    }

    /** What counts against the day, reserved and settled. */
    OptionalLong used(Transaction tx, UUID walletId, AssetId asset, LocalDate day) {
        return tx.sql()
                .createQuery("""
                        select reserved + settled from payments.limit_usage
                        where wallet_id = :wallet and asset = :asset and day = :day
                        """)
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .bind("day", day)
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The payment is in a ledger: what was reserved is spent. */
    public void settle(Transaction tx, UUID walletId, AssetId asset, LocalDate day, long amount) {
        change(tx, walletId, asset, day, amount, amount);
    }

    /** The payment certainly never happens: the reservation is free again. */
    public void free(Transaction tx, UUID walletId, AssetId asset, LocalDate day, long amount) {
        change(tx, walletId, asset, day, amount, 0);
    }

    private static void change(
            Transaction tx, UUID walletId, AssetId asset, LocalDate day, long unreserved, long settled) {
        int changed = tx.sql()
                .createUpdate("""
                        update payments.limit_usage
                        set reserved = reserved - :unreserved, settled = settled + :settled
                        where wallet_id = :wallet and asset = :asset and day = :day
                        """)
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .bind("day", day)
                .bind("unreserved", unreserved)
                .bind("settled", settled)
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("no reservation of wallet " + walletId + " on " + day);
        }
    }
}
