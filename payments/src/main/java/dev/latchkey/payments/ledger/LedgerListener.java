package dev.latchkey.payments.ledger;

import dev.latchkey.platform.database.Transaction;

/** Wants every ledger exactly once and in order. */
public interface LedgerListener {

    /**
     * A ledger was read. Called inside the transaction that advances the cursor, so that what is stored here and the
     * cursor can never disagree; the transaction may be repeated, and must not wait for the network.
     */
    void ledgerClosed(Transaction tx, ClosedLedger ledger);
}
