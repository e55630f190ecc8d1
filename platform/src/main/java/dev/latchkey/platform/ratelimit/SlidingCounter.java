package dev.latchkey.platform.ratelimit;

import java.time.Instant;
import java.util.Arrays;

/**
 * Counts the requests of the window that ends now, wherever it begins: no window of that length ever holds more than the
 * limit. Requests of the same sixtieth of a window are remembered together, at the time of the last of them; so a key
 * takes a bounded number of entries, and at worst somebody waits a sixtieth longer.
 */
final class SlidingCounter implements Counter {

    private static final int SLICES = 60;

    private long[] times = new long[2];
    private int[] counts = new int[2];
    private int size;
    private int used;
    private long window;

    @Override
    public RateDecision take(RatePolicy policy, long time) {
        if (policy.window().toMillis() != window) {
            window = policy.window().toMillis();
            size = 0;
            used = 0;
        }
        // A clock that is set back must not let more through.
        long now = size == 0 ? time : Math.max(time, times[size - 1]);
        forget(now);
        boolean allowed = used < policy.limit();
        if (allowed) {
            add(now);
        }
        return new RateDecision(
                allowed,
                policy.limit(),
                Math.max(0, policy.limit() - used),
                Instant.ofEpochMilli(allowed ? times[0] + window : roomAt(policy.limit())));
    }

    @Override
    public void giveBack() {
        if (size == 0) {
            return;
        }
        used--;
        if (--counts[size - 1] == 0) {
            size--;
        }
    }

    /** What has left the window. */
    private void forget(long now) {
        int gone = 0;
        while (gone < size && times[gone] <= now - window) {
            used -= counts[gone++];
        }
        if (gone > 0) {
            System.arraycopy(times, gone, times, 0, size - gone);
            System.arraycopy(counts, gone, counts, 0, size - gone);
            size -= gone;
        }
    }

    private void add(long now) {
        used++;
        long slice = Math.max(1, window / SLICES);
        if (size > 0 && times[size - 1] / slice == now / slice) {
            times[size - 1] = now;
            counts[size - 1]++;
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        times[size] = now;
        counts[size++] = 1;
    }

    /** When enough have left for one more. */
    private long roomAt(int limit) {
        int left = used;
        int oldest = 0;
        while (left >= limit && oldest < size) {
            left -= counts[oldest++];
        }
        return times[oldest - 1] + window;
    }
}
