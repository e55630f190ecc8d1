package dev.latchkey.platform.mail;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** An HTTP API of somebody else: keeps what is posted and answers what it was told to. */
public final class RecordingApi implements AutoCloseable {

    /** One call; header names in lower case. */
    public record Call(String method, String path, Map<String, String> headers, JsonNode body) {}

    public final List<Call> calls = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "{}";

    public RecordingApi() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, Json.read(body)));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            if (status >= 300 && status < 400) {
                exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public RecordingApi answer(int code, String json) {
        status = code;
        answer = json;
        return this;
    }

    public Call last() {
        return calls.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
