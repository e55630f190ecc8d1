package dev.latchkey.platform.ratelimit;

import java.time.Instant;

/**
 * The answer of the limiter.
 *
 * @param remaining requests left in this window after this one
 * @param resetsAt when the current window ends; of a sliding one, when the oldest request leaves it, or for a refusal when
 *     there is room for one more
 */
public record RateDecision(boolean allowed, int limit, int remaining, Instant resetsAt) {}
