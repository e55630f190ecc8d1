package dev.latchkey.payments.submission;

import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Transaction;

/** What every transaction of ours has in common. */
public final class Drafts {
    private Drafts() {}

    /**
     * The same transaction with a marker: the muxed id of its source. It changes nothing, and tells for ever that this
     * server made it and for which payment, even where a restored database has forgotten that.
     */
    public static Transaction marked(Transaction transaction, long marker) {
        return new Transaction(
                new MuxedAccount(transaction.source().account(), marker),
                transaction.fee(),
                transaction.sequence(),
                transaction.preconditions(),
                transaction.memo(),
                transaction.operations(),
                transaction.sorobanData());
    }
}
