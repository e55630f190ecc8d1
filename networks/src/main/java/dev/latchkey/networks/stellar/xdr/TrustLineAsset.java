package dev.latchkey.networks.stellar.xdr;

/** What a trustline holds: an asset or shares of a liquidity pool. */
public sealed interface TrustLineAsset extends XdrValue permits Asset, TrustLineAsset.PoolShare {
    /** Shares of a pool. */
    record PoolShare(PoolId pool) implements TrustLineAsset {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(pool);
        }
    }

    static TrustLineAsset read(XdrReader in) {
        int type = in.int32();
        return type == 3 ? new PoolShare(PoolId.read(in)) : Asset.readBody(in, type);
    }
}
