package dev.latchkey.platform.audit;

/** Somebody else than this server has changed what proves the audit log. */
public final class DamagedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DamagedLogException(String message) {
        super(message);
    }
}
