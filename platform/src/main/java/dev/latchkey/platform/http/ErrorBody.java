package dev.latchkey.platform.http;

import dev.latchkey.platform.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two error shapes of the contracts (mux-api.md 1.4, auth-api.md 2). */
final class ErrorBody {

    private ErrorBody() {}

    static Map<String, Object> of(Style style, ApiException error, Call call, Instant now) {
        return switch (style) {
            case AUTH -> auth(error);
            case MUX, MUX_LENIENT -> mux(error, call, now);
        };
    }

    private static Map<String, Object> auth(ApiException error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", error.code());
        body.put("message", String.join("; ", error.messages()));
        body.putAll(error.extras());
        if (error.details() != null) {
            body.put("details", error.details());
        }
        return body;
    }

    private static Map<String, Object> mux(ApiException error, Call call, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("statusCode", error.status());
        body.put("timestamp", Json.timestamp(now));
        body.put("path", call.target());
        body.put("method", call.methodName());
        boolean violations =
                error.code().equals("VALIDATION_ERROR") && error.messages().size() > 1;
        body.put("message", violations ? error.messages() : error.messages().getFirst());
        String reason = error.error();
        body.put("error", reason != null ? reason : reason(error.status()));
        body.put("code", error.code());
        body.putAll(error.extras());
        if (error.details() != null) {
            body.put("details", error.details());
        }
        if (call.header("x-request-id").isPresent()) {
            body.put("requestId", call.requestId());
        }
        return body;
    }

    static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 408 -> "Request Timeout";
            case 413 -> "Payload Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Error";
        };
    }
}
