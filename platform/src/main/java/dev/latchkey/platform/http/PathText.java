package dev.latchkey.platform.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path as it was sent, taken apart. Each segment is decoded by itself (RFC 3986 §3.3), so that an encoded slash stays
 * inside its segment. A slash at the end makes no difference; two in a row are an empty segment, which no route has: a proxy
 * that keeps {@code /metrics} to itself must not let {@code //metrics} through to the same place.
 */
final class PathText {

    /** The longest path, in characters as sent. */
    static final int MAX_LENGTH = 2048;

    private PathText() {}

    /** The decoded segments; throws 400 for what is not percent-encoded UTF-8, 414 for what is too long. */
    static List<String> segments(String raw) {
        if (raw.length() > MAX_LENGTH) {
            throw new ApiException(414, "URI_TOO_LONG", "A path may have at most " + MAX_LENGTH + " characters");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : raw.split("/", -1)) {
            segments.add(decoded(segment));
        }
        if (segments.getFirst().isEmpty()) {
            segments.removeFirst();
        }
        if (!segments.isEmpty() && segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char next = segment.charAt(i);
            if (next == '%') {
                bytes.write(octet(segment, i + 1));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw malformed();
        }
    }

    private static int octet(String segment, int at) {
        int high = at < segment.length() ? Character.digit(segment.charAt(at), 16) : -1;
        int low = at + 1 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high * 16 + low;
    }

    private static ApiException malformed() {
        return new ApiException(400, "MALFORMED_PATH", "The path is not percent-encoded UTF-8");
    }
}
