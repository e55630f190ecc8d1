package dev.latchkey.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One HTTP request, its body read and bounded. */
public final class Call {
    /** Room for the largest envelope there is, in a form, percent-encoded. */
    private static final int MAX_BODY_BYTES = 512 * 1024;

    private final HttpExchange exchange;
    private final byte[] body;
    private final Map<String, String> query;
    private Map<String, String> variables = Map.of();

    private Call(HttpExchange exchange, byte[] body, Map<String, String> query) {
        this.exchange = exchange;
        this.body = body;
        this.query = query;
    }

    static Call read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw Problem.tooLarge();
        }
        String query = exchange.getRequestURI().getRawQuery();
        return new Call(exchange, body, parse(query == null ? "" : query, "query"));
    }

    Call with(Map<String, String> pathVariables) {
        this.variables = pathVariables;
        return this;
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /** A variable of the route's pattern. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no variable " + name);
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** The query's parameters in their order. */
    public Map<String, String> queries() {
        return query;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    public boolean wantsEvents() {
        return header("Accept").orElse("").contains("text/event-stream");
    }

    public byte[] body() {
        return body.clone();
    }

    /** The form in the body; 415 when the body is none. */
    public Map<String, String> form() {
        String type = header("Content-Type").orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw Problem.unsupportedMediaType();
        }
        return parse(new String(body, StandardCharsets.UTF_8), "body");
    }

    private static Map<String, String> parse(String text, String where) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    String name = equals < 0 ? pair : pair.substring(0, equals);
                    String value = equals < 0 ? "" : pair.substring(equals + 1);
                    values.put(
                            URLDecoder.decode(name, StandardCharsets.UTF_8),
                            URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(where, "not percent-encoded");
        }
        return values;
    }
}
