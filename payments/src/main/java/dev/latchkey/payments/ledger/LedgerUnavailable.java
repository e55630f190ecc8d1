package dev.latchkey.payments.ledger;

import org.jspecify.annotations.Nullable;

/** The network's node gave no usable answer. What was asked may or may not have happened. */
public final class LedgerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
