package dev.latchkey.networks.stellar.xdr;

/** An offer in the order book; {@code flags} 1 marks a passive one. */
public record OfferEntry(
        AccountId seller, long offerId, Asset selling, Asset buying, long amount, Price price, long flags)
        implements LedgerEntry.Data {
    static OfferEntry read(XdrReader in) {
        OfferEntry offer = new OfferEntry(
                AccountId.read(in),
                in.int64(),
                Asset.read(in),
                Asset.read(in),
                in.int64(),
                Price.read(in),
                in.uint32());
        in.noExtension("OfferEntry");
        return offer;
    }

    @Override
    public void write(XdrWriter out) {
        out.value(seller)
                .int64(offerId)
                .value(selling)
                .value(buying)
                .int64(amount)
                .value(price)
                .uint32(flags)
                .int32(0);
    }

    @Override
    public int entryType() {
        return 2;
    }
}
