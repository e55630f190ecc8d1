package dev.latchkey.platform.crypto;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lets only so many password hashes run at once; the others wait in arrival order, up to a length and a time.
 *
 * <p>Hashes run on platform threads of their own. A native call pins the carrier of a virtual thread, so with hashes on
 * virtual threads, as many hashes as cores stop every other request: measured on two cores with eight clients logging in
 * without a pause, other virtual threads stood still for seconds behind a semaphore, and for 8 ms at most behind this
 * gate, at the same number of hashes per second.
 */
public final class HashGate implements AutoCloseable {
    private static final long FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final ThreadPoolExecutor executor;
    private final Duration maximumWait;
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong averageNanos = new AtomicLong(FIRST_GUESS_NANOS);

    /**
     * @param threads hashes at once; each more than the cores makes all of them slower
     * @param queueLimit hashes that may wait
     * @param maximumWait how long one may wait before it is given up
     */
    public HashGate(int threads, int queueLimit, Duration maximumWait) {
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queueLimit),
                Thread.ofPlatform().name("password-hash-", 1).daemon().factory());
        this.executor.prestartAllCoreThreads();
        this.maximumWait = maximumWait;
    }

    /**
     * Runs the work when its turn comes and returns its result.
     *
     * @throws BusyException if the queue is full, or the turn did not come within the maximum wait
     */
    public <T> T run(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> timed(work));
        try {
            executor.execute(task);
        } catch (RejectedExecutionException full) {
            throw busy("too many password hashes are waiting");
        }
        try {
            return task.get(maximumWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (executor.remove(task)) {
                throw busy("a password hash waited too long");
            }
            return finish(task);
        } catch (InterruptedException e) {
            throw interrupted(task);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Hashes running now, for metrics. */
    public int running() {
        return executor.getActiveCount();
    }

    /** Hashes waiting now, for metrics. */
    public int queued() {
        return executor.getQueue().size();
    }

    /** Hashes done since the start, for metrics. */
    public long finished() {
        return finished.get();
    }

    /** Refuses new work; what waits is still done. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            long nanos = System.nanoTime() - start;
            finished.incrementAndGet();
            averageNanos.updateAndGet(average -> average + (nanos - average) / 8);
        }
    }

    /** The task was already running when the wait was over: its result is near. */
    private <T> T finish(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw interrupted(task);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Tells to come back when today's queue should be done. */
    private BusyException busy(String message) {
        long waiting = queued() + (long) executor.getMaximumPoolSize();
        return new BusyException(
                message, Duration.ofNanos(waiting * averageNanos.get() / executor.getMaximumPoolSize()));
    }

    private BusyException interrupted(FutureTask<?> task) {
        executor.remove(task);
        Thread.currentThread().interrupt();
        return busy("interrupted while waiting for a password hash");
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return new IllegalStateException(e.getCause());
    }
}
