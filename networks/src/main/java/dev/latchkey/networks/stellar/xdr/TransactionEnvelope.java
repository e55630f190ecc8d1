package dev.latchkey.networks.stellar.xdr;

import java.util.ArrayList;
import java.util.List;

/** A transaction with its signatures, at most 20: what is submitted. */
public sealed interface TransactionEnvelope extends XdrValue {
    int TX_V0 = 0;
    int TX = 2;
    int FEE_BUMP = 5;
    int MAX_SIGNATURES = 20;

    /** A transaction in the form of before protocol 13. */
    record V0(TransactionV0 transaction, List<DecoratedSignature> signatures) implements TransactionEnvelope {
        public V0 {
            signatures = List.copyOf(signatures);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(TX_V0).value(transaction).list(signatures, MAX_SIGNATURES);
        }

        @Override
        public SignableTransaction signable() {
            return transaction.toTransaction();
        }

        @Override
        public V0 withSignature(DecoratedSignature signature) {
            return new V0(transaction, with(signatures, signature));
        }
    }

    /** A transaction. */
    record V1(Transaction transaction, List<DecoratedSignature> signatures) implements TransactionEnvelope {
        public V1 {
            signatures = List.copyOf(signatures);
        }

        static V1 read(XdrReader in) {
            return new V1(Transaction.read(in), in.list(MAX_SIGNATURES, DecoratedSignature::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(TX).value(transaction).list(signatures, MAX_SIGNATURES);
        }

        @Override
        public SignableTransaction signable() {
            return transaction;
        }

        @Override
        public V1 withSignature(DecoratedSignature signature) {
            return new V1(transaction, with(signatures, signature));
        }
    }

    /** A fee bump. */
    record FeeBump(FeeBumpTransaction transaction, List<DecoratedSignature> signatures) implements TransactionEnvelope {
        public FeeBump {
            signatures = List.copyOf(signatures);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(FEE_BUMP).value(transaction).list(signatures, MAX_SIGNATURES);
        }

        @Override
        public SignableTransaction signable() {
            return transaction;
        }

        @Override
        public FeeBump withSignature(DecoratedSignature signature) {
            return new FeeBump(transaction, with(signatures, signature));
        }
    }

    static TransactionEnvelope unsigned(SignableTransaction transaction) {
        return switch (transaction) {
            case Transaction inner -> new V1(inner, List.of());
            case FeeBumpTransaction bump -> new FeeBump(bump, List.of());
        };
    }

    /** @throws XdrException if the text is not the base 64 of an envelope */
    static TransactionEnvelope parse(String base64) {
        return XdrReader.decodeBase64(base64, TransactionEnvelope::read);
    }

    static TransactionEnvelope read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case TX_V0 -> new V0(TransactionV0.read(in), in.list(MAX_SIGNATURES, DecoratedSignature::read));
            case TX -> V1.read(in);
            case FEE_BUMP ->
                new FeeBump(FeeBumpTransaction.read(in), in.list(MAX_SIGNATURES, DecoratedSignature::read));
            default -> throw in.unknown("TransactionEnvelope", type);
        };
    }

    List<DecoratedSignature> signatures();

    /** What the signatures sign. */
    SignableTransaction signable();

    /** This envelope with one more signature. */
    TransactionEnvelope withSignature(DecoratedSignature signature);

    /** The hash of the whole: of the fee bump where there is one. */
    default Hash hash(Hash networkId) {
        return signable().hash(networkId);
    }

    private static List<DecoratedSignature> with(List<DecoratedSignature> signatures, DecoratedSignature one) {
        List<DecoratedSignature> all = new ArrayList<>(signatures);
        all.add(one);
        return all;
    }
}
