package dev.latchkey.platform.ratelimit;

import java.time.Instant;

/** Counts requests per key. The memory store serves one process; a shared store joins behind the same interface. */
public interface RateLimitStore {

    /** Counts one request if it fits, atomically; a refused request is not counted. */
    RateDecision take(String key, RatePolicy policy, Instant now);

    /** Takes back one that was counted lately and was none after all. */
    void giveBack(String key);
}
