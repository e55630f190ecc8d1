package dev.latchkey.networks.stellar.xdr;

/** A signer of an account and its weight; weight 0 removes it. */
public record Signer(SignerKey key, long weight) implements XdrValue {
    public static Signer read(XdrReader in) {
        return new Signer(SignerKey.read(in), in.uint32());
    }

    @Override
    public void write(XdrWriter out) {
        out.value(key).uint32(weight);
    }
}
