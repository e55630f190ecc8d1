package dev.latchkey.server.local;

import org.jspecify.annotations.Nullable;

/** Something about this machine or the data folder stops a local start; the message is for people. */
public final class LocalSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
