package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.operation.OperationOutcome;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.InnerTransactionResult;
import org.stellar.sdk.xdr.InnerTransactionResultPair;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;

/**
 * What became of a transaction. {@code feeCharged} in stroops; with {@code txINSUFFICIENT_FEE} it is the fee that would
 * be enough. {@code operations} has one outcome per operation with {@code txSUCCESS} and {@code txFAILED}, else none.
 */
public record TransactionOutcome(
        long feeCharged,
        TransactionResultCode code,
        List<OperationOutcome> operations,
        @Nullable Inner inner) {

    /** The result of the transaction inside a fee bump, which is charged nothing itself. */
    public record Inner(String hash, TransactionResultCode code) {}

    public static TransactionOutcome of(long feeCharged, TransactionResultCode code) {
        return new TransactionOutcome(feeCharged, code, List.of(), null);
    }

    public static TransactionOutcome failed(long feeCharged, List<OperationOutcome> operations) {
        return new TransactionOutcome(feeCharged, TransactionResultCode.txFAILED, operations, null);
    }

    public boolean succeeded() {
        return code == TransactionResultCode.txSUCCESS || code == TransactionResultCode.txFEE_BUMP_INNER_SUCCESS;
    }

    /** The outcome of the fee bump whose inner transaction ended with this one. */
    public TransactionOutcome inFeeBump(String innerHash, long charged) {
        TransactionResultCode outer = succeeded()
                ? TransactionResultCode.txFEE_BUMP_INNER_SUCCESS
                : TransactionResultCode.txFEE_BUMP_INNER_FAILED;
        return new TransactionOutcome(charged, outer, operations, new Inner(innerHash, code));
    }

    public TransactionResult toXdr() {
        TransactionResult.TransactionResultResult union = new TransactionResult.TransactionResultResult();
        union.setDiscriminant(code);
        if (inner != null) {
            union.setInnerResultPair(innerXdr(inner));
        } else if (hasResults(code)) {
            union.setResults(results());
        }
        TransactionResult.TransactionResultExt extension = new TransactionResult.TransactionResultExt();
        extension.setDiscriminant(0);
        TransactionResult result = new TransactionResult();
        result.setFeeCharged(Xdr.int64(feeCharged));
        result.setResult(union);
        result.setExt(extension);
        return result;
    }

    private InnerTransactionResultPair innerXdr(Inner pair) {
        InnerTransactionResult.InnerTransactionResultResult union =
                new InnerTransactionResult.InnerTransactionResultResult();
        union.setDiscriminant(pair.code());
        if (hasResults(pair.code())) {
            union.setResults(results());
        }
        InnerTransactionResult.InnerTransactionResultExt extension =
                new InnerTransactionResult.InnerTransactionResultExt();
        extension.setDiscriminant(0);
        InnerTransactionResult result = new InnerTransactionResult();
        result.setFeeCharged(Xdr.int64(0));
        result.setResult(union);
        result.setExt(extension);
        InnerTransactionResultPair xdr = new InnerTransactionResultPair();
        xdr.setTransactionHash(Xdr.hash(HexFormat.of().parseHex(pair.hash())));
        xdr.setResult(result);
        return xdr;
    }

    private static boolean hasResults(TransactionResultCode code) {
        return code == TransactionResultCode.txSUCCESS || code == TransactionResultCode.txFAILED;
    }

    private OperationResult[] results() {
        return operations.stream().map(OperationOutcome::xdr).toArray(OperationResult[]::new);
    }
}
