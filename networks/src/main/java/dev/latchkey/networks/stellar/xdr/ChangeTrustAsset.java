package dev.latchkey.networks.stellar.xdr;

/** What a trustline is opened for: an asset or, by its parameters, a liquidity pool. */
public sealed interface ChangeTrustAsset extends XdrValue permits Asset, LiquidityPoolParameters {
    static ChangeTrustAsset read(XdrReader in) {
        int type = in.int32();
        return type == 3 ? LiquidityPoolParameters.read(in) : Asset.readBody(in, type);
    }
}
