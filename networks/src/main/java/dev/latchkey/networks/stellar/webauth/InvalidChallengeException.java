package dev.latchkey.networks.stellar.webauth;

/** A challenge transaction breaks a rule of SEP-10. The message names the rule and may be shown to the client. */
public final class InvalidChallengeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of rule. */
    public enum Reason {
        /** Not a challenge of this server at all. */
        MALFORMED,
        /** Shown before or after its time. */
        OUTSIDE_ITS_TIME,
        /** A signature is missing, wrong, of a stranger, or the weight does not reach the threshold. */
        UNAUTHORIZED
    }

    private final Reason reason;

    public InvalidChallengeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
