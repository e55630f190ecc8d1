package dev.latchkey.networks.stellar.strkey;

/** A text is not the strkey it should be. The message never repeats the text, which may be a secret seed. */
public final class InvalidStrKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidStrKeyException(String reason) {
        super("Not a valid strkey: " + reason);
    }
}
