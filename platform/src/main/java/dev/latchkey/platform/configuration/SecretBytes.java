package dev.latchkey.platform.configuration;

import java.security.MessageDigest;

/** Secret bytes, such as a key, whose {@code toString} shows nothing of them. */
public final class SecretBytes {
    private final byte[] bytes;

    public SecretBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes; the caller wipes it. */
    public byte[] reveal() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return Secret.MASK;
    }
}
