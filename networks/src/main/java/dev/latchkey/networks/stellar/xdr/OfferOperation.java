package dev.latchkey.networks.stellar.xdr;

/** Operations on the order book. Amount 0 deletes an offer, offer id 0 makes a new one. */
public sealed interface OfferOperation extends OperationBody {
    /** Offers {@code amount} of what is sold. */
    record ManageSellOffer(Asset selling, Asset buying, long amount, Price price, long offerId)
            implements OfferOperation {
        static ManageSellOffer read(XdrReader in) {
            return new ManageSellOffer(Asset.read(in), Asset.read(in), in.int64(), Price.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(selling).value(buying).int64(amount).value(price).int64(offerId);
        }

        @Override
        public OperationType type() {
            return OperationType.MANAGE_SELL_OFFER;
        }
    }

    /** Asks for {@code buyAmount} of what is bought. */
    record ManageBuyOffer(Asset selling, Asset buying, long buyAmount, Price price, long offerId)
            implements OfferOperation {
        static ManageBuyOffer read(XdrReader in) {
            return new ManageBuyOffer(Asset.read(in), Asset.read(in), in.int64(), Price.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(selling).value(buying).int64(buyAmount).value(price).int64(offerId);
        }

        @Override
        public OperationType type() {
            return OperationType.MANAGE_BUY_OFFER;
        }
    }

    /** An offer that does not take offers of the same price. */
    record CreatePassiveSellOffer(Asset selling, Asset buying, long amount, Price price) implements OfferOperation {
        static CreatePassiveSellOffer read(XdrReader in) {
            return new CreatePassiveSellOffer(Asset.read(in), Asset.read(in), in.int64(), Price.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(selling).value(buying).int64(amount).value(price);
        }

        @Override
        public OperationType type() {
            return OperationType.CREATE_PASSIVE_SELL_OFFER;
        }
    }
}
