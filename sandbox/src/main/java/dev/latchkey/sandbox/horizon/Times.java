package dev.latchkey.sandbox.horizon;

import java.time.Instant;

/** Times as Horizon writes them. */
final class Times {
    private Times() {}

    /** {@code 2026-11-22T03:04:05Z} for Unix seconds. */
    static String iso(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }
}
