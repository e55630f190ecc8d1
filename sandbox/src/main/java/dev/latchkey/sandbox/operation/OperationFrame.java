package dev.latchkey.sandbox.operation;

import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;

/**
 * One operation of a transaction. {@code source} is the operation's own source account when it names one, else the
 * transaction's.
 */
public record OperationFrame(int index, Operation xdr, String source, boolean hasOwnSource) {
    public OperationType type() {
        return xdr.getBody().getDiscriminant();
    }

    public Operation.OperationBody body() {
        return xdr.getBody();
    }
}
