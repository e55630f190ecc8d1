package dev.latchkey.networks.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection that a node sends events over (WHATWG server-sent events). The reader sets the pace: nothing is read
 * ahead of it but one piece. A connection that stays silent too long is given up.
 */
public final class ServerSentEvents implements AutoCloseable {
    private static final byte[] END = new byte[0];

    private final Pieces pieces;
    private final Duration idle;
    private final int maxBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] piece = END;
    private int position;

    private ServerSentEvents(Pieces pieces, Duration idle, int maxBytes) {
        this.pieces = pieces;
        this.idle = idle;
        this.maxBytes = maxBytes;
    }

    /** An event as sent; {@code name} is {@code message} unless the node gave another. */
    public record Event(String id, String name, String data) {}

    /**
     * Connects.
     *
     * @param idle longest silence, also before the first byte
     * @param maxBytes of one event
     * @throws NodeException if the node does not answer with events
     */
    public static ServerSentEvents open(HttpClient client, URI uri, Duration idle, int maxBytes) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .timeout(idle)
                .GET()
                .build();
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> exchange =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    exchange.get(idle.toMillis(), TimeUnit.MILLISECONDS);
            Pieces pieces = new Pieces();
            response.body().subscribe(pieces);
            if (response.statusCode() != 200) {
                pieces.cancel();
                throw new NodeException.Refused(response.statusCode(), "The node answered " + response.statusCode());
            }
            return new ServerSentEvents(pieces, idle, maxBytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel(true);
            throw new NodeException.NoAnswer("Interrupted while waiting for the stream", e);
        } catch (ExecutionException | TimeoutException e) {
            exchange.cancel(true);
            throw new NodeException.NoAnswer("No stream from the node", e);
        }
    }

    /** The next event, or null where the node ended the stream. */
    public @Nullable Event next() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String text = nextLine(); text != null; text = nextLine()) {
            if (text.isEmpty()) {
                if (data.isEmpty()) {
                    continue;
                }
                return new Event(id, name, data.substring(0, data.length() - 1));
            }
            int colon = text.indexOf(':');
            String field = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1).stripLeading();
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(value).append('\n');
                // Comments and the retry hint are nothing to us.
                default -> {}
            }
            if (data.length() > maxBytes) {
                throw new NodeException.BadAnswer("An event is over " + maxBytes + " bytes", null);
            }
        }
        return null;
    }

    @Override
    public void close() {
        pieces.cancel();
    }

    private @Nullable String nextLine() {
        line.reset();
        while (true) {
            if (position == piece.length) {
                piece = pieces.next(idle);
                position = 0;
                if (piece == END) {
                    return null;
                }
            }
            while (position < piece.length) {
                byte b = piece[position++];
                if (b == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            if (line.size() > maxBytes) {
                throw new NodeException.BadAnswer("An event is over " + maxBytes + " bytes", null);
            }
        }
    }

    /** Hands the body over piece by piece, asking for the next one only when the last was taken. */
    private static final class Pieces implements Flow.Subscriber<List<ByteBuffer>> {
        private volatile Flow.@Nullable Subscription subscription;
        private volatile boolean cancelled;
        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(2);

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (cancelled) {
                given.cancel();
                return;
            }
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (bytes.size() == 0) {
                requestOne();
                return;
            }
            queue.add(bytes.toByteArray());
        }

        @Override
        public void onError(Throwable failure) {
            queue.add(END);
        }

        @Override
        public void onComplete() {
            queue.add(END);
        }

        byte[] next(Duration idle) {
            try {
                byte[] next = queue.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    throw new NodeException.NoAnswer("Silence for " + idle.toMillis() + " ms", null);
                }
                requestOne();
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NodeException.NoAnswer("Interrupted while waiting for events", e);
            }
        }

        void cancel() {
            cancelled = true;
            Flow.Subscription current = subscription;
            if (current != null) {
                current.cancel();
            }
        }

        private void requestOne() {
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(1);
            }
        }
    }
}
