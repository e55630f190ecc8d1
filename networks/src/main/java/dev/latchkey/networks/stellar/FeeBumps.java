package dev.latchkey.networks.stellar;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;

/** Pays someone else's transaction (CAP-15). A bump counts as one operation more than its inner transaction. */
public final class FeeBumps {
    private FeeBumps() {}

    /**
     * A bump that pays at most {@code feePerOperation} stroops for each operation and for itself, and an inner contract
     * transaction's resources on top. Raised to {@link #minimumFee} where that is more.
     */
    public static FeeBumpTransaction wrap(TransactionEnvelope.V1 inner, AccountId feeSource, long feePerOperation) {
        long wished = Math.addExact(
                Math.multiplyExact(feePerOperation, operations(inner.transaction()) + 1),
                resourceFee(inner.transaction()));
        long fee = Math.max(wished, minimumFee(inner.transaction()));
        return new FeeBumpTransaction(MuxedAccount.of(feeSource), fee, inner);
    }

    /**
     * The least total fee in stroops that the network takes for a bump: its minimum for one operation more, and at
     * least the rate that the inner transaction itself offers ({@code outerFee * innerMin >= innerFee * outerMin}).
     */
    public static long minimumFee(Transaction inner) {
        long count = operations(inner);
        long resourceFee = resourceFee(inner);
        long innerInclusion = Math.max(0, inner.fee() - resourceFee);
        long sameRate = Math.ceilDiv(Math.multiplyExact(innerInclusion, count + 1), count);
        return Math.max(TransactionBuilder.MINIMUM_FEE * (count + 1), sameRate) + resourceFee;
    }

    /**
     * The least total fee in stroops that replaces a pending transaction of the same sequence in a node's queue: ten
     * times its rate.
     */
    public static long replacementFee(Transaction inner, long pendingFee, int pendingOperations) {
        long count = operations(inner) + 1;
        long tenfold = Math.ceilDiv(
                Math.multiplyExact(Math.multiplyExact(pendingFee, 10L), count), Math.max(1, pendingOperations));
        return Math.max(tenfold, minimumFee(inner));
    }

    private static long operations(Transaction transaction) {
        return Math.max(1, transaction.operations().size());
    }

    private static long resourceFee(Transaction transaction) {
        SorobanTransactionData data = transaction.sorobanData();
        return data == null ? 0 : data.resourceFee();
    }
}
