package dev.latchkey.platform.http;

/** The address to listen on is taken or not ours to take; the message is for people. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotListenException(String host, int port, Throwable cause) {
        super(
                "Cannot listen on port " + port + " of " + host + ": " + cause.getMessage()
                        + ". Stop what uses it, or choose another with PORT (0 for any free one) and HOST.",
                cause);
    }
}
