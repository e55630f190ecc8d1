package dev.latchkey.platform.crypto;

/** A configured master key is not 32 random bytes in base64 or hex. The message says what is wrong, never the value. */
public final class InvalidMasterKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidMasterKeyException(String message) {
        super(message);
    }
}
