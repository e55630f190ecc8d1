package dev.latchkey.platform.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers: a status, a body (any value of ours, written as JSON, raw bytes, or a stream) and extra headers.
 *
 * @param body {@code null} for an empty answer
 * @param contentType of a raw body; ignored when the body is a value
 */
public record Reply(int status, @Nullable Object body, String contentType, List<Header> headers) {

    /** One response header; {@code Set-Cookie} may appear several times. */
    public record Header(String name, String value) {}

    /** A body that is written piece by piece, after the head of the answer was sent. */
    @FunctionalInterface
    public interface Stream {
        void writeTo(OutputStream output) throws IOException;
    }

    private static final String JSON = "application/json; charset=utf-8";

    public static Reply ok(Object body) {
        return new Reply(200, body, JSON, List.of());
    }

    public static Reply created(Object body) {
        return new Reply(201, body, JSON, List.of());
    }

    public static Reply of(int status, Object body) {
        return new Reply(status, body, JSON, List.of());
    }

    public static Reply noContent() {
        return new Reply(204, null, JSON, List.of());
    }

    /** A body that is not JSON. */
    public static Reply text(String contentType, String text) {
        return new Reply(200, text.getBytes(StandardCharsets.UTF_8), contentType, List.of());
    }

    /** A body of any length that is never in memory as a whole. */
    public static Reply stream(String contentType, Stream body) {
        return new Reply(200, body, contentType, List.of());
    }

    /** The same with another status. */
    public Reply withStatus(int other) {
        return new Reply(other, body, contentType, headers);
    }

    public Reply header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, body, contentType, List.copyOf(more));
    }
}
