package dev.latchkey.payments.submission;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether new envelopes may be signed: not while the network asks for more than we would ever bid. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int PAUSE = 2;

    private final AtomicInteger closedUntil = new AtomicInteger();

    /** Signs nothing new until two ledgers after {@code ledger}. */
    void pause(int ledger) {
        int until = ledger + PAUSE;
        if (closedUntil.getAndSet(until) < until) {
            LOG.warn("the network asks for higher fees than allowed; nothing is signed up to ledger {}", until);
        }
    }

    boolean isOpen(int ledger) {
        return ledger >= closedUntil.get();
    }
}
