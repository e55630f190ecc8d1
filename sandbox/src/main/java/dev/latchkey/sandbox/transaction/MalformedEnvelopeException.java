package dev.latchkey.sandbox.transaction;

/** The bytes are not one transaction envelope in canonical XDR. */
public final class MalformedEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedEnvelopeException(String message) {
        super(message);
    }
}
