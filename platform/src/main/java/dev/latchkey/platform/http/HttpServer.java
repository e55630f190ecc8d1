package dev.latchkey.platform.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: Helidon on virtual threads with our dispatcher behind it. Bounds everything a client controls (request
 * line, headers, body, time), sets the headers every answer carries, and on {@link #close()} lets running requests
 * finish.
 */
public final class HttpServer implements AutoCloseable {

    /**
     * How the server listens.
     *
     * @param port 0 for any free one
     * @param cors asked at each request
     * @param clientAddress asked at each request
     * @param readTimeout how long the headers of a request may take
     * @param bodyTimeout how long a whole body may take
     * @param stopTimeout how long running requests may take to finish when stopping
     */
    public record Options(
            String host,
            int port,
            String authBasePath,
            Supplier<Cors> cors,
            Supplier<ClientAddress> clientAddress,
            Duration readTimeout,
            Duration bodyTimeout,
            Duration stopTimeout) {

        /** Options that stay as they are. */
        public Options(
                String host,
                int port,
                String authBasePath,
                Cors cors,
                ClientAddress clientAddress,
                Duration readTimeout,
                Duration bodyTimeout,
                Duration stopTimeout) {
            this(host, port, authBasePath, () -> cors, () -> clientAddress, readTimeout, bodyTimeout, stopTimeout);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MAX_REQUEST_LINE = 8192;
    private static final long MAX_DISCARDED = 4 << 20;
    private static final Duration DISCARD_PATIENCE = Duration.ofMillis(500);

    private static final List<Reply.Header> SECURITY_HEADERS = List.of(
            new Reply.Header("X-Frame-Options", "DENY"),
            new Reply.Header("X-Content-Type-Options", "nosniff"),
            new Reply.Header("Referrer-Policy", "no-referrer"),
            new Reply.Header("Permissions-Policy", "geolocation=(), microphone=(), camera=()"),
            new Reply.Header("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            new Reply.Header(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"));

    /** The same, made once in the server's own form. */
    private static final List<Header> STANDING_HEADERS = SECURITY_HEADERS.stream()
            .map(header -> HeaderValues.create(header.name(), header.value()))
            .toList();

    private static final Header NO_STORE = HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");
    private static final List<HeaderName> CREDENTIALS = List.of(HeaderNames.AUTHORIZATION, HeaderNames.create("DPoP"));

    /** Those that the code asks for, in the server's own form. */
    private static final Map<String, HeaderName> NAMES = new ConcurrentHashMap<>();

    private static final HeaderName REQUEST_ID_NAME = HeaderNames.create("X-Request-Id");

    private final Options options;
    private final Dispatcher dispatcher;
    private final List<CallObserver> observers;
    private final WebServer server;
    private final AtomicInteger running = new AtomicInteger();
    private final Arrival arrival;
    private final ExecutorService bodyReaders = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    private HttpServer(Options options, Dispatcher dispatcher, List<CallObserver> observers, Clock clock) {
        this.options = options;
        this.dispatcher = dispatcher;
        this.observers = List.copyOf(observers);
        this.arrival = new Arrival(options.readTimeout());
        this.server = listen(options, clock);
    }

    /**
     * Mounts the table and starts to listen.
     *
     * @throws CannotListenException when the address is taken
     */
    public static HttpServer start(
            Options options,
            RouteTable table,
            List<CredentialVerifier> verifiers,
            RateRules rateRules,
            List<Filter> filters,
            List<CallObserver> observers,
            Clock clock) {
        requireFree(options.host(), options.port());
        Dispatcher dispatcher = new Dispatcher(
                table,
                new Gatekeeper(verifiers, new CredentialBudget(rateRules), clock),
                rateRules,
                filters,
                options.authBasePath(),
                clock);
        HttpServer server = new HttpServer(options, dispatcher, observers, clock);
        server.server.start();
        return server;
    }

    /** Helidon only logs that it could not bind, and goes on without listening. */
    private static void requireFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException taken) {
            throw new CannotListenException(host, port, taken);
        }
    }

    /** The port the server really listens on. */
    public int port() {
        return server.port();
    }

    /** Whether a stop has begun: readiness says no, running requests still finish. */
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        stopping = true;
        long deadline = System.nanoTime() + options.stopTimeout().toNanos();
        while (running.get() > 0 && System.nanoTime() < deadline) {
            pause();
        }
        if (running.get() > 0) {
            LOG.warn("{} requests were still running when the time to stop was over", running.get());
        }
        server.stop();
        arrival.close();
        bodyReaders.shutdownNow();
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private WebServer listen(Options options, Clock clock) {
        try {
            return WebServer.builder()
                    .address(InetAddress.getByName(options.host()))
                    .port(options.port())
                    .shutdownHook(false)
                    .idleConnectionTimeout(longestExchange(options))
                    .idleConnectionPeriod(Duration.ofSeconds(1))
                    .addProtocol(Http1Config.builder()
                            .maxPrologueLength(MAX_REQUEST_LINE)
                            .maxHeadersSize(16 * 1024)
                            .addReceiveListener(arrival)
                            .build())
                    .directHandlers(new TransportRefusals(SECURITY_HEADERS, clock).handlers())
                    .routing(HttpRouting.builder().any(this::serve))
                    .build();
        } catch (IOException unknownHost) {
            throw new UncheckedIOException("cannot listen on " + options.host(), unknownHost);
        }
    }

    /**
     * How long a connection may go without finishing a request: it ends request lines that trickle in byte by byte, and
     * connections nobody uses.
     */
    private static Duration longestExchange(Options options) {
        return options.readTimeout().plus(options.bodyTimeout()).multipliedBy(2);
    }

    private void serve(ServerRequest request, ServerResponse response) {
        long begun = System.nanoTime();
        running.incrementAndGet();
        try {
            Call call;
            Reply reply;
            try {
                Framing.requireUnambiguous(request.headers());
                requireOneCredential(request);
                call = call(request, PathText.segments(request.path().rawPath()));
                reply = answer(call, request);
            } catch (ApiException unreadable) {
                call = call(request, List.of());
                reply = dispatcher.refuse(unreadable, call);
            }
            send(call, reply, response);
            observe(call, reply.status(), Duration.ofNanos(System.nanoTime() - begun));
            if (isToBeClosed(response)) {
                throw new CloseConnectionException("as both sides agreed");
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private static boolean isToBeClosed(ServerResponse response) {
        return response.headers()
                .first(HeaderNames.CONNECTION)
                .filter("close"::equalsIgnoreCase)
                .isPresent();
    }

    private Reply answer(Call call, ServerRequest request) {
        if (call.methodName().equals("OPTIONS")) {
            String origin = call.header("origin").orElse(null);
            return options.cors().get().options(origin, dispatcher.methods(call), dispatcher.isOpenProtocol(call));
        }
        return dispatcher.dispatch(call, limit -> readBody(request, limit));
    }

    private Call call(ServerRequest request, List<String> segments) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String name : request.query().names()) {
            parameters.put(name, request.query().all(name, List::of));
        }
        parameters.values().removeIf(List::isEmpty);
        String raw = request.path().rawPath();
        String query = request.query().rawValue();
        return new Call(
                request.prologue().method().text(),
                segments,
                query.isEmpty() ? raw : raw + "?" + query,
                requestId(header(request, "x-request-id")),
                options.clientAddress().get().of(peer(request), header(request, "x-forwarded-for")),
                name -> header(request, name),
                new Query(parameters));
    }

    /** Two proxies, or two checks, must not look at two different ones (RFC 9449 §4.3 for proofs). */
    private static void requireOneCredential(ServerRequest request) {
        for (HeaderName name : CREDENTIALS) {
            if (request.headers().contains(name) && request.headers().get(name).valueCount() > 1) {
                throw ApiException.invalid("Send the header " + name.defaultCase() + " once");
            }
        }
    }

    private static @Nullable String header(ServerRequest request, String name) {
        return request.headers()
                .first(NAMES.computeIfAbsent(name, HeaderNames::create))
                .orElse(null);
    }

    private static String requestId(@Nullable String given) {
        return given != null && REQUEST_ID.matcher(given).matches() ? given : freshRequestId();
    }

    /** A random UUID (version 4); a name for logs, not a secret, so it need not wait for the secure generator. */
    private static String freshRequestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static String peer(ServerRequest request) {
        SocketAddress address = request.remotePeer().address();
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : request.remotePeer().host();
    }

    private byte[] readBody(ServerRequest request, int limit) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        InputStream stream = request.content().inputStream();
        long length = request.headers().contentLength().orElse(-1);
        if (length > limit) {
            discard(stream);
            throw Dispatcher.BodySource.tooLarge(limit);
        }
        try {
            return length >= 0 && arrival.hasArrived(length)
                    ? Dispatcher.BodySource.readLimited(stream, Math.toIntExact(length))
                    : awaitBody(stream, limit);
        } catch (IOException gone) {
            throw incomplete();
        }
    }

    /** Reads on a thread of its own, since nothing else ends a read from a client that has gone silent. */
    private byte[] awaitBody(InputStream stream, int limit) {
        Future<byte[]> body = bodyReaders.submit(() -> Dispatcher.BodySource.readLimited(stream, limit));
        try {
            return body.get(options.bodyTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw brokenOff(408, "REQUEST_TIMEOUT", "The body did not arrive completely in time");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ApiException tooLarge) {
                discard(stream);
                throw tooLarge;
            }
            throw incomplete();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw brokenOff(503, "SERVICE_UNAVAILABLE", "The server is stopping");
        }
    }

    /**
     * Lets a client finish sending what is refused, within bounds: closing a connection with unread bytes resets it, and
     * the client would see that instead of the answer.
     */
    private void discard(InputStream stream) {
        Future<Long> rest = bodyReaders.submit(() -> stream.skip(MAX_DISCARDED));
        try {
            rest.get(DISCARD_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException enough) {
            LOG.debug("the rest of a refused body was not read", enough);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiException incomplete() {
        return brokenOff(400, "INCOMPLETE_BODY", "The body ended before it was complete");
    }

    private static ApiException brokenOff(int status, String code, String message) {
        return new ApiException(status, code, message).header("Connection", "close");
    }

    private void send(Call call, Reply reply, ServerResponse response) {
        response.status(reply.status());
        response.header(REQUEST_ID_NAME, call.requestId());
        for (Header header : STANDING_HEADERS) {
            response.header(header);
        }
        if (call.header("origin").isPresent()) {
            add(options.cors().get().headers(call.header("origin").get(), dispatcher.isOpenProtocol(call)), response);
        }
        response.header(NO_STORE);
        add(reply.headers(), response);
        if (reply.body() instanceof Reply.Stream stream && !call.methodName().equals("HEAD")) {
            response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
            stream(stream, response);
            return;
        }
        byte[] body = bytes(call, reply);
        if (body.length > 0) {
            response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
        }
        if (call.methodName().equals("HEAD")) {
            response.header("Content-Length", String.valueOf(body.length));
            response.send();
            return;
        }
        response.send(body);
    }

    /** What fails after the first bytes can only be shown by breaking the answer off: the client sees an incomplete one. */
    private static void stream(Reply.Stream body, ServerResponse response) {
        try {
            OutputStream output = response.outputStream();
            body.writeTo(output);
            output.close();
        } catch (IOException gone) {
            throw new UncheckedIOException("the client went away", gone);
        }
    }

    /** A header that is set twice in one list has two values, as {@code Set-Cookie} does. */
    private static void add(List<Reply.Header> headers, ServerResponse response) {
        if (headers.isEmpty()) {
            return;
        }
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (Reply.Header header : headers) {
            byName.computeIfAbsent(header.name(), name -> new ArrayList<>(1)).add(header.value());
        }
        byName.forEach((name, values) -> response.header(HeaderNames.create(name), values.toArray(String[]::new)));
    }

    private static byte[] bytes(Call call, Reply reply) {
        return switch (reply.body()) {
            case null -> new byte[0];
            case byte[] raw -> raw;
            case Reply.Stream stream -> new byte[0];
            case Object value ->
                call.route().map(Route::style).orElse(Style.MUX).mapper().writeValueAsBytes(value);
        };
    }

    private void observe(Call call, int status, Duration took) {
        for (CallObserver observer : observers) {
            observer.finished(call, status, took);
        }
    }
}
