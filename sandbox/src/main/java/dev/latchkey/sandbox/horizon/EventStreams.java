package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.history.Positioned;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server-sent events as Horizon sends them: a greeting, then each record with its paging token as event id, ledger by
 * ledger. A stream ends after about a minute; readers come back with {@code Last-Event-ID}.
 */
final class EventStreams {
    private static final int MAX_STREAMS = 1000;
    private static final int BATCH = 200;
    private static final Duration LIFETIME = Duration.ofSeconds(55);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private final StellarNetwork network;
    private final Semaphore places = new Semaphore(MAX_STREAMS);

    EventStreams(StellarNetwork network) {
        this.network = network;
    }

    <T extends Positioned> Answer open(
            PageRequest request,
            BiFunction<Snapshot, PageRequest, List<T>> source,
            Function<? super T, ObjectNode> render) {
        checkRoom();
        return new Answer.Events(out -> {
            if (!places.tryAcquire()) {
                throw new IOException("too many streams");
            }
            try {
                run(out, request, source, render);
            } finally {
                places.release();
            }
        });
    }

    private <T extends Positioned> void run(
            OutputStream out,
            PageRequest request,
            BiFunction<Snapshot, PageRequest, List<T>> source,
            Function<? super T, ObjectNode> render)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LIFETIME.toNanos();
        write(out, "retry: 1000\nevent: open\ndata: \"hello\"\n\n");
        PageRequest next = request.withLimit(BATCH);
        while (System.nanoTime() < end) {
            PageRequest current = next;
            Batch<T> batch = network.read(snapshot -> new Batch<>(
                    source.apply(snapshot, current), snapshot.history().latest().sequence()));
            for (T entry : batch.records()) {
                String token = entry.position().token();
                write(out, "id: " + token + "\ndata: " + render.apply(entry) + "\n\n");
                next = next.from(entry.position());
            }
            if (request.descending()) {
                break;
            }
            if (batch.records().isEmpty() && !network.awaitLedgerAfter(batch.ledger(), HEARTBEAT)) {
                write(out, ": heartbeat\n\n");
            }
        }
        write(out, "retry: 10\nevent: close\ndata: \"byebye\"\n\n");
    }

    private record Batch<T>(List<T> records, int ledger) {}

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void checkRoom() {
        if (places.availablePermits() == 0) {
            throw new Problem(503, "server_over_capacity", "Server Over Capacity", "Too many streams.", Map.of());
        }
    }
}
