package dev.latchkey.networks.stellar.xdr;

/**
 * A constant-product pool of two assets (CAP-38).
 *
 * @param fee in basis points; the network accepts 30 only
 */
public record LiquidityPoolParameters(Asset assetA, Asset assetB, int fee) implements ChangeTrustAsset {
    /** What follows the asset type of a trustline: pool type and parameters. */
    static LiquidityPoolParameters read(XdrReader in) {
        int type = in.int32();
        if (type != 0) {
            throw in.unknown("LiquidityPoolParameters", type);
        }
        return readBody(in);
    }

    static LiquidityPoolParameters readBody(XdrReader in) {
        return new LiquidityPoolParameters(Asset.read(in), Asset.read(in), in.int32());
    }

    /** As the asset of a trustline: asset type, pool type, parameters. */
    @Override
    public void write(XdrWriter out) {
        out.int32(3).int32(0);
        writeBody(out);
    }

    void writeBody(XdrWriter out) {
        out.value(assetA).value(assetB).int32(fee);
    }

    public PoolId id() {
        XdrWriter out = new XdrWriter().int32(0);
        writeBody(out);
        return new PoolId(Hash.sha256(out.toByteArray()));
    }
}
