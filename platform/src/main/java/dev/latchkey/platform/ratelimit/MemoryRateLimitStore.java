package dev.latchkey.platform.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/** Counters of this process, bounded in number: the least recently used make room. */
public final class MemoryRateLimitStore implements RateLimitStore {

    private static final int MAX_KEYS = 100_000;

    private final Cache<String, Counter> counters = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    @Override
    public RateDecision take(String key, RatePolicy policy, Instant now) {
        Counter counter = counters.get(key, unused -> new Counter());
        return counter.take(policy, now.toEpochMilli());
    }

    private static final class Counter {
        private long window = -1;
        private int current;
        private int previous;

        synchronized RateDecision take(RatePolicy policy, long now) {
            long length = policy.window().toMillis();
            roll(now / length);
            int used = used(policy, now % length, length);
            boolean allowed = used < policy.limit();
            if (allowed) {
                current++;
                used++;
            }
            Instant resetsAt = Instant.ofEpochMilli((window + 1) * length);
            return new RateDecision(allowed, policy.limit(), Math.max(0, policy.limit() - used), resetsAt);
        }

        private void roll(long now) {
            if (now > window) {
                previous = now == window + 1 ? current : 0;
                current = 0;
                window = now;
            }
        }

        /** In a sliding window the rest of the previous one still counts, rounded up. */
        private int used(RatePolicy policy, long elapsed, long length) {
            return switch (policy.kind()) {
                case FIXED -> current;
                case SLIDING -> current + (int) Math.ceil(previous * (1.0 - (double) elapsed / length));
            };
        }
    }
}
