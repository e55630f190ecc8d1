package dev.latchkey.platform.crypto;

/** A data key encrypted under a key-encryption key, in the form of its provider. */
public final class WrappedKey {
    /** What two bytes of length can tell. */
    static final int MAXIMUM_BYTES = 65_535;

    private final KeyVersion key;
    private final byte[] ciphertext;

    public WrappedKey(KeyVersion key, byte[] ciphertext) {
        if (ciphertext.length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("a wrapped key has at most 65,535 bytes");
        }
        this.key = key;
        this.ciphertext = ciphertext.clone();
    }

    /** Which key unwraps it. */
    public KeyVersion key() {
        return key;
    }

    /** A copy. */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }
}
