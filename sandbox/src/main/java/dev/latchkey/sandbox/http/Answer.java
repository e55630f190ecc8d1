package dev.latchkey.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a handler answers. */
public sealed interface Answer {
    record Json(int status, JsonNode body) implements Answer {}

    /** A page, a redirect, or JSON with headers of its own; {@code Content-Type} is among the headers. */
    record Text(int status, Map<String, String> headers, String text) implements Answer {}

    /** Server-sent events, written until the writer returns. */
    record Events(EventWriter writer) implements Answer {}

    /** No answer: the connection is closed. */
    record Silence() implements Answer {}

    static Answer ok(JsonNode body) {
        return new Json(200, body);
    }

    /** Writes events; throws when the reader has gone. */
    @FunctionalInterface
    interface EventWriter {
        void write(OutputStream out) throws IOException, InterruptedException;
    }
}
