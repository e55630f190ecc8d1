package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashGateTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger begun = new AtomicInteger();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        callers.close();
    }

    @Test
    void neverMoreRunAtOnceThanThreads() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean virtual = new AtomicBoolean();
        try (HashGate gate = new HashGate(2, 200, LONG)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                results.add(callers.submit(() -> gate.run(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    virtual.compareAndSet(false, Thread.currentThread().isVirtual());
                    sleepQuietly(2);
                    running.decrementAndGet();
                    return number;
                })));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(results.get(i).get()).isEqualTo(i);
            }
        }
        assertThat(most).hasValue(2);
        assertThat(virtual).isFalse();
    }

    @Test
    void aFullQueueIsBusyAtOnce() throws Exception {
        try (HashGate gate = new HashGate(1, 2, LONG)) {
            List<Future<String>> accepted = new ArrayList<>();
            accepted.add(callers.submit(() -> gate.run(this::blocked)));
            until(() -> begun.get() == 1);
            for (int i = 0; i < 2; i++) {
                accepted.add(callers.submit(() -> gate.run(this::blocked)));
            }
            until(() -> gate.queued() == 2);
            long start = System.nanoTime();
            assertThatThrownBy(() -> gate.run(this::blocked))
                    .isInstanceOfSatisfying(BusyException.class, e -> assertThat(e.retryAfterSeconds())
                            .isEqualTo(1));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(gate.queued()).isEqualTo(2);
            release.countDown();
            for (Future<String> result : accepted) {
                assertThat(result.get()).isEqualTo("done");
            }
        }
    }

    @Test
    void whoWaitsTooLongIsBusyAndLeavesTheQueue() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        try (HashGate gate = new HashGate(1, 5, Duration.ofMillis(50))) {
            Future<String> first = callers.submit(() -> gate.run(this::blocked));
            until(() -> begun.get() == 1);
            assertThatThrownBy(() -> gate.run(() -> {
                        ran.set(true);
                        return "late";
                    }))
                    .isInstanceOf(BusyException.class);
            assertThat(gate.queued()).isZero();
            assertThat(first.isDone())
                    .as("a hash that has begun is never given up")
                    .isFalse();
            release.countDown();
            assertThat(first.get()).isEqualTo("done");
        }
        assertThat(ran).isFalse();
    }

    @Test
    void waitersAreServedInArrivalOrder() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (HashGate gate = new HashGate(1, 50, LONG)) {
            List<Future<Boolean>> results = new ArrayList<>();
            Future<String> first = callers.submit(() -> gate.run(this::blocked));
            until(() -> begun.get() == 1);
            for (int i = 0; i < 20; i++) {
                int number = i;
                results.add(callers.submit(() -> gate.run(() -> order.add(number))));
                until(() -> gate.queued() == number + 1);
            }
            release.countDown();
            assertThat(first.get()).isEqualTo("done");
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void theLongerTheQueueTheLaterToComeBack() throws Exception {
        try (HashGate gate = new HashGate(1, 100, LONG)) {
            for (int i = 0; i < 20; i++) {
                gate.run(() -> {
                    sleepQuietly(60);
                    return "slow";
                });
            }
            List<Future<String>> accepted = new ArrayList<>();
            accepted.add(callers.submit(() -> gate.run(this::blocked)));
            until(() -> begun.get() == 1);
            for (int i = 0; i < 100; i++) {
                accepted.add(callers.submit(() -> gate.run(this::blocked)));
            }
            until(() -> gate.queued() == 100);
            assertThatThrownBy(() -> gate.run(this::blocked))
                    .isInstanceOfSatisfying(BusyException.class, e -> assertThat(e.retryAfterSeconds())
                            .isBetween(5L, 60L));
            release.countDown();
            for (Future<String> result : accepted) {
                assertThat(result.get()).isEqualTo("done");
            }
        }
    }

    @Test
    void aFailureOfTheWorkReachesTheCallerAndTheThreadSurvives() {
        try (HashGate gate = new HashGate(1, 1, LONG)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> gate.run(() -> {
                            throw new IllegalStateException("no memory");
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("no memory");
            }
            assertThat(gate.run(() -> "still here")).isEqualTo("still here");
        }
    }

    @Test
    void aClosedGateIsBusy() {
        HashGate gate = new HashGate(1, 1, LONG);
        gate.close();
        assertThatThrownBy(() -> gate.run(() -> "x")).isInstanceOf(BusyException.class);
    }

    private String blocked() {
        begun.incrementAndGet();
        awaitQuietly(release);
        return "done";
    }

    private static void until(Supplier<Boolean> condition) throws InterruptedException {
        while (!condition.get()) {
            Thread.sleep(1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleepQuietly(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
