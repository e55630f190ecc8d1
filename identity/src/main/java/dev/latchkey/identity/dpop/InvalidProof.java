package dev.latchkey.identity.dpop;

/** A proof that proves nothing; the reason is told to the client's developer. */
final class InvalidProof extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidProof(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
