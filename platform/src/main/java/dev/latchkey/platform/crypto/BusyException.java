package dev.latchkey.platform.crypto;

import java.time.Duration;

/** A bounded resource (hashing threads, locked memory) stayed taken; the client may try again after a while. */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public BusyException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** For the {@code Retry-After} header: whole seconds, at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
