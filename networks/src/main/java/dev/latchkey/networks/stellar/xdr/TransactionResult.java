package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a transaction.
 *
 * @param feeCharged stroops; with {@code INSUFFICIENT_FEE} the fee that would have been enough
 * @param operations one per operation with {@code SUCCESS} and {@code FAILED}, else empty
 * @param inner for fee bumps whose inner transaction was tried, else null
 */
public record TransactionResult(
        long feeCharged,
        TransactionResultCode code,
        List<OperationResult> operations,
        @Nullable Inner inner) implements XdrValue {
    public TransactionResult {
        operations = List.copyOf(operations);
        if (code.hasInner() != (inner != null) || (!code.hasOperations() && !operations.isEmpty())) {
            throw new XdrException("result does not fit its code " + code);
        }
    }

    /** The result of the transaction inside a fee bump and its hash. */
    public record Inner(Hash hash, TransactionResult result) implements XdrValue {
        public Inner {
            if (result.code.hasInner()) {
                throw new XdrException("a fee bump inside a fee bump");
            }
        }

        static Inner read(XdrReader in) {
            return new Inner(Hash.read(in), in.nested(TransactionResult::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(hash).value(result);
        }
    }

    /** @throws XdrException if the text is not the base 64 of a result */
    public static TransactionResult parse(String base64) {
        return XdrReader.decodeBase64(base64, TransactionResult::read);
    }

    public static TransactionResult read(XdrReader in) {
        long feeCharged = in.int64();
        TransactionResultCode code = TransactionResultCode.read(in);
        TransactionResult result = new TransactionResult(
                feeCharged,
                code,
                code.hasOperations() ? in.list(XdrReader.UNLIMITED, OperationResult::read) : List.of(),
                code.hasInner() ? Inner.read(in) : null);
        in.noExtension("TransactionResult");
        return result;
    }

    @Override
    public void write(XdrWriter out) {
        out.int64(feeCharged).int32(code.value());
        if (code.hasOperations()) {
            out.list(operations, XdrWriter.UNLIMITED);
        }
        if (inner != null) {
            out.value(inner);
        }
        out.int32(0);
    }

    /** Whether all operations were applied, in a fee bump those of the inner transaction. */
    public boolean succeeded() {
        return code == TransactionResultCode.SUCCESS || code == TransactionResultCode.FEE_BUMP_INNER_SUCCESS;
    }

    /** Results of the operations, in a fee bump those of the inner transaction. */
    public List<OperationResult> effectiveOperations() {
        return inner == null ? operations : inner.result.operations;
    }

    /** The code that says why, in a fee bump that of the inner transaction. */
    public TransactionResultCode effectiveCode() {
        return inner == null ? code : inner.result.code;
    }
}
