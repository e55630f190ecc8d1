package dev.latchkey.platform.http;

import dev.latchkey.platform.json.Json;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers what never became a request (a line that is no HTTP, headers that are too large) in the form of every other
 * error. The server's own text stays inside: it names classes and repeats what was sent.
 */
final class TransportRefusals implements DirectHandler {

    private final List<Reply.Header> headers;
    private final Clock clock;

    /** @param headers on every such answer */
    TransportRefusals(List<Reply.Header> headers, Clock clock) {
        this.headers = List.copyOf(headers);
        this.clock = clock;
    }

    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders known, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("statusCode", status.code());
        body.put("timestamp", Json.timestamp(clock.instant()));
        body.put("path", request.path());
        body.put("method", request.method());
        body.put("message", sentence(status));
        body.put("error", ErrorBody.reason(status.code()));
        body.put("code", "BAD_REQUEST");
        headers.forEach(header -> known.set(HeaderNames.create(header.name()), header.value()));
        known.set(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        return TransportResponse.builder()
                .status(status)
                .headers(known)
                .keepAlive(false)
                .entity(Json.write(body).getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String sentence(Status status) {
        return switch (status.code()) {
            case 413 -> "The body is too large";
            case 414 -> "The path is too long";
            case 431 -> "The headers are too large";
            case 505 -> "Only HTTP/1.1 is spoken here";
            default -> "The request is not valid HTTP";
        };
    }
}
