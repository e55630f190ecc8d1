package dev.latchkey.platform.ratelimit;

/** The requests of one key. Not safe for many threads: the store lets one in at a time. */
sealed interface Counter permits FixedCounter, SlidingCounter {

    /**
     * Counts one request if it fits.
     *
     * @param now in milliseconds since the epoch
     */
    RateDecision take(RatePolicy policy, long now);

    /** Forgets the last one that fitted. */
    void giveBack();

    static Counter of(RatePolicy.Window kind) {
        return switch (kind) {
            case FIXED -> new FixedCounter();
            case SLIDING -> new SlidingCounter();
        };
    }

    /** Whether it counts as the policy wants it. */
    default boolean counts(RatePolicy.Window kind) {
        return switch (this) {
            case FixedCounter fixed -> kind == RatePolicy.Window.FIXED;
            case SlidingCounter sliding -> kind == RatePolicy.Window.SLIDING;
        };
    }
}
