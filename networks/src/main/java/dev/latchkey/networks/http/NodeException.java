package dev.latchkey.networks.http;

import org.jspecify.annotations.Nullable;

/** A node gave no usable answer. What was asked may have happened all the same. */
public abstract sealed class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** No connection could be made: the request certainly did not arrive. */
    public static final class NotConnected extends NodeException {
        private static final long serialVersionUID = 1L;

        public NotConnected(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The answer did not come in time or the connection broke. */
    public static final class NoAnswer extends NodeException {
        private static final long serialVersionUID = 1L;

        public NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The node answered that it cannot answer now (429, 5xx) or will not (other 4xx). */
    public static final class Refused extends NodeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        public Refused(int status, String message) {
            super(message, null);
            this.status = status;
        }

        /** The HTTP status, or the code of a JSON-RPC error. */
        public int status() {
            return status;
        }
    }

    /** The answer is too large, not JSON, or lacks what it should have. */
    public static final class BadAnswer extends NodeException {
        private static final long serialVersionUID = 1L;

        public BadAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
