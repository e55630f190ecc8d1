package dev.latchkey.networks.stellar;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.OperationBody;
import dev.latchkey.networks.stellar.xdr.Preconditions;
import dev.latchkey.networks.stellar.xdr.Preconditions.LedgerBounds;
import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a transaction together. Immutable: every method gives a new builder.
 *
 * <p>The fee is what the source will pay at most for each operation (at least 100 stroops, the network's minimum);
 * contract transactions pay {@code resourceFee} of their data on top.
 */
public final class TransactionBuilder {
    /** The network's minimum per operation, in stroops. */
    public static final long MINIMUM_FEE = 100;

    private final MuxedAccount source;
    private final long sequence;
    private final long feePerOperation;
    private final @Nullable TimeBounds timeBounds;
    private final @Nullable LedgerBounds ledgerBounds;
    private final Memo memo;
    private final List<Operation> operations;
    private final @Nullable SorobanTransactionData sorobanData;

    private TransactionBuilder(
            MuxedAccount source,
            long sequence,
            long feePerOperation,
            @Nullable TimeBounds timeBounds,
            @Nullable LedgerBounds ledgerBounds,
            Memo memo,
            List<Operation> operations,
            @Nullable SorobanTransactionData sorobanData) {
        this.source = source;
        this.sequence = sequence;
        this.feePerOperation = feePerOperation;
        this.timeBounds = timeBounds;
        this.ledgerBounds = ledgerBounds;
        this.memo = memo;
        this.operations = operations;
        this.sorobanData = sorobanData;
    }

    /** A transaction of {@code source} that uses up {@code sequence}: one more than the account's present number. */
    public static TransactionBuilder of(AccountId source, long sequence) {
        return new TransactionBuilder(
                MuxedAccount.of(source), sequence, MINIMUM_FEE, null, null, Memo.NONE, List.of(), null);
    }

    /** Stroops per operation that the source will pay at most. */
    public TransactionBuilder feePerOperation(long stroops) {
        return new TransactionBuilder(
                source, sequence, stroops, timeBounds, ledgerBounds, memo, operations, sorobanData);
    }

    /** Valid in ledgers that close at {@code end} or before, to the second. */
    public TransactionBuilder validUntil(Instant end) {
        return timeBounds(new TimeBounds(0, end.getEpochSecond()));
    }

    public TransactionBuilder timeBounds(TimeBounds bounds) {
        return new TransactionBuilder(
                source, sequence, feePerOperation, bounds, ledgerBounds, memo, operations, sorobanData);
    }

    public TransactionBuilder ledgerBounds(LedgerBounds bounds) {
        return new TransactionBuilder(
                source, sequence, feePerOperation, timeBounds, bounds, memo, operations, sorobanData);
    }

    public TransactionBuilder memo(Memo memo) {
        return new TransactionBuilder(
                source, sequence, feePerOperation, timeBounds, ledgerBounds, memo, operations, sorobanData);
    }

    /** Adds an operation of the transaction's own source. */
    public TransactionBuilder add(OperationBody body) {
        return add(Operation.of(body));
    }

    /** Adds an operation of another account, which must sign too. */
    public TransactionBuilder add(AccountId operationSource, OperationBody body) {
        return add(Operation.of(operationSource, body));
    }

    public TransactionBuilder add(Operation operation) {
        List<Operation> more = new ArrayList<>(operations);
        more.add(operation);
        return new TransactionBuilder(
                source, sequence, feePerOperation, timeBounds, ledgerBounds, memo, List.copyOf(more), sorobanData);
    }

    /** What a contract transaction may use; its resource fee is added to the fee. */
    public TransactionBuilder sorobanData(SorobanTransactionData data) {
        return new TransactionBuilder(
                source, sequence, feePerOperation, timeBounds, ledgerBounds, memo, operations, data);
    }

    /**
     * @throws IllegalStateException without operations, with more than a transaction holds, with a fee that does not fit
     */
    public Transaction build() {
        if (operations.isEmpty() || operations.size() > Transaction.MAX_OPERATIONS) {
            throw new IllegalStateException("A transaction has 1 to 100 operations, not " + operations.size());
        }
        long resourceFee = sorobanData == null ? 0 : sorobanData.resourceFee();
        long fee = Math.addExact(Math.multiplyExact(feePerOperation, operations.size()), resourceFee);
        if (fee < 0 || fee > 0xffff_ffffL) {
            throw new IllegalStateException("A transaction's fee fits 32 bits, " + fee + " does not");
        }
        return new Transaction(source, fee, sequence, preconditions(), memo, operations, sorobanData);
    }

    private Preconditions preconditions() {
        if (ledgerBounds != null) {
            return new Preconditions.General(timeBounds, ledgerBounds, null, 0, 0, List.of());
        }
        return timeBounds == null ? Preconditions.NONE : new Preconditions.Time(timeBounds);
    }
}
