package dev.latchkey.networks.stellar.strkey;

/** What a strkey stands for: the version byte decides the first letter and the length of the payload (SEP-23). */
public enum StrKeyKind {
    /** {@code G}: Ed25519 public key of an account, 32 bytes. */
    ACCOUNT(6, 32, 32),
    /** {@code M}: Ed25519 public key followed by an unsigned 64-bit id, 40 bytes. */
    MUXED_ACCOUNT(12, 40, 40),
    /** {@code S}: Ed25519 seed, 32 bytes. Secret. */
    SEED(18, 32, 32),
    /** {@code T}: hash of a pre-authorized transaction, 32 bytes. */
    PRE_AUTH_TRANSACTION(19, 32, 32),
    /** {@code X}: SHA-256 hash whose preimage signs, 32 bytes. */
    HASH_X(23, 32, 32),
    /** {@code P}: Ed25519 public key, payload length, payload of 1 to 64 bytes padded to four (CAP-40). */
    SIGNED_PAYLOAD(15, 40, 100),
    /** {@code C}: contract id, 32 bytes. */
    CONTRACT(2, 32, 32),
    /** {@code L}: liquidity pool id, 32 bytes. */
    LIQUIDITY_POOL(11, 32, 32),
    /** {@code B}: type byte 0 followed by the hash of a claimable balance, 33 bytes. */
    CLAIMABLE_BALANCE(1, 33, 33);

    private final int versionByte;
    private final int minLength;
    private final int maxLength;

    StrKeyKind(int base, int minLength, int maxLength) {
        // The low three bits name the algorithm; every algorithm defined so far is 0.
        this.versionByte = base << 3;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    int versionByte() {
        return versionByte;
    }

    /** The letter every strkey of this kind begins with. */
    public char letter() {
        return Base32.symbol(versionByte >> 3);
    }

    /** Refuses a payload that no strkey of this kind can carry. */
    void check(byte[] payload) {
        if (payload.length < minLength || payload.length > maxLength) {
            throw new InvalidStrKeyException("wrong length for " + this);
        }
        if (this == CLAIMABLE_BALANCE && payload[0] != 0) {
            throw new InvalidStrKeyException("unknown claimable balance type");
        }
        if (this == SIGNED_PAYLOAD) {
            checkSignedPayload(payload);
        }
    }

    private static void checkSignedPayload(byte[] payload) {
        if ((payload[32] | payload[33] | payload[34]) != 0 || payload[35] < 1 || payload[35] > 64) {
            throw new InvalidStrKeyException("signed payload must have 1 to 64 bytes");
        }
        int end = 36 + payload[35];
        if (payload.length != 36 + (payload[35] + 3) / 4 * 4) {
            throw new InvalidStrKeyException("length prefix of the signed payload does not fit");
        }
        for (int i = end; i < payload.length; i++) {
            if (payload[i] != 0) {
                throw new InvalidStrKeyException("padding of the signed payload must be zero");
            }
        }
    }
}
