package dev.latchkey.platform.http;

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
 * Cuts off clients whose headers stop in the middle or trickle in. A byte every few seconds would hold a
 * connection for hours. Interrupting a virtual thread that reads from a socket closes the socket.
 */
final class HeaderDeadline implements Http1ConnectionListener, AutoCloseable {

    private static final long LOOK_MILLISECONDS = 250;

    private record Reading(Thread thread, long deadline) {}

    private final long allowedNanos;
    private final Map<ConnectionContext, Reading> readings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("header-deadline").factory());

    /** @param allowed from the request line to the last header */
    HeaderDeadline(Duration allowed) {
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
