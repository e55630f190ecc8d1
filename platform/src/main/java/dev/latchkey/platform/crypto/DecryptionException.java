package dev.latchkey.platform.crypto;

/** Sealed data could not be opened. Messages never carry any of the data. */
public final class DecryptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public DecryptionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The names are those of the wallet API's error codes. */
    public enum Reason {
        /** Authentication failed: the data, its associated data or the key is not the one it was sealed with. */
        DECRYPTION_FAILED,
        /** The data names a key, or a version of it, that is not configured here. */
        INVALID_KEY,
        /** The data is not in the expected format. */
        INVALID_DATA
    }
}
