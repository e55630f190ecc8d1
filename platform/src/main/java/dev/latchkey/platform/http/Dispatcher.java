package dev.latchkey.platform.http;

import dev.latchkey.platform.crypto.BusyException;
import dev.latchkey.platform.database.DatabaseUnavailable;
import dev.latchkey.platform.json.BodyReader;
import dev.latchkey.platform.json.InvalidBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way of one request: route, credential, rate limit, body, validation, act; and of whatever goes wrong on it back to
 * the error shape of the route (decision: the shape belongs to the route, not to the path).
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String NESTING_ASIDE = ", from `StreamReadConstraints.getMaxNestingDepth()`)";

    private final RouteTable table;
    private final Gatekeeper gatekeeper;
    private final RateRules rateRules;
    private final List<Filter> filters;
    private final String authBasePath;
    private final Clock clock;

    Dispatcher(
            RouteTable table,
            Gatekeeper gatekeeper,
            RateRules rateRules,
            List<Filter> filters,
            String authBasePath,
            Clock clock) {
        this.table = table;
        this.gatekeeper = gatekeeper;
        this.rateRules = rateRules;
        this.filters = List.copyOf(filters);
        this.authBasePath = authBasePath;
        this.clock = clock;
    }

    /** Answers the call; never throws. */
    Reply dispatch(Call call, BodySource content) {
        try {
            return routed(call, content);
        } catch (ApiException refusal) {
            return refuse(styleAt(call.path()), refusal, call);
        }
    }

    /** The methods that a path answers, for {@code OPTIONS}. */
    Set<HttpMethod> methods(Call call) {
        Set<HttpMethod> methods = table.methods(call.segments());
        return methods.isEmpty() ? Set.of() : EnumSet.copyOf(methods);
    }

    /** Whether the call's route, or one at its path, belongs to an open protocol. */
    boolean isOpenProtocol(Call call) {
        if (call.route().isPresent()) {
            return call.route().get().openProtocol();
        }
        return methods(call).stream()
                .map(method -> table.find(method, call.segments()))
                .anyMatch(match ->
                        match instanceof RouteTable.Match.Found(Route route, var parameters) && route.openProtocol());
    }

    /** Answers a call that never gets to a route. */
    Reply refuse(ApiException refusal, Call call) {
        return refuse(styleAt(call.target()), refusal, call);
    }

    private Style styleAt(String path) {
        return path.startsWith(authBasePath + "/") ? Style.AUTH : Style.MUX;
    }

    private Reply routed(Call call, BodySource content) {
        Route route = route(call);
        Reply reply;
        try {
            filters.forEach(filter -> filter.before(call, route));
            call.calledBy(gatekeeper.admit(call, route));
            List<Reply.Header> rateHeaders = rateRules.take(call, route);
            Gatekeeper.requireScope(call.caller(), route);
            // All of the body first: nobody holds a permission by being slow to send.
            byte[] bytes =
                    route.body() == null ? null : content.read(route.style().bodyLimit());
            filters.forEach(filter -> filter.admitted(call, route));
            call.carries(bytes == null ? null : body(route, call, bytes));
            reply = route.handler().handle(call);
            for (Reply.Header header : rateHeaders) {
                reply = reply.header(header.name(), header.value());
            }
        } catch (ApiException refusal) {
            reply = refuse(route.style(), refusal, call);
        } catch (DatabaseUnavailable away) {
            LOG.warn("database away: requestId={} {} {}", call.requestId(), call.methodName(), call.path(), away);
            reply = refuse(route.style(), unavailable(route), call);
        } catch (BusyException busy) {
            LOG.warn("busy: requestId={} {} {}", call.requestId(), call.methodName(), call.path(), busy);
            reply = refuse(
                    route.style(),
                    ApiException.unavailable("Too busy; try again shortly", (int) busy.retryAfterSeconds()),
                    call);
        } catch (RuntimeException | Error unexpected) {
            LOG.error("unexpected: requestId={} {} {}", call.requestId(), call.methodName(), call.path(), unexpected);
            reply = refuse(route.style(), new ApiException(500, "SERVER_ERROR", "Internal server error"), call);
        }
        for (Filter filter : filters) {
            reply = filter.after(call, route, reply);
        }
        return reply;
    }

    private Route route(Call call) {
        List<String> segments = call.segments();
        HttpMethod method = method(call.methodName());
        if (method == null) {
            Set<HttpMethod> allowed = table.methods(segments);
            throw allowed.isEmpty() ? unknown(call) : otherMethod(call, allowed);
        }
        return switch (table.find(method, segments)) {
            case RouteTable.Match.Found(Route found, var parameters) -> {
                call.routed(found, parameters);
                yield found;
            }
            case RouteTable.Match.OtherMethod(Set<HttpMethod> allowed) -> throw otherMethod(call, allowed);
            case RouteTable.Match.Unknown() -> throw unknown(call);
        };
    }

    private static ApiException unknown(Call call) {
        return ApiException.notFound("Cannot " + call.methodName() + " " + call.path());
    }

    private static ApiException otherMethod(Call call, Set<HttpMethod> allowed) {
        String list = allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        return new ApiException(
                        405, "METHOD_NOT_ALLOWED", call.methodName() + " is not possible here; this path takes " + list)
                .header("Allow", list);
    }

    private static @Nullable HttpMethod method(String name) {
        return switch (name) {
            case "GET", "HEAD" -> HttpMethod.GET;
            case "POST" -> HttpMethod.POST;
            case "PUT" -> HttpMethod.PUT;
            case "PATCH" -> HttpMethod.PATCH;
            case "DELETE" -> HttpMethod.DELETE;
            default -> null;
        };
    }

    private static Object body(Route route, Call call, byte[] bytes) {
        Class<?> type = Objects.requireNonNull(route.body());
        if (bytes.length == 0) {
            if (route.bodyRequired()) {
                throw ApiException.invalid("A JSON body is required");
            }
            return parse(JsonNodeFactory.instance.objectNode(), type, route.style());
        }
        if (route.openProtocol() && contentType(call).equals(FORM)) {
            return parse(form(bytes), type, route.style());
        }
        requireJson(call);
        try {
            return parse(route.style().mapper().readTree(bytes), type, route.style());
        } catch (JacksonException malformed) {
            throw ApiException.invalid("Malformed JSON: " + reason(malformed));
        }
    }

    /** What the parser says, without what it says for its own developers in brackets. */
    private static String reason(JacksonException malformed) {
        String message = malformed.getOriginalMessage();
        int aside = message.indexOf(": expected close marker");
        return (aside < 0 ? message : message.substring(0, aside)).replace(NESTING_ASIDE, ")");
    }

    private static Object parse(JsonNode json, Class<?> type, Style style) {
        try {
            return BodyReader.read(json, type, style.unknownProperties());
        } catch (InvalidBody invalid) {
            throw ApiException.validation(invalid.violations());
        }
    }

    /** The fields of a form as texts, each given once. */
    private static JsonNode form(byte[] bytes) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            try {
                String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
                String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                if (fields.has(name)) {
                    throw ApiException.invalid("The form has a field twice");
                }
                fields.put(name, value);
            } catch (IllegalArgumentException malformed) {
                throw ApiException.invalid("Malformed form");
            }
        }
        return fields;
    }

    private static String contentType(Call call) {
        String type = call.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return type.split(";", 2)[0].strip();
    }

    private static void requireJson(Call call) {
        String essence = contentType(call);
        if (!essence.equals("application/json") && !(essence.startsWith("application/") && essence.endsWith("+json"))) {
            throw new ApiException(
                    415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as JSON with Content-Type: application/json");
        }
    }

    private static ApiException unavailable(Route route) {
        boolean keyRoute = route.guard() == Guard.PROJECT_KEY || route.guard() == Guard.PROJECT_KEY_OR_OPERATOR;
        return ApiException.unavailable(
                keyRoute ? "API key validation service unavailable" : "The database is away; try again shortly", 2);
    }

    private Reply refuse(Style style, ApiException refusal, Call call) {
        Reply reply = Reply.of(refusal.status(), ErrorBody.of(style, refusal, call, clock.instant()));
        for (var header : refusal.headers().entrySet()) {
            reply = reply.header(header.getKey(), header.getValue());
        }
        return reply;
    }

    /** The request's body, read only when a route wants it. */
    interface BodySource {

        /** All bytes; throws 413 above {@code limit} and 408 when the client is too slow. */
        byte[] read(int limit);

        /** Reads a stream up to {@code limit} bytes. */
        static byte[] readLimited(InputStream stream, int limit) throws IOException {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge(limit);
            }
            return bytes;
        }

        static ApiException tooLarge(int limit) {
            return new ApiException(413, "PAYLOAD_TOO_LARGE", "The body may have at most " + limit + " bytes")
                    .header("Connection", "close");
        }
    }
}
