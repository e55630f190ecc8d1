package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of before protocol 13; still valid, hashed and signed as the {@link Transaction} it stands for. */
public record TransactionV0(
        Hash sourceKey, long fee, long sequence, @Nullable TimeBounds timeBounds, Memo memo, List<Operation> operations)
        implements XdrValue {
    public TransactionV0 {
        operations = List.copyOf(operations);
    }

    public static TransactionV0 read(XdrReader in) {
        TransactionV0 transaction = new TransactionV0(
                Hash.read(in),
                in.uint32(),
                in.int64(),
                in.optional(TimeBounds::read),
                Memo.read(in),
                in.list(Transaction.MAX_OPERATIONS, Operation::read));
        in.noExtension("TransactionV0");
        return transaction;
    }

    @Override
    public void write(XdrWriter out) {
        out.value(sourceKey)
                .uint32(fee)
                .int64(sequence)
                .optional(timeBounds)
                .value(memo)
                .list(operations, Transaction.MAX_OPERATIONS)
                .int32(0);
    }

    public Transaction toTransaction() {
        return new Transaction(
                MuxedAccount.of(new AccountId(sourceKey)),
                fee,
                sequence,
                timeBounds == null ? Preconditions.NONE : new Preconditions.Time(timeBounds),
                memo,
                operations,
                null);
    }
}
