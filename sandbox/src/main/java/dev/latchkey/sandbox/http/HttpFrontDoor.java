package dev.latchkey.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP server on loopback, one virtual thread per request. It can be shut for a while and opened again on its port. */
public final class HttpFrontDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFrontDoor.class.getName());
    private static final int BACKLOG = 1024;
    private final JsonMapper json = new JsonMapper();
    private final ReentrantLock lock = new ReentrantLock();
    private final int port;
    private @Nullable Running running;
    private boolean closed;
    private volatile Router router = new Router();
    private volatile Supplier<Map<String, String>> headers = Map::of;

    private record Running(HttpServer server, ExecutorService threads) {
        void stop() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    static {
        // The JDK's server reads these once: answers are small and must not wait for acknowledgements, and a client
        // that never finishes its request must not hold a connection for ever (seconds).
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxReqTime", "30");
        setIfAbsent("sun.net.httpserver.idleInterval", "30");
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private HttpFrontDoor(int wanted) {
        this.running = bind(wanted);
        this.port = running.server().getAddress().getPort();
    }

    /** Takes a port, 0 for any free one, so that it is known before there is something to answer. */
    public static HttpFrontDoor reserve(int port) {
        return new HttpFrontDoor(port);
    }

    /** Begins to answer. {@code answerHeaders} are added to every answer. */
    public void open(Router answers, Supplier<Map<String, String>> answerHeaders) {
        lock.lock();
        try {
            router = answers;
            headers = answerHeaders;
            if (running != null) {
                running.server().createContext("/", this::handle);
                running.server().start();
            }
        } finally {
            lock.unlock();
        }
    }

    public int port() {
        return port;
    }

    private static Running bind(int wanted) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("sandbox-http-", 0).factory());
            server.setExecutor(threads);
            return new Running(server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + wanted, e);
        }
    }

    /** Stops listening, cuts open connections, and listens again after the duration. */
    public void shutFor(Duration duration) {
        lock.lock();
        try {
            if (running == null) {
                return;
            }
            running.stop();
            running = null;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("sandbox-reopen").start(() -> {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lock.lock();
            try {
                if (!closed) {
                    running = bind(port);
                    running.server().createContext("/", this::handle);
                    running.server().start();
                }
            } finally {
                lock.unlock();
            }
        });
    }

    private void handle(HttpExchange exchange) {
        try {
            Answer answer;
            try {
                answer = router.handle(Call.read(exchange));
            } catch (Problem problem) {
                send(exchange, problem.status(), "application/problem+json; charset=utf-8", body(problem));
                return;
            }
            switch (answer) {
                case Answer.Json(int status, JsonNode body) ->
                    send(exchange, status, "application/hal+json; charset=utf-8", body);
                case Answer.Text text -> send(exchange, text);
                case Answer.Events(Answer.EventWriter writer) -> stream(exchange, writer);
                case Answer.Silence() -> exchange.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } catch (IOException e) {
            exchange.close(); // the client has gone
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Unexpected failure of " + exchange.getRequestURI().getPath(),
                    e);
            sendUnexpected(exchange);
        }
    }

    private void sendUnexpected(HttpExchange exchange) {
        try {
            Problem problem = new Problem(
                    500,
                    "server_error",
                    "Internal Server Error",
                    "An error occurred while processing this request.",
                    Map.of());
            send(exchange, 500, "application/problem+json; charset=utf-8", body(problem));
        } catch (IOException e) {
            exchange.close();
        }
    }

    private void send(HttpExchange exchange, int status, String type, JsonNode body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        addHeaders(exchange, type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void send(HttpExchange exchange, Answer.Text answer) throws IOException {
        byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void stream(HttpExchange exchange, Answer.EventWriter writer) throws IOException, InterruptedException {
        addHeaders(exchange, "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            writer.write(out);
        }
    }

    private void addHeaders(HttpExchange exchange, String type) {
        exchange.getResponseHeaders().set("Content-Type", type);
        headers.get().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    }

    private ObjectNode body(Problem problem) {
        ObjectNode body = json.createObjectNode();
        body.put("type", "https://stellar.org/horizon-errors/" + problem.type());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.getMessage());
        if (!problem.extras().isEmpty()) {
            body.set("extras", json.valueToTree(problem.extras()));
        }
        return body;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (running != null) {
                running.stop();
                running = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
