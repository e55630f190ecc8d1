package dev.latchkey.payments.ledger;

/** What a node said to a transaction. Only a ledger says what became of it. */
public sealed interface SubmitAnswer {

    /** In the node's queue, or there already. */
    record Accepted() implements SubmitAnswer {}

    /** The node will not take it now: own transaction pending, banned, or queue full. */
    record TryAgainLater() implements SubmitAnswer {}

    /**
     * The node refused it.
     *
     * @param code Horizon's name of the result code, e.g. {@code tx_bad_seq}
     * @param feeRequired with {@code tx_insufficient_fee} the fee that would be enough, in stroops, else 0
     */
    record Refused(String code, long feeRequired) implements SubmitAnswer {}

    /** No answer, a timeout, a 5xx: it may have been accepted. */
    record Unknown(String detail) implements SubmitAnswer {}
}
