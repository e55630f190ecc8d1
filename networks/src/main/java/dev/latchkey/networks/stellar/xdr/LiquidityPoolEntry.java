package dev.latchkey.networks.stellar.xdr;

/** A constant-product pool in the ledger; amounts in units of 10⁻⁷. */
public record LiquidityPoolEntry(
        PoolId id, LiquidityPoolParameters parameters, long reserveA, long reserveB, long totalShares, long trustLines)
        implements LedgerEntry.Data {
    static LiquidityPoolEntry read(XdrReader in) {
        return new LiquidityPoolEntry(
                PoolId.read(in), LiquidityPoolParameters.read(in), in.int64(), in.int64(), in.int64(), in.int64());
    }

    @Override
    public void write(XdrWriter out) {
        out.value(id).int32(0);
        parameters.writeBody(out);
        out.int64(reserveA).int64(reserveB).int64(totalShares).int64(trustLines);
    }

    @Override
    public int entryType() {
        return 5;
    }
}
