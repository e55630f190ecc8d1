package dev.latchkey.platform.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which browsers' origins may read answers (auth-api.md 1). With a list: exact match, credentials allowed. With an empty
 * list: any origin, no credentials. Switched off: no headers at all.
 */
public record Cors(boolean enabled, List<String> origins) {

    private static final String ALLOWED_HEADERS =
            "content-type, authorization, accept, cookie, x-csrf-token, x-api-key, x-request-id, x-latchkey-project,"
                    + " idempotency-key, dpop";
    private static final String EXPOSED_HEADERS =
            "x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after, link,"
                    + " idempotency-replayed, www-authenticate";

    public Cors {
        origins = List.copyOf(origins);
    }

    /** The headers of an ordinary answer; any origin may read those of open protocols. */
    List<Reply.Header> headers(@Nullable String origin, boolean openProtocol) {
        if (!enabled || origin == null) {
            return List.of();
        }
        if (origins.isEmpty() || openProtocol) {
            return List.of(
                    new Reply.Header("Access-Control-Allow-Origin", "*"),
                    new Reply.Header("Access-Control-Expose-Headers", EXPOSED_HEADERS));
        }
        if (!origins.contains(origin)) {
            return List.of(new Reply.Header("Vary", "Origin"));
        }
        return List.of(
                new Reply.Header("Access-Control-Allow-Origin", origin),
                new Reply.Header("Access-Control-Allow-Credentials", "true"),
                new Reply.Header("Access-Control-Expose-Headers", EXPOSED_HEADERS),
                new Reply.Header("Vary", "Origin"));
    }

    /** The answer to a preflight request, or to a plain {@code OPTIONS}. */
    Reply options(@Nullable String origin, Set<HttpMethod> methods, boolean openProtocol) {
        String allow = methods.isEmpty() ? "" : ", " + String.join(", ", names(methods));
        Reply reply = Reply.noContent().header("Allow", "OPTIONS" + allow);
        if (headers(origin, openProtocol).stream()
                .noneMatch(header -> header.name().equals("Access-Control-Allow-Origin"))) {
            return reply;
        }
        return reply.header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
                .header("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                .header("Access-Control-Max-Age", "600");
    }

    private static List<String> names(Set<HttpMethod> methods) {
        return methods.stream().map(HttpMethod::name).sorted().toList();
    }
}
