package dev.latchkey.payments.submission;

import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.platform.database.Transaction;

/** Who had something signed and acts on its fate, in the transaction in which that became certain. */
public interface EnvelopeOwner {

    EnvelopePurpose purpose();

    /** A ledger holds it, successful or failed as the result says. */
    void included(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger);

    /**
     * No ledger holds it, and none ever will.
     *
     * @param envelope as it was before; {@link EnvelopeState#REFUSED} where a node gave a reason
     */
    void died(Transaction tx, Envelope envelope);
}
