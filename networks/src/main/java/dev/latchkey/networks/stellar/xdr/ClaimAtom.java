package dev.latchkey.networks.stellar.xdr;

/** An exchange that a payment or offer caused; amounts in units of 10⁻⁷. */
public sealed interface ClaimAtom extends XdrValue {
    /** With an offer, in results of before protocol 18. */
    record OfferV0(Hash seller, long offerId, Trade trade) implements ClaimAtom {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(seller).int64(offerId).value(trade);
        }
    }

    /** With an offer. */
    record Offer(AccountId seller, long offerId, Trade trade) implements ClaimAtom {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(seller).int64(offerId).value(trade);
        }
    }

    /** With a liquidity pool. */
    record Pool(PoolId pool, Trade trade) implements ClaimAtom {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).value(pool).value(trade);
        }
    }

    /** What the offer or pool gave and got. */
    record Trade(Asset sold, long amountSold, Asset bought, long amountBought) implements XdrValue {
        static Trade read(XdrReader in) {
            return new Trade(Asset.read(in), in.int64(), Asset.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(sold).int64(amountSold).value(bought).int64(amountBought);
        }
    }

    static ClaimAtom read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new OfferV0(Hash.read(in), in.int64(), Trade.read(in));
            case 1 -> new Offer(AccountId.read(in), in.int64(), Trade.read(in));
            case 2 -> new Pool(PoolId.read(in), Trade.read(in));
            default -> throw in.unknown("ClaimAtom", type);
        };
    }
}
