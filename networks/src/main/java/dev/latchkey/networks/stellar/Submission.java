package dev.latchkey.networks.stellar;

import dev.latchkey.networks.stellar.xdr.TransactionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node said to a signed transaction. Resending the identical bytes is safe after every one of these. */
public sealed interface Submission {
    /** In the node's queue; whether it is applied shows only in the ledger. */
    record Pending() implements Submission {}

    /** The node knows it already; to be treated like {@link Pending}. */
    record Duplicate() implements Submission {}

    /** Not taken now: the account has another transaction pending, this one is banned for a while, or queues are full. */
    record TryAgainLater() implements Submission {}

    /** Applied with success in a ledger (only where the node waited for it). */
    record Applied(long ledger, TransactionResult result) implements Submission {}

    /**
     * Refused, or (only where the node waited for the ledger) applied and failed: with code {@code tx_failed} the hash
     * has to be looked up to know whether fee and sequence number are gone.
     *
     * @param transactionCode in Horizon's spelling, {@code tx_bad_seq}
     * @param operationCodes in Horizon's spelling, may be empty
     * @param result null where the node did not say, as for bytes it could not read
     */
    record Rejected(
            String transactionCode,
            List<String> operationCodes,
            @Nullable TransactionResult result) implements Submission {
        public Rejected {
            operationCodes = List.copyOf(operationCodes);
        }

        public static Rejected of(TransactionResult result) {
            List<String> operations = result.effectiveOperations().stream()
                    .map(operation -> operation.horizonCode())
                    .toList();
            return new Rejected(result.effectiveCode().horizonCode(), operations, result);
        }

        /** Stroops; with {@code tx_insufficient_fee} the fee that would have been enough. -1 if not said. */
        public long feeCharged() {
            return result == null ? -1 : result.feeCharged();
        }
    }

    /** The node certainly did not take it: no connection, too many requests, request refused. */
    record NotDelivered(String reason) implements Submission {}

    /** Nobody knows: no answer, a broken one, 504 or another server error. It may be applied. */
    record Unknown(String reason) implements Submission {}
}
