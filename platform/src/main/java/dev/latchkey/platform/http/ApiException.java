package dev.latchkey.platform.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that the client is meant to read: a status, a machine-readable code, a sentence (or several, for
 * violations) that says what to do. Its text must never hold a secret. It has no stack trace: it is an answer.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<String> messages;
    private final transient Map<String, Object> extras = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String error;
    private transient @Nullable Object details;

    public ApiException(int status, String code, String message) {
        this(status, code, List.of(message));
    }

    private ApiException(int status, String code, List<String> messages) {
        super(String.join("; ", messages), null, false, false);
        this.status = status;
        this.code = code;
        this.messages = List.copyOf(messages);
    }

    /** 400 with every violation of a body. */
    public static ApiException validation(List<String> violations) {
        return new ApiException(400, "VALIDATION_ERROR", violations);
    }

    /** 400 {@code VALIDATION_ERROR}. */
    public static ApiException invalid(String message) {
        return new ApiException(400, "VALIDATION_ERROR", message);
    }

    /** 401 {@code UNAUTHORIZED}. */
    public static ApiException unauthorized(String message) {
        return new ApiException(401, "UNAUTHORIZED", message);
    }

    /** 403 {@code FORBIDDEN}. */
    public static ApiException forbidden(String message) {
        return new ApiException(403, "FORBIDDEN", message);
    }

    /** 403 {@code INSUFFICIENT_SCOPE} for a key, naming the scope that it lacks (RFC 6750 §3.1). */
    public static ApiException lacksScope(String scope) {
        return new ApiException(403, "INSUFFICIENT_SCOPE", "This API key lacks the scope " + scope)
                .details(Map.of("requiredScope", scope))
                .header("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    /** 404 {@code NOT_FOUND}. */
    public static ApiException notFound(String message) {
        return new ApiException(404, "NOT_FOUND", message);
    }

    /** 409 {@code CONFLICT}. */
    public static ApiException conflict(String message) {
        return new ApiException(409, "CONFLICT", message);
    }

    /** 422 with a code of the caller's choice. */
    public static ApiException unprocessable(String code, String message) {
        return new ApiException(422, code, message);
    }

    /** 503 {@code SERVICE_UNAVAILABLE} with {@code Retry-After}. */
    public static ApiException unavailable(String message, int retryAfterSeconds) {
        return new ApiException(503, "SERVICE_UNAVAILABLE", message)
                .header("Retry-After", String.valueOf(retryAfterSeconds));
    }

    /** Adds a property to the top level of the body (Mux style), e.g. {@code retryAfter}, {@code errorCode}. */
    public ApiException with(String property, Object value) {
        extras.put(property, value);
        return this;
    }

    /** Replaces the reason phrase in the Mux body's {@code error}. */
    public ApiException named(String reason) {
        this.error = reason;
        return this;
    }

    /** Adds {@code details} to the body. */
    public ApiException details(Object value) {
        this.details = value;
        return this;
    }

    /** Adds a response header. */
    public ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<String> messages() {
        return messages;
    }

    Map<String, Object> extras() {
        return extras;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    Object details() {
        return details;
    }
}
