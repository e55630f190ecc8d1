package dev.latchkey.networks.stellar.xdr;

/**
 * A signature and the last four bytes of the key it was made with.
 *
 * @param signature 64 bytes of Ed25519, or the preimage of a hash-x signer; at most 64 bytes
 */
public record DecoratedSignature(Bytes hint, Bytes signature) implements XdrValue {
    public static DecoratedSignature of(AccountId signer, byte[] signature) {
        return new DecoratedSignature(signer.signatureHint(), Bytes.of(signature));
    }

    public static DecoratedSignature read(XdrReader in) {
        return new DecoratedSignature(in.fixed(4), in.opaque(64));
    }

    @Override
    public void write(XdrWriter out) {
        out.fixed(hint, 4).opaque(signature, 64);
    }
}
