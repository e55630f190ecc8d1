package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.ServerSentEvents;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows lists of a Horizon as they grow. A follower runs in the caller's thread until that is interrupted or the
 * handler throws; broken, silent and refused connections are made again behind the last record handled, ever more
 * slowly up to half a minute, so that no record is lost and none is handled twice.
 */
public final class HorizonStream {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MAX_EVENT_BYTES = 1 << 20;

    private final HttpClient http;
    private final HorizonClient horizon;
    private final Duration idle;
    private final Duration pause;

    /**
     * @param idle longest silence before a connection counts as dead; Horizon closes streams within a minute itself
     * @param pause before the first new try after a failure
     */
    public HorizonStream(HttpClient http, HorizonClient horizon, Duration idle, Duration pause) {
        this.http = http;
        this.horizon = horizon;
        this.idle = idle;
        this.pause = pause;
    }

    /** @throws InterruptedException when the thread is told to stop */
    public void ledgers(String cursor, Consumer<HorizonLedger> handler) throws InterruptedException {
        follow("/ledgers", cursor, HorizonLedger::of, handler);
    }

    /** @throws InterruptedException when the thread is told to stop */
    public void transactions(Scope scope, String cursor, Consumer<HorizonTransaction> handler)
            throws InterruptedException {
        follow(scope.path("transactions"), cursor, HorizonTransaction::of, handler);
    }

    /** @throws InterruptedException when the thread is told to stop */
    public void payments(Scope scope, String cursor, Consumer<HorizonOperation> handler) throws InterruptedException {
        follow(scope.path("payments"), cursor, HorizonOperation::of, handler);
    }

    /** @throws InterruptedException when the thread is told to stop */
    public void effects(Scope scope, String cursor, Consumer<HorizonEffect> handler) throws InterruptedException {
        follow(scope.path("effects"), cursor, HorizonEffect::of, handler);
    }

    private <T extends Paged> void follow(
            String path, String start, Function<JsonFields, T> decoder, Consumer<T> handler)
            throws InterruptedException {
        String cursor = start;
        Duration wait = pause;
        while (!Thread.interrupted()) {
            String before = cursor;
            try (ServerSentEvents events =
                    ServerSentEvents.open(http, horizon.streamUri(path, cursor), idle, MAX_EVENT_BYTES)) {
                for (var event = events.next(); event != null; event = events.next()) {
                    if (!event.name().equals("message")) {
                        continue;
                    }
                    T value = decoder.apply(JsonFields.parse(event.data().getBytes(StandardCharsets.UTF_8)));
                    handler.accept(value);
                    cursor = value.pagingToken();
                }
            } catch (NodeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            wait = cursor.equals(before) ? min(wait.multipliedBy(2), LONGEST_PAUSE) : pause;
            Thread.sleep(wait);
        }
        throw new InterruptedException();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
