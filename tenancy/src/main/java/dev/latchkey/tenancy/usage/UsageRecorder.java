package dev.latchkey.tenancy.usage;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.DatabaseUnavailable;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.CallObserver;
import dev.latchkey.platform.http.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers every finished request with a project key and writes them in batches, when enough have come together or a
 * second has passed. A request only puts its record into a bounded queue: when the database cannot keep up, records are
 * dropped and counted, requests never wait and never fail.
 */
public final class UsageRecorder implements CallObserver, AutoCloseable {

    /**
     * How records are gathered.
     *
     * @param capacity records waiting at most; more are dropped
     * @param batch records written at once
     * @param pause how long a record waits for others at most
     */
    public record Options(int capacity, int batch, Duration pause) {

        public static final Options DEFAULTS = new Options(20_000, 500, Duration.ofSeconds(1));
    }

    private static final Logger LOG = LoggerFactory.getLogger(UsageRecorder.class);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final UsageStore store;
    private final Clock clock;
    private final Options options;
    private final BlockingQueue<UsageRecord> waiting;
    private final List<UsageRecord> batch = new ArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Semaphore bell = new Semaphore(0);
    private final Thread writer;
    private volatile boolean closed;

    public UsageRecorder(Database database, Clock clock, Options options) {
        this.store = new UsageStore(database);
        this.clock = clock;
        this.options = options;
        this.waiting = new ArrayBlockingQueue<>(options.capacity());
        this.writer = Thread.ofVirtual().name("usage").unstarted(this::run);
    }

    public void start() {
        writer.start();
    }

    @Override
    public void finished(Call call, int status, Duration took) {
        if (!(call.caller() instanceof Caller.ProjectKey key)) {
            return;
        }
        if (closed || !waiting.offer(UsageRecord.of(key, call, status, took, clock.instant()))) {
            dropped.incrementAndGet();
            return;
        }
        if (waiting.size() >= options.batch()) {
            bell.release();
        }
    }

    /** How many records were lost because the database could not keep up. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes what is waiting and stops; what cannot be written within some seconds is lost. */
    @Override
    public void close() {
        closed = true;
        bell.release();
        try {
            if (!writer.join(LAST_WRITES)) {
                LOG.warn("usage records are still being written; not waiting any longer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (dropped.get() > 0) {
            LOG.warn("{} usage records were dropped since the start", dropped.get());
        }
    }

    private void run() {
        while (!closed) {
            awaitBell();
            writeWaiting();
        }
        writeWaiting();
        dropped.addAndGet(batch.size() + waiting.size());
    }

    private void awaitBell() {
        try {
            boolean rung = bell.tryAcquire(options.pause().toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("woken by {}", rung ? "the bell" : "the clock");
            bell.drainPermits();
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    /** Ends when nothing is left or the database is away; then the batch is kept and tried again later. */
    private void writeWaiting() {
        try {
            while (nextBatch()) {
                store.write(batch);
                batch.clear();
            }
        } catch (DatabaseUnavailable away) {
            LOG.warn("usage records wait for the database: {} in memory", batch.size() + waiting.size());
        } catch (RuntimeException refused) {
            LOG.error("{} usage records could not be written and are dropped", batch.size(), refused);
            dropped.addAndGet(batch.size());
            batch.clear();
        }
    }

    private boolean nextBatch() {
        return !batch.isEmpty() || waiting.drainTo(batch, options.batch()) > 0;
    }
}
