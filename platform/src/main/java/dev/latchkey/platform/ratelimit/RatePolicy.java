package dev.latchkey.platform.ratelimit;

import java.time.Duration;

/**
 * How many requests fit into a window and how the window moves.
 *
 * @param limit requests per window, at least 1
 */
public record RatePolicy(int limit, Duration window, Window kind) {

    /** How requests are counted. */
    public enum Window {
        /** Windows aligned to the epoch; a new window starts at zero (mux-api.md 2.3). */
        FIXED,
        /** The window that ends now, wherever it begins: it never holds more than the limit (auth-api.md 6). */
        SLIDING
    }

    public RatePolicy {
        if (limit < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("a rate policy needs a limit and a window of at least 1");
        }
    }

    public static RatePolicy fixed(int limit, Duration window) {
        return new RatePolicy(limit, window, Window.FIXED);
    }

    public static RatePolicy sliding(int limit, Duration window) {
        return new RatePolicy(limit, window, Window.SLIDING);
    }

    /** The same with so many times the limit. */
    public RatePolicy times(int factor) {
        return new RatePolicy((int) Math.min(Integer.MAX_VALUE, (long) limit * factor), window, kind);
    }
}
