package dev.latchkey.identity.throttle;

import java.time.Duration;

/**
 * How often something may happen. The event that reaches the threshold begins a lock; nothing is counted while it lasts.
 *
 * @param name sets the rule's counters apart from those of other rules, e.g. {@code login.source}
 * @param threshold events within the window that begin a lock; at least 1
 * @param window at most a day
 * @param lock how long the first lock lasts
 * @param longest a repeated lock lasts twice as long as the one before, up to this; equal to {@code lock} for locks that
 *     never grow. A lock is forgotten for each quiet day.
 */
public record Rule(String name, int threshold, Duration window, Duration lock, Duration longest) {

    /** Counters are kept for a quiet day at least. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    public Rule {
        boolean sound = threshold >= 1
                && window.isPositive()
                && window.compareTo(LONGEST_WINDOW) <= 0
                && lock.isPositive()
                && lock.compareTo(longest) <= 0;
        if (!sound) {
            throw new IllegalArgumentException("a rule that cannot be kept: " + name);
        }
    }

    /** Locks of one length. */
    public static Rule of(String name, int threshold, Duration window, Duration lock) {
        return new Rule(name, threshold, window, lock, lock);
    }

    /** The same rule with repeated locks that grow up to {@code cap}. */
    public Rule doublingUpTo(Duration cap) {
        return new Rule(name, threshold, window, lock, cap);
    }
}
