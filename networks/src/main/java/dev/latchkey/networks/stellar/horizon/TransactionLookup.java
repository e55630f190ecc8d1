package dev.latchkey.networks.stellar.horizon;

/** What looking a hash up gave. */
public sealed interface TransactionLookup {
    /** It is in a ledger. */
    record Found(HorizonTransaction transaction) implements TransactionLookup {}

    /**
     * The node has not ingested it. Proof that it never will be needs the contiguous history up to a ledger past its
     * bounds.
     */
    record NotFound() implements TransactionLookup {}

    /** The node could not be asked: nothing is known. */
    record Unreachable(String reason) implements TransactionLookup {}
}
