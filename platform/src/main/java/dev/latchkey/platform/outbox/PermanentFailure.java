package dev.latchkey.platform.outbox;

/** A message that no later try can deliver: it is dead at once. The text must hold no secret, it is stored and logged. */
public final class PermanentFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public PermanentFailure(String reason) {
        super(reason);
    }

    public PermanentFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
