package dev.latchkey.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Repeats an act from several threads for a fixed time, after a warm-up, and counts. Ends by itself. */
final class Load {

    /** What each thread repeats; {@code worker} tells the threads apart. */
    interface Act {
        void once() throws Exception;
    }

    /** Makes the act of one thread: its connection, its session. */
    interface Worker {
        Act start(int worker) throws Exception;
    }

    private Load() {}

    /** Acts per second. */
    static double perSecond(int threads, Duration warmUp, Duration measured, Worker worker) throws Exception {
        AtomicLong done = new AtomicLong();
        long begun = System.nanoTime();
        long from = begun + warmUp.toNanos();
        long until = from + measured.toNanos();
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    repeat(worker.start(number), from, until, done);
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                finish(thread);
            }
        }
        return done.get() / (measured.toNanos() / 1e9);
    }

    private static void repeat(Act act, long from, long until, AtomicLong done) throws Exception {
        for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
            act.once();
            long finished = System.nanoTime();
            if (finished >= from && finished < until) {
                done.incrementAndGet();
            }
        }
    }

    private static void finish(Future<?> thread) throws Exception {
        try {
            thread.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }
}
