package dev.latchkey.networks.stellar.xdr;

/**
 * A transaction of someone else with a fee of one's own (CAP-15).
 *
 * @param fee highest fee in stroops for inner transaction and bump together
 */
public record FeeBumpTransaction(MuxedAccount feeSource, long fee, TransactionEnvelope.V1 inner)
        implements SignableTransaction {
    public static FeeBumpTransaction read(XdrReader in) {
        MuxedAccount feeSource = MuxedAccount.read(in);
        long fee = in.int64();
        int type = in.int32();
        if (type != TransactionEnvelope.TX) {
            throw in.unknown("inner transaction of FeeBumpTransaction", type);
        }
        TransactionEnvelope.V1 inner = TransactionEnvelope.V1.read(in);
        in.noExtension("FeeBumpTransaction");
        return new FeeBumpTransaction(feeSource, fee, inner);
    }

    @Override
    public void write(XdrWriter out) {
        out.value(feeSource).int64(fee).value(inner).int32(0);
    }

    @Override
    public int envelopeType() {
        return TransactionEnvelope.FEE_BUMP;
    }
}
