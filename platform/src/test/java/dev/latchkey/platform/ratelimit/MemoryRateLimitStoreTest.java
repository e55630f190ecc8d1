package dev.latchkey.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MemoryRateLimitStoreTest {

    private static final Instant START = Instant.parse("2026-05-30T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RateLimitStore store = new MemoryRateLimitStore();

    @Test
    void aFixedWindowStartsAfreshAtItsEdge() {
        RatePolicy policy = RatePolicy.fixed(2, MINUTE);
        assertThat(store.take("k", policy, START.plusSeconds(58)).allowed()).isTrue();
        assertThat(store.take("k", policy, START.plusSeconds(59)))
                .isEqualTo(new RateDecision(true, 2, 0, START.plusSeconds(60)));
        assertThat(store.take("k", policy, START.plusSeconds(59)))
                .isEqualTo(new RateDecision(false, 2, 0, START.plusSeconds(60)));
        assertThat(store.take("k", policy, START.plusSeconds(60)))
                .isEqualTo(new RateDecision(true, 2, 1, START.plusSeconds(120)));
    }

    @Test
    void refusedRequestsAreNotCounted() {
        RatePolicy policy = RatePolicy.sliding(2, MINUTE);
        for (int i = 0; i < 50; i++) {
            store.take("k", policy, START);
        }
        assertThat(store.take("k", policy, START.plusSeconds(60 + 30)).remaining())
                .as("half of two is left of the last window")
                .isZero();
        assertThat(store.take("k", policy, START.plusSeconds(120)).allowed()).isTrue();
    }

    @Test
    void aSlidingWindowLetsNoBurstThroughAtItsEdge() {
        RatePolicy policy = RatePolicy.sliding(10, MINUTE);
        for (int i = 0; i < 10; i++) {
            assertThat(store.take("k", policy, START.plusSeconds(59)).allowed()).isTrue();
        }
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += store.take("k", policy, START.plusSeconds(61)).allowed() ? 1 : 0;
        }
        assertThat(passed).isZero();
        assertThat(store.take("k", policy, START.plusSeconds(90)).allowed()).isTrue();
    }

    @Test
    void keysDoNotTouchEachOther() {
        RatePolicy policy = RatePolicy.fixed(1, MINUTE);
        assertThat(store.take("a", policy, START).allowed()).isTrue();
        assertThat(store.take("b", policy, START).allowed()).isTrue();
        assertThat(store.take("a", policy, START).allowed()).isFalse();
    }

    @Test
    void ofManyAtOnceExactlyTheLimitPasses() throws InterruptedException {
        for (RatePolicy policy : List.of(RatePolicy.fixed(100, MINUTE), RatePolicy.sliding(100, MINUTE))) {
            AtomicInteger passed = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    awaitOrFail(go);
                    for (int j = 0; j < 50; j++) {
                        if (store.take("many " + policy.kind(), policy, START).allowed()) {
                            passed.incrementAndGet();
                        }
                    }
                }));
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(passed).hasValue(100);
        }
    }

    @Property(tries = 200)
    void noFixedWindowEverHoldsMoreThanItsLimit(
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 20_000) Integer> steps) {
        RateLimitStore fresh = new MemoryRateLimitStore();
        RatePolicy policy = RatePolicy.fixed(limit, MINUTE);
        java.util.Map<Long, Integer> allowed = new java.util.HashMap<>();
        long now = START.toEpochMilli();
        for (int step : steps) {
            now += step;
            RateDecision decision = fresh.take("k", policy, Instant.ofEpochMilli(now));
            int before = allowed.getOrDefault(now / 60_000, 0);
            assertThat(decision.allowed()).isEqualTo(before < limit);
            if (decision.allowed()) {
                allowed.put(now / 60_000, before + 1);
            }
            assertThat(decision.remaining()).isEqualTo(limit - allowed.getOrDefault(now / 60_000, 0));
        }
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
