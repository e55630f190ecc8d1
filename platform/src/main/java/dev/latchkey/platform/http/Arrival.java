package dev.latchkey.platform.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Follows requests while they arrive. Cuts off clients whose headers stop in the middle or trickle in: a byte every few
 * seconds would hold a connection for hours. Interrupting a virtual thread that reads from a socket closes the socket.
 */
final class Arrival implements Http1ConnectionListener, AutoCloseable {

    private static final long LOOK_MILLISECONDS = 250;

    /** Of the connection that this thread serves; a connection keeps its thread. */
    private static final ThreadLocal<DataReader> INPUT = new ThreadLocal<>();

    private record Reading(Thread thread, long deadline) {}

    private final long allowedNanos;
    private final Map<ConnectionContext, Reading> readings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("header-deadline").factory());

    /** @param allowed from the request line to the last header */
    Arrival(Duration allowed) {
        this.allowedNanos = allowed.toNanos();
        var unused =
                watch.scheduleWithFixedDelay(this::cutOff, LOOK_MILLISECONDS, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        readings.put(context, new Reading(Thread.currentThread(), System.nanoTime() + allowedNanos));
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        readings.remove(context);
        INPUT.set(context.dataReader());
    }

    /** Whether that many bytes after the headers of this thread's request are here already, so that reading cannot wait. */
    boolean hasArrived(long bytes) {
        DataReader reader = INPUT.get();
        return reader != null && reader.available() >= bytes;
    }

    private void cutOff() {
        long now = System.nanoTime();
        readings.forEach((context, reading) -> {
            if (now - reading.deadline() > 0 && readings.remove(context, reading)) {
                reading.thread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
