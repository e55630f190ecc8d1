package dev.latchkey.platform.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** A public key of 32 bytes (RFC 8032 §5.1.5), compared by value. Whether it is a point of the curve is not checked. */
public final class Ed25519PublicKey {
    public static final int BYTES = 32;

    private final byte[] bytes;

    public Ed25519PublicKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Lower-case hex. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
