package dev.latchkey.platform.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counters of this process. However many keys come, memory is bounded: of the counters that are used least some make room,
 * so that somebody with many addresses pushes out their own, and those who were refused, being busy, stay.
 */
public final class MemoryRateLimitStore implements RateLimitStore {

    private static final int MAX_KEYS = 100_000;

    private final Cache<String, Kept> counters;

    /** @param window how long the counter can matter after it was used last */
    private record Kept(Counter counter, Duration window) {}

    public MemoryRateLimitStore() {
        this(MAX_KEYS);
    }

    MemoryRateLimitStore(long maxKeys) {
        this.counters = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfter(new OfWindow())
                .build();
    }

    @Override
    public RateDecision take(String key, RatePolicy policy, Instant now) {
        RateDecision[] decision = new RateDecision[1];
        // Within the entry's own lock: a counter that is pushed out meanwhile counts for nobody.
        counters.asMap().compute(key, (same, known) -> {
            Kept kept = known != null
                            && known.counter().counts(policy.kind())
                            && known.window().equals(policy.window())
                    ? known
                    : new Kept(counterOf(known, policy), policy.window());
            decision[0] = kept.counter().take(policy, now.toEpochMilli());
            return kept;
        });
        return decision[0];
    }

    @Override
    public void giveBack(String key) {
        counters.asMap().computeIfPresent(key, (same, kept) -> {
            kept.counter().giveBack();
            return kept;
        });
    }

    /** How many keys are counted. */
    long size() {
        counters.cleanUp();
        return counters.estimatedSize();
    }

    private static Counter counterOf(@Nullable Kept known, RatePolicy policy) {
        return known != null && known.counter().counts(policy.kind()) ? known.counter() : Counter.of(policy.kind());
    }

    /** Two windows after its last use nothing of a counter is left, whatever the window's edges. */
    private static final class OfWindow implements Expiry<String, Kept> {
        @Override
        public long expireAfterCreate(String key, Kept kept, long now) {
            return 2 * kept.window().toNanos();
        }

        @Override
        public long expireAfterUpdate(String key, Kept kept, long now, long left) {
            return expireAfterCreate(key, kept, now);
        }

        @Override
        public long expireAfterRead(String key, Kept kept, long now, long left) {
            return left;
        }
    }
}
