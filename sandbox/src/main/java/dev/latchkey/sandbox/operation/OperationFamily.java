package dev.latchkey.sandbox.operation;

import java.util.Optional;

/** The rules of one family of operations. */
public interface OperationFamily {
    /** What can be said without looking at the ledger; empty when there is nothing wrong. */
    Optional<OperationOutcome> check(OperationFrame operation);

    /** Changes the ledger of the context, or says why not; the caller drops the changes of a failure. */
    OperationOutcome apply(OperationFrame operation, OperationContext context);

    default ThresholdLevel threshold(OperationFrame operation) {
        return ThresholdLevel.MEDIUM;
    }
}
