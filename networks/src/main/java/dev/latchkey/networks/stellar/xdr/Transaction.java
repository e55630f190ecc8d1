package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction (version 1).
 *
 * @param fee highest fee in stroops for the whole transaction, unsigned 32 bits
 * @param sequence the source account's next sequence number
 * @param operations at most 100
 * @param sorobanData for contract operations only
 */
public record Transaction(
        MuxedAccount source,
        long fee,
        long sequence,
        Preconditions preconditions,
        Memo memo,
        List<Operation> operations,
        @Nullable SorobanTransactionData sorobanData)
        implements SignableTransaction {
    public static final int MAX_OPERATIONS = 100;

    public Transaction {
        operations = List.copyOf(operations);
    }

    public static Transaction read(XdrReader in) {
        return new Transaction(
                MuxedAccount.read(in),
                in.uint32(),
                in.int64(),
                Preconditions.read(in),
                Memo.read(in),
                in.list(MAX_OPERATIONS, Operation::read),
                readExtension(in));
    }

    private static @Nullable SorobanTransactionData readExtension(XdrReader in) {
        int version = in.int32();
        return switch (version) {
            case 0 -> null;
            case 1 -> SorobanTransactionData.read(in);
            default -> throw in.unknown("extension of Transaction", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.value(source)
                .uint32(fee)
                .int64(sequence)
                .value(preconditions)
                .value(memo)
                .list(operations, MAX_OPERATIONS)
                .optional(sorobanData);
    }

    @Override
    public int envelopeType() {
        return TransactionEnvelope.TX;
    }
}
