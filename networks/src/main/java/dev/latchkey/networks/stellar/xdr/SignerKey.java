package dev.latchkey.networks.stellar.xdr;

/** What may sign for an account. */
public sealed interface SignerKey extends XdrValue {
    /** A public key. */
    record Ed25519(Hash key) implements SignerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(key);
        }
    }

    /** The hash of one transaction, which is thereby signed. */
    record PreAuthTransaction(Hash hash) implements SignerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(hash);
        }
    }

    /** A hash whose preimage is the signature. */
    record HashX(Hash hash) implements SignerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).value(hash);
        }
    }

    /** A public key that must sign a given payload of at most 64 bytes (CAP-40). */
    record SignedPayload(Hash key, Bytes payload) implements SignerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(key).opaque(payload, 64);
        }
    }

    static SignerKey of(AccountId account) {
        return new Ed25519(account.key());
    }

    static SignerKey read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Ed25519(Hash.read(in));
            case 1 -> new PreAuthTransaction(Hash.read(in));
            case 2 -> new HashX(Hash.read(in));
            case 3 -> new SignedPayload(Hash.read(in), in.opaque(64));
            default -> throw in.unknown("SignerKey", type);
        };
    }
}
