package dev.latchkey.platform.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** A signature of 64 bytes, R then S (RFC 8032 §5.1.6), compared by value. */
public final class Ed25519Signature {
    public static final int BYTES = 64;

    private final byte[] bytes;

    public Ed25519Signature(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Signature signature && Arrays.equals(bytes, signature.bytes);
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
