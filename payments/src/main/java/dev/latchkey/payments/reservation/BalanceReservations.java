package dev.latchkey.payments.reservation;

import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Transaction;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * {@code payments.balance_reservations}. A balance reading tells what a ledger held; what counts as promised on top are
 * all open payments and those that ended in a later ledger than the reading's.
 */
public final class BalanceReservations {

    /** Makes payments of one wallet wait for each other until the transaction ends. */
    public void lock(Transaction tx, UUID walletId) {
        tx.sql()
                .createQuery("select wallet_id from payments.accounts where wallet_id = :wallet for no key update")
                .bind("wallet", walletId)
                .mapTo(UUID.class)
                .findOne();
    }

    /** What of the reading is not promised yet, in units of 10⁻⁷; negative when more was promised. */
    public BigDecimal available(Transaction tx, UUID walletId, AssetId asset, Spendable reading) {
        BigDecimal promised = tx.sql()
                .createQuery("""
                        select coalesce(sum(amount), 0) from payments.balance_reservations
                        where wallet_id = :wallet and asset = :asset
                          and (released_ledger is null or released_ledger > :ledger)
                        """)
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .bind("ledger", reading.asOfLedger())
                .mapTo(BigDecimal.class)
                .one();
        return BigDecimal.valueOf(reading.amount()).subtract(promised);
    }

    public void reserve(Transaction tx, UUID transactionId, UUID walletId, AssetId asset, long amount) {
        tx.sql()
                .createUpdate("""
                        insert into payments.balance_reservations (transaction_id, wallet_id, asset, amount)
                        values (:transaction, :wallet, :asset, :amount)
                        """)
                .bind("transaction", transactionId)
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .bind("amount", amount)
                .execute();
    }

    /** The payment took the amount in {@code ledger}. */
    public void taken(Transaction tx, UUID transactionId, int ledger) {
        tx.sql()
                .createUpdate("""
                        update payments.balance_reservations set released_ledger = :ledger
                        where transaction_id = :transaction
                        """)
                .bind("ledger", ledger)
                .bind("transaction", transactionId)
                .execute();
    }

    /** The payment never took the amount. */
    public void free(Transaction tx, UUID transactionId) {
        tx.sql()
                .createUpdate("delete from payments.balance_reservations where transaction_id = :transaction")
                .bind("transaction", transactionId)
                .execute();
    }

    /** Forgets amounts taken so long ago that no reading can miss them. */
    public void forgetBefore(Transaction tx, int ledger) {
        tx.sql()
                .createUpdate("delete from payments.balance_reservations where released_ledger < :ledger")
                .bind("ledger", ledger)
                .execute();
    }
}
