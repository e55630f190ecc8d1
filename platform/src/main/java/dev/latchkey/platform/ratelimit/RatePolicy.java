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
        /** The previous window fades out while the current one fills (auth-api.md 6). */
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
}
