package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.transaction.TransactionOutcomes;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.util.UUID;

/**
 * {@code payments.forgotten_payments}: what our channels did that this database does not remember, because it was restored
 * from a backup. The marker in the transaction tells the payment, which is then never signed again.
 */
final class ForgottenPayments {
    private final TransactionOutcomes outcomes = new TransactionOutcomes();

    private record Forgotten(String hash, int ledger, boolean successful, String result, long feeCharged) {}

    /** Remembers a transaction found in a ledger, and ends the payment it belongs to if that is known. */
    void found(Transaction tx, WalletNetwork network, long marker, IncludedTransaction included, int ledger) {
        tx.sql()
                .createUpdate("""
                        insert into payments.forgotten_payments
                            (network, marker, hash, ledger, successful, result, fee_charged)
                        values (:network, :marker, :hash, :ledger, :successful, :result, :fee)
                        on conflict (network, marker) do update
                            set hash = excluded.hash, ledger = excluded.ledger, successful = excluded.successful,
                                result = excluded.result, fee_charged = excluded.fee_charged
                            where not forgotten_payments.successful
                        """)
                .bind("network", network)
                .bind("marker", marker)
                .bind("hash", included.signedHash())
                .bind("ledger", ledger)
                .bind("successful", included.successful())
                .bind("result", included.reason())
                .bind("fee", included.feeCharged())
                .execute();
        tx.sql()
                .createQuery("""
                        select id from payments.transactions
                        where network = :network and marker = :marker and phase = 'QUEUED' for update
                        """)
                .bind("network", network)
                .bind("marker", marker)
                .mapTo(UUID.class)
                .findOne()
                .ifPresent(id -> settle(tx, network, id, marker));
    }

    /** Ends a payment as the ledger has it. */
    void settle(Transaction tx, WalletNetwork network, UUID transactionId, long marker) {
        Forgotten forgotten = tx.sql()
                .createQuery("""
                        select hash, ledger, successful, result, fee_charged from payments.forgotten_payments
                        where network = :network and marker = :marker
                        """)
                .bind("network", network)
                .bind("marker", marker)
                .map((row, context) -> new Forgotten(
                        row.getString("hash"),
                        row.getInt("ledger"),
                        row.getBoolean("successful"),
                        String.valueOf(Columns.optionalText(row, "result")),
                        row.getLong("fee_charged")))
                .one();
        if (forgotten.successful()) {
            outcomes.confirmed(tx, transactionId, forgotten.hash(), forgotten.ledger(), forgotten.feeCharged());
            return;
        }
        outcomes.failedInLedger(
                tx, transactionId, forgotten.hash(), forgotten.ledger(), forgotten.feeCharged(), forgotten.result());
    }
}
