package dev.latchkey.sandbox;

import java.time.Duration;

/** When ledgers close. */
public sealed interface Closing {
    /** Only when {@link Sandbox#closeLedger()} is called, or when friendbot needs one. */
    record ByHand() implements Closing {}

    /** Every {@code period}. */
    record ByClock(Duration period) implements Closing {}

    /** Every {@code period}, and {@code delay} after a transaction came in, for a fast demonstration. */
    record OnDemand(Duration period, Duration delay) implements Closing {}

    static Closing byHand() {
        return new ByHand();
    }

    static Closing every(Duration period) {
        return new ByClock(period);
    }

    static Closing onDemand(Duration period, Duration delay) {
        return new OnDemand(period, delay);
    }
}
