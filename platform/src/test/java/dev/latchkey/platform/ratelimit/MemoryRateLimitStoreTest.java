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
            store.take("k", policy, START.plusSeconds(i));
        }
        assertThat(store.take("k", policy, START.plusSeconds(60)).allowed())
                .as("the first one has left, the refused ones never were there")
                .isTrue();
    }

    @Test
    void aSlidingWindowLetsNoBurstThroughAtAnyEdge() {
        RatePolicy policy = RatePolicy.sliding(10, MINUTE);
        for (int i = 0; i < 10; i++) {
            assertThat(store.take("k", policy, START.plusSeconds(59)).allowed()).isTrue();
        }
        for (int second : new int[] {59, 60, 61, 90, 118}) {
            assertThat(store.take("k", policy, START.plusSeconds(second)))
                    .isEqualTo(new RateDecision(false, 10, 0, START.plusSeconds(119)));
        }
        assertThat(store.take("k", policy, START.plusSeconds(119)))
                .isEqualTo(new RateDecision(true, 10, 9, START.plusSeconds(179)));
    }

    @Test
    void aLimitThatIsLoweredCountsWhatIsThereAlready() {
        for (int i = 0; i < 10; i++) {
            store.take("k", RatePolicy.sliding(10, MINUTE), START.plusSeconds(i));
        }
        RatePolicy lower = RatePolicy.sliding(3, MINUTE);
        assertThat(store.take("k", lower, START.plusSeconds(20)))
                .isEqualTo(new RateDecision(false, 3, 0, START.plusSeconds(67)));
        assertThat(store.take("k", lower, START.plusSeconds(66)).allowed()).isFalse();
        assertThat(store.take("k", lower, START.plusSeconds(67)).allowed()).isTrue();
        assertThat(store.take("k", RatePolicy.sliding(20, MINUTE), START.plusSeconds(67))
                        .allowed())
                .isTrue();
    }

    @Test
    void aClockThatIsSetBackLetsNoMoreThrough() {
        RatePolicy policy = RatePolicy.sliding(1, MINUTE);
        assertThat(store.take("k", policy, START.plusSeconds(600)).allowed()).isTrue();
        assertThat(store.take("k", policy, START).allowed()).isFalse();
    }

    @Test
    void manyKeysTakeBoundedMemoryAndDoNotPushOutThoseWhoAreRefused() {
        MemoryRateLimitStore small = new MemoryRateLimitStore(1000);
        RatePolicy policy = RatePolicy.sliding(3, MINUTE);
        int passed = 0;
        for (int i = 0; i < 50_000; i++) {
            small.take("one of many " + i, policy, START);
            if (i % 10 == 0 && small.take("guesser", policy, START).allowed()) {
                passed++;
            }
        }
        assertThat(small.size()).isLessThanOrEqualTo(1000);
        assertThat(passed).isEqualTo(3);
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        for (RatePolicy policy : List.of(RatePolicy.fixed(2, MINUTE), RatePolicy.sliding(2, MINUTE))) {
            String key = "back " + policy.kind();
            store.giveBack(key);
            assertThat(store.take(key, policy, START).remaining()).isOne();
            assertThat(store.take(key, policy, START.plusSeconds(10)).remaining())
                    .isZero();
            assertThat(store.take(key, policy, START.plusSeconds(11)).allowed()).isFalse();

            store.giveBack(key);

            assertThat(store.take(key, policy, START.plusSeconds(12)).allowed()).isTrue();
            assertThat(store.take(key, policy, START.plusSeconds(13)).allowed()).isFalse();
            store.giveBack(key);
            store.giveBack(key);
            store.giveBack(key);
            assertThat(store.take(key, policy, START.plusSeconds(14)).remaining())
                    .isOne();
        }
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

    @Property(tries = 300)
    void noWindowWhereverItBeginsHoldsMoreThanTheLimitAndNobodyWaitsMuchLongerThanNeeded(
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 20_000) Integer> steps) {
        RateLimitStore fresh = new MemoryRateLimitStore();
        RatePolicy policy = RatePolicy.sliding(limit, MINUTE);
        List<Long> passed = new ArrayList<>();
        long now = START.toEpochMilli();
        for (int step : steps) {
            now += step;
            long end = now;
            long inWindow = passed.stream().filter(time -> time > end - 60_000).count();
            long inLongerWindow =
                    passed.stream().filter(time -> time > end - 61_000).count();
            RateDecision decision = fresh.take("k", policy, Instant.ofEpochMilli(now));
            if (decision.allowed()) {
                assertThat(inWindow).as("window that ends at " + now).isLessThan(limit);
                passed.add(now);
            } else {
                assertThat(inLongerWindow).isGreaterThanOrEqualTo(limit);
                assertThat(decision.resetsAt()).isAfter(Instant.ofEpochMilli(now));
                assertThat(decision.resetsAt()).isBeforeOrEqualTo(Instant.ofEpochMilli(now + 60_000));
                now = decision.resetsAt().toEpochMilli();
                assertThat(fresh.take("k", policy, decision.resetsAt()).allowed())
                        .as("who waits as long as told gets in")
                        .isTrue();
                passed.add(now);
            }
        }
    }

    @Property(tries = 20)
    void ofThoseWhoComeAtOnceWhileTimePassesNoWindowHoldsMoreThanTheLimit(
            @ForAll @IntRange(min = 1, max = 50) int limit) throws InterruptedException {
        RateLimitStore fresh = new MemoryRateLimitStore();
        RatePolicy policy = RatePolicy.sliding(limit, Duration.ofSeconds(1));
        java.util.concurrent.ConcurrentLinkedQueue<Long> passed = new java.util.concurrent.ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 400; j++) {
                    long now = START.toEpochMilli() + 10L * j;
                    if (fresh.take("k", policy, Instant.ofEpochMilli(now)).allowed()) {
                        passed.add(now);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // Threads may run apart in time; the counter then goes by the latest, which only ever lets less through.
        assertThat(passed.size()).isBetween(limit, 4 * limit);
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
