package dev.latchkey.identity.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with a profile of its own, and as much of the DevTools protocol as tests need. */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final Path profile;
    private final Wire wire;

    private Chromium(Process process, Path profile, Wire wire) {
        this.process = process;
        this.profile = profile;
        this.wire = wire;
    }

    /** Where the browser is; empty on a machine without one. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it; it lives until {@link #close()}. */
    public static Chromium start(Path executable) {
        Path profile = temporaryFolder();
        try {
            Process process = new ProcessBuilder(
                            executable.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--no-first-run",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("log").toFile())
                    .start();
            return new Chromium(process, profile, Wire.to(address(process, profile.resolve("DevToolsActivePort"))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A tab of its own. */
    public Tab open(URI address) {
        String target = wire.send(null, "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .stringValue();
        String session = wire.send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .stringValue();
        Tab tab = new Tab(target, session);
        tab.send("Page.navigate", Map.of("url", address.toString()));
        tab.evaluate("new Promise(done => { const wait = () => document.readyState === 'complete'"
                + " && location.href !== 'about:blank' ? done(true) : setTimeout(wait, 20); wait(); })");
        return tab;
    }

    /** One page. */
    public final class Tab {

        private final String target;
        private final String session;

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        /** Its virtual authenticators go with it. */
        public void close() {
            wire.send(null, "Target.closeTarget", Map.of("targetId", target));
        }

        /** Runs a command of the protocol; fails when the browser refuses it. */
        public JsonNode send(String method, Map<String, ?> parameters) {
            return wire.send(session, method, parameters);
        }

        /** The value of an expression, promises awaited; fails when it throws. */
        public JsonNode evaluate(String expression) {
            JsonNode result = send(
                    "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
            if (result.has("exceptionDetails")) {
                throw new IllegalStateException(
                        expression + ": " + result.at("/exceptionDetails/exception/description"));
            }
            return result.at("/result/value");
        }
    }

    @Override
    public void close() {
        wire.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        remove(profile);
    }

    private static URI address(Process process, Path portFile) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            List<String> lines = Files.exists(portFile) ? Files.readAllLines(portFile) : List.of();
            if (lines.size() >= 2) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            pause();
        }
        process.destroyForcibly();
        throw new IOException("Chromium did not start: " + Files.readString(portFile.resolveSibling("log")));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("latchkey-chromium");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Helpers of the browser may still be writing; what they leave is in the system's temporary folder. */
    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftOver) {
            folder.toFile().deleteOnExit();
        }
    }

    /** Commands and their answers on one WebSocket. */
    private static final class Wire implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final AtomicInteger lastId = new AtomicInteger();
        private final StringBuilder partial = new StringBuilder();
        private final HttpClient client = HttpClient.newHttpClient();
        private @Nullable WebSocket socket;

        static Wire to(URI address) {
            Wire wire = new Wire();
            wire.socket =
                    wire.client.newWebSocketBuilder().buildAsync(address, wire).join();
            return wire;
        }

        synchronized JsonNode send(@Nullable String session, String method, Map<String, ?> parameters) {
            int id = lastId.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            Map<String, Object> message = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
            if (session != null) {
                message.put("sessionId", session);
            }
            opened().sendText(JSON.writeValueAsString(message), true).join();
            try {
                JsonNode result = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (result.has("error")) {
                    throw new IllegalStateException(method + ": " + result.get("error"));
                }
                return result.get("result");
            } catch (ExecutionException | TimeoutException failed) {
                throw new IllegalStateException(method, failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(method, stopped);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                JsonNode message = JSON.readTree(partial.toString());
                partial.setLength(0);
                CompletableFuture<JsonNode> answer =
                        message.has("id") ? waiting.remove(message.get("id").intValue()) : null;
                if (answer != null) {
                    answer.complete(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        void close() {
            opened().abort();
            client.close();
        }

        private WebSocket opened() {
            return Objects.requireNonNull(socket);
        }
    }
}
