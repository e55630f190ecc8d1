package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;

/** A liquidity pool's id, the hash of its {@link LiquidityPoolParameters}; text form is {@code L…}. */
public record PoolId(Hash hash) implements XdrValue {
    /** @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is no such id */
    public static PoolId parse(String text) {
        return new PoolId(Hash.of(StrKey.decode(StrKeyKind.LIQUIDITY_POOL, text)));
    }

    public static PoolId read(XdrReader in) {
        return new PoolId(Hash.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.value(hash);
    }

    @Override
    public String toString() {
        return StrKey.encode(StrKeyKind.LIQUIDITY_POOL, hash.toArray());
    }
}
