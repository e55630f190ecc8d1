package dev.latchkey.sandbox.network;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Closes ledgers by the clock, and sooner after a submission when it is told so. */
public final class LedgerCloser implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LedgerCloser.class.getName());
    private final StellarNetwork network;
    private final Duration period;
    private final Semaphore submissions = new Semaphore(0);
    private final Thread thread;

    private LedgerCloser(StellarNetwork network, Duration period, Duration afterSubmission) {
        this.network = network;
        this.period = period;
        this.thread = Thread.ofVirtual().name("sandbox-closer").unstarted(() -> run(afterSubmission));
    }

    public static LedgerCloser every(StellarNetwork network, Duration period) {
        LedgerCloser closer = new LedgerCloser(network, period, Duration.ZERO);
        closer.thread.start();
        return closer;
    }

    /** {@code delay} after the first submission since the last ledger, and every {@code period} anyway. */
    public static LedgerCloser onDemand(StellarNetwork network, Duration period, Duration delay) {
        LedgerCloser closer = new LedgerCloser(network, period, delay);
        network.onSubmission(closer.submissions::release);
        closer.thread.start();
        return closer;
    }

    private void run(Duration afterSubmission) {
        try {
            while (true) {
                if (submissions.tryAcquire(period.toNanos(), TimeUnit.NANOSECONDS)) {
                    Thread.sleep(afterSubmission);
                    submissions.drainPermits();
                }
                network.closeLedger();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The sandbox closes no more ledgers", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
