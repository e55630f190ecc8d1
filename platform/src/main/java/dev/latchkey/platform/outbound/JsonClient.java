package dev.latchkey.platform.outbound;

import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Posts JSON. Redirects are not followed: what is posted holds secrets. */
public final class JsonClient implements AutoCloseable {

    private static final int MAX_ANSWER = 64 * 1024;

    /** What came back; {@code json} is missing when the body is none. */
    public record Answer(int status, JsonNode json) {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Refused for what was sent: the same again is refused again. */
        public boolean isRefusal() {
            return status >= 400 && status < 500 && !isOfCircumstances();
        }

        /** Credentials, addresses and limits are not the message's fault and may be mended. */
        private boolean isOfCircumstances() {
            return switch (status) {
                case 401, 402, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429 -> true;
                default -> false;
            };
        }
    }

    private final Duration timeout;
    private final HttpClient client;

    /** @param timeout for the connection, and again for the answer */
    public JsonClient(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @throws IOException when there is no answer; its text holds neither headers nor body nor address */
    public Answer post(URI address, Map<String, String> headers, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.NULLS_OMITTED.writeValueAsString(body)));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER));
            return new Answer(response.statusCode(), json(response.body()));
        } catch (IOException away) {
            throw new IOException(
                    address.getHost() + " does not answer: " + away.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : Json.read(body);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }
}
