package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import java.util.Arrays;

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

    /** A public key that must sign a given payload of 1 to 64 bytes (CAP-40). */
    record SignedPayload(Hash key, Bytes payload) implements SignerKey {
        public SignedPayload {
            if (payload.size() < 1 || payload.size() > 64) {
                throw new XdrException("a signed payload has 1 to 64 bytes, not " + payload.size());
            }
        }

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

    /** The strkey that stands for this signer: {@code G…}, {@code T…}, {@code X…} or {@code P…}. */
    default String toStrKey() {
        return switch (this) {
            case Ed25519(Hash key) -> StrKey.encode(StrKeyKind.ACCOUNT, key.toArray());
            case PreAuthTransaction(Hash hash) -> StrKey.encode(StrKeyKind.PRE_AUTH_TRANSACTION, hash.toArray());
            case HashX(Hash hash) -> StrKey.encode(StrKeyKind.HASH_X, hash.toArray());
            case SignedPayload signed -> {
                byte[] xdr = signed.toXdr();
                yield StrKey.encode(StrKeyKind.SIGNED_PAYLOAD, Arrays.copyOfRange(xdr, 4, xdr.length));
            }
        };
    }
}
