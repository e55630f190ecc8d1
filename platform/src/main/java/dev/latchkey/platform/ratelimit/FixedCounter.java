package dev.latchkey.platform.ratelimit;

import java.time.Instant;

/** Counts within windows aligned to the epoch; a new one starts at zero. */
final class FixedCounter implements Counter {

    private long window = Long.MIN_VALUE;
    private long length;
    private int used;

    @Override
    public RateDecision take(RatePolicy policy, long now) {
        if (policy.window().toMillis() != length) {
            length = policy.window().toMillis();
            window = Long.MIN_VALUE;
        }
        if (now / length > window) {
            window = now / length;
            used = 0;
        }
        boolean allowed = used < policy.limit();
        if (allowed) {
            used++;
        }
        return new RateDecision(
                allowed,
                policy.limit(),
                Math.max(0, policy.limit() - used),
                Instant.ofEpochMilli((window + 1) * length));
    }

    @Override
    public void giveBack() {
        used = Math.max(0, used - 1);
    }
}
