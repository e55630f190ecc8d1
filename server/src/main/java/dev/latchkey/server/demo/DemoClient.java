package dev.latchkey.server.demo;

import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Speaks HTTP for the demo, like any application's backend would. */
final class DemoClient implements AutoCloseable {

    /** An answer: its status and its JSON. */
    record Answer(String request, int status, JsonNode body) {

        /** The answer's body, if it has the status that the story needs. */
        JsonNode expect(int expected) {
            if (status != expected) {
                throw new DemoFailure(request + " answered " + status + " instead of " + expected + ": " + body);
            }
            return body;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String baseUrl;

    DemoClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    Answer get(String path, @Nullable String credential) {
        return send("GET", path, credential, Map.of(), null);
    }

    Answer post(String path, @Nullable String credential, Map<String, ?> body) {
        return send("POST", path, credential, Map.of(), body);
    }

    Answer post(String path, @Nullable String credential, Map<String, String> headers, Map<String, ?> body) {
        return send("POST", path, credential, headers, body);
    }

    Answer put(String path, @Nullable String credential, Map<String, ?> body) {
        return send("PUT", path, credential, Map.of(), body);
    }

    /** Repeats a question until the answer fits; fails the story when it never does. */
    static JsonNode await(String what, Supplier<JsonNode> question, Predicate<JsonNode> fits) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode last = question.get();
        while (!fits.test(last)) {
            if (System.nanoTime() > deadline) {
                throw new DemoFailure("waited " + PATIENCE.toSeconds() + " s for " + what + "; last answer: " + last);
            }
            pause();
            last = question.get();
        }
        return last;
    }

    /** The {@code id} of a row. */
    static String id(JsonNode row) {
        JsonNode id = row.get("id");
        if (id == null) {
            throw new DemoFailure("an id is missing in " + row);
        }
        return id.stringValue();
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer send(
            String method,
            String path,
            @Nullable String credential,
            Map<String, String> headers,
            @Nullable Map<String, ?> body) {
        URI target = URI.create(path.startsWith("http") ? path : baseUrl + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(30));
        Optional.ofNullable(credential).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)));
        }
        String name = method + " " + path;
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = response.body().isEmpty() ? Json.read("null") : Json.read(response.body());
            return new Answer(name, response.statusCode(), json);
        } catch (IOException | JacksonException failure) {
            throw new DemoFailure(name + " failed: " + failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure(name + " was interrupted");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }
}
