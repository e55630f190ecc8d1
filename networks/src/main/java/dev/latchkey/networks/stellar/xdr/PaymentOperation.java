package dev.latchkey.networks.stellar.xdr;

import java.util.List;

/** Operations that pay. Amounts are in units of 10⁻⁷. */
public sealed interface PaymentOperation extends OperationBody {
    /** Pays an amount of one asset. */
    record Payment(MuxedAccount destination, Asset asset, long amount) implements PaymentOperation {
        static Payment read(XdrReader in) {
            return new Payment(MuxedAccount.read(in), Asset.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(destination).value(asset).int64(amount);
        }

        @Override
        public OperationType type() {
            return OperationType.PAYMENT;
        }
    }

    /** Pays an exact received amount, giving at most {@code sendMax} of another asset; path of at most five hops. */
    record PathPaymentStrictReceive(
            Asset sendAsset,
            long sendMax,
            MuxedAccount destination,
            Asset destinationAsset,
            long destinationAmount,
            List<Asset> path)
            implements PaymentOperation {
        public PathPaymentStrictReceive {
            path = List.copyOf(path);
        }

        static PathPaymentStrictReceive read(XdrReader in) {
            return new PathPaymentStrictReceive(
                    Asset.read(in),
                    in.int64(),
                    MuxedAccount.read(in),
                    Asset.read(in),
                    in.int64(),
                    in.list(5, Asset::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(sendAsset)
                    .int64(sendMax)
                    .value(destination)
                    .value(destinationAsset)
                    .int64(destinationAmount)
                    .list(path, 5);
        }

        @Override
        public OperationType type() {
            return OperationType.PATH_PAYMENT_STRICT_RECEIVE;
        }
    }

    /** Gives an exact amount so that at least {@code destinationMin} of another asset arrives. */
    record PathPaymentStrictSend(
            Asset sendAsset,
            long sendAmount,
            MuxedAccount destination,
            Asset destinationAsset,
            long destinationMin,
            List<Asset> path)
            implements PaymentOperation {
        public PathPaymentStrictSend {
            path = List.copyOf(path);
        }

        static PathPaymentStrictSend read(XdrReader in) {
            return new PathPaymentStrictSend(
                    Asset.read(in),
                    in.int64(),
                    MuxedAccount.read(in),
                    Asset.read(in),
                    in.int64(),
                    in.list(5, Asset::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(sendAsset)
                    .int64(sendAmount)
                    .value(destination)
                    .value(destinationAsset)
                    .int64(destinationMin)
                    .list(path, 5);
        }

        @Override
        public OperationType type() {
            return OperationType.PATH_PAYMENT_STRICT_SEND;
        }
    }
}
