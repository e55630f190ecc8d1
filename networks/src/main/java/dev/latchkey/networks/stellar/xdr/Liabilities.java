package dev.latchkey.networks.stellar.xdr;

/** What open offers may still bring in or take out, in units of 10⁻⁷. */
public record Liabilities(long buying, long selling) implements XdrValue {
    static Liabilities read(XdrReader in) {
        return new Liabilities(in.int64(), in.int64());
    }

    @Override
    public void write(XdrWriter out) {
        out.int64(buying).int64(selling);
    }
}
