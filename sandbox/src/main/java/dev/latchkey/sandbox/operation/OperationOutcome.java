package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Xdr;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;

/** What became of one operation: its XDR and Horizon's word for it, such as {@code op_underfunded}. */
public record OperationOutcome(OperationResult xdr, String code) {
    private static final byte[] NO_BYTES = {};

    public boolean succeeded() {
        return code.equals(OperationCodes.SUCCESS);
    }

    public static OperationOutcome success(OperationType type) {
        return success(type, NO_BYTES);
    }

    /** {@code payload} is the XDR that follows the success code of the few operations that answer something. */
    public static OperationOutcome success(OperationType type, byte[] payload) {
        return new OperationOutcome(inner(type, 0, payload), OperationCodes.SUCCESS);
    }

    /** {@code value} and {@code name} are those of a constant of the operation's own result code enum. */
    public static OperationOutcome failure(OperationType type, int value, String name) {
        return new OperationOutcome(inner(type, value, NO_BYTES), OperationCodes.of(type, name));
    }

    /** A refusal before the operation's own rules were asked: bad authority, missing source, not supported. */
    public static OperationOutcome refused(OperationResultCode code) {
        return new OperationOutcome(decode(Xdr.encode(out -> out.writeInt(code.getValue()))), OperationCodes.of(code));
    }

    /** What stands in the result for a supported operation that was never reached: a success with zeros. */
    public static OperationOutcome untouched(OperationType type) {
        if (type == OperationType.ACCOUNT_MERGE) {
            return success(type, new byte[8]);
        }
        if (type == OperationType.CREATE_CLAIMABLE_BALANCE) {
            return success(type, new byte[36]);
        }
        return success(type);
    }

    private static OperationResult inner(OperationType type, int value, byte[] payload) {
        return decode(Xdr.encode(out -> {
            out.writeInt(OperationResultCode.opINNER.getValue());
            out.writeInt(type.getValue());
            out.writeInt(value);
            out.write(payload);
        }));
    }

    /** The SDK reads the bytes back, which proves that the code exists for the operation. */
    private static OperationResult decode(byte[] bytes) {
        try {
            return OperationResult.fromXdrByteArray(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
