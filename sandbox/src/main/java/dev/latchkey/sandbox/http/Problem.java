package dev.latchkey.sandbox.http;

import java.util.Map;

/** An error answer in Horizon's form (RFC 7807): {@code type} is the last part of Horizon's error address. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, Object> extras;

    public Problem(int status, String type, String title, String detail, Map<String, Object> extras) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
        this.extras = extras;
    }

    public static Problem notFound() {
        return new Problem(
                404,
                "not_found",
                "Resource Missing",
                "The resource at the url requested was not found.  This usually occurs for one of two reasons:"
                        + "  The url requested is not valid, or no data in our database could be found with the"
                        + " parameters provided.",
                Map.of());
    }

    /** A parameter with an impossible value. */
    public static Problem badRequest(String field, String reason) {
        return new Problem(
                400,
                "bad_request",
                "Bad Request",
                "The request you sent was invalid in some way.",
                Map.of("invalid_field", field, "reason", reason));
    }

    public static Problem tooLarge() {
        return new Problem(
                413, "payload_too_large", "Payload Too Large", "The request body is longer than allowed.", Map.of());
    }

    public static Problem methodNotAllowed() {
        return new Problem(
                405, "method_not_allowed", "Method Not Allowed", "The resource has no such method.", Map.of());
    }

    public static Problem unsupportedMediaType() {
        return new Problem(
                415,
                "unsupported_media_type",
                "Unsupported Media Type",
                "The request has an unsupported content type. Presently, the only supported content type is"
                        + " application/x-www-form-urlencoded.",
                Map.of());
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public String title() {
        return title;
    }

    public Map<String, Object> extras() {
        return extras;
    }
}
