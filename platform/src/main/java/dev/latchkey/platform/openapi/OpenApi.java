package dev.latchkey.platform.openapi;

import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI 3.1 document of a route table. */
public final class OpenApi {

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** The document as a tree of maps and lists, in the order of the table. */
    public static Map<String, Object> document(List<Route> routes, String version) {
        return new OpenApi().write(routes, version);
    }

    private Map<String, Object> write(List<Route> routes, String version) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path().toString(), path -> new LinkedHashMap<>())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                ordered(
                        "title",
                        "Latchkey",
                        "version",
                        version,
                        "summary",
                        "Sign-in and invisible wallets",
                        "license",
                        ordered("name", "MIT", "identifier", "MIT")));
        document.put("paths", paths);
        document.put("components", ordered("schemas", components(), "securitySchemes", securitySchemes()));
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(route));
        operation.put("tags", List.of(route.tag()));
        operation.put("summary", route.summary());
        operation.put("x-guard", route.guard().name());
        Permission permission = route.permission();
        if (permission != null) {
            operation.put("x-permission", permission.name());
        }
        operation.put("x-rate-class", route.rate().name());
        operation.put("security", security(route));
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        Class<?> body = route.body();
        if (body != null) {
            operation.put(
                    "requestBody",
                    ordered("required", route.bodyRequired(), "content", content(route, schemas.of(body))));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        for (String segment : route.path().segments()) {
            for (String word : segment.replace("{", "by-").replace("}", "").split("[^A-Za-z0-9]+")) {
                if (!word.isEmpty()) {
                    id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
                }
            }
        }
        return id.toString();
    }

    private List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        for (String segment : route.path().segments()) {
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.length() - 1);
                parameters.add(
                        ordered("in", "path", "name", name, "required", true, "schema", schemas.of(String.class)));
            }
        }
        for (Route.Parameter parameter : route.parameters()) {
            parameters.add(ordered(
                    "in", parameter.in(),
                    "name", parameter.name(),
                    "description", parameter.description(),
                    "schema", schemas.of(parameter.type())));
        }
        return parameters;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        for (Route.Answer answer : route.answers()) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put(
                    "description", answer.description().isEmpty() ? reason(answer.status()) : answer.description());
            if (answer.type() != null) {
                response.put("content", json(schemas.of(answer.type())));
            }
            responses.put(String.valueOf(answer.status()), response);
        }
        String error = route.style() == Style.AUTH ? "AuthError" : "MuxError";
        responses.put(
                "default",
                ordered(
                        "description",
                        "Refused or failed",
                        "content",
                        json(ordered("$ref", "#/components/schemas/" + error))));
        return responses;
    }

    private Map<String, Object> components() {
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("AuthError", authError());
        components.put("MuxError", muxError());
        components.putAll(schemas.components());
        return components;
    }

    private static Map<String, Object> authError() {
        Map<String, Object> text = ordered("type", "string");
        return ordered(
                "type",
                "object",
                "properties",
                ordered("code", text, "message", text, "details", ordered(), "retry_after", ordered("type", "integer")),
                "required",
                List.of("code", "message"));
    }

    private static Map<String, Object> muxError() {
        Map<String, Object> text = ordered("type", "string");
        Map<String, Object> message =
                ordered("anyOf", List.of(text, ordered("type", "array", "items", ordered("type", "string"))));
        return ordered(
                "type",
                "object",
                "properties",
                ordered(
                        "statusCode", ordered("type", "integer"),
                        "timestamp", ordered("type", "string", "format", "date-time"),
                        "path", text,
                        "method", text,
                        "message", message,
                        "error", text,
                        "code", text,
                        "requestId", text,
                        "retryAfter", ordered("type", "integer"),
                        "errorCode", text,
                        "reason", text),
                "required",
                List.of("statusCode", "timestamp", "path", "method", "message", "error", "code"));
    }

    private static List<Object> security(Route route) {
        Scope scope = route.scope();
        List<String> scopes = scope == null ? List.of() : List.of(scope.text());
        return switch (route.guard()) {
            case OPEN -> List.of();
            case PUBLIC -> List.of(Map.of(), Map.of("projectKey", scopes));
            case PROJECT_KEY -> List.of(Map.of("projectKey", scopes));
            case PROJECT_KEY_OR_OPERATOR -> List.of(Map.of("projectKey", scopes), Map.of("operatorToken", List.of()));
            case OPERATOR -> List.of(Map.of("operatorToken", List.of()));
            case SYSTEM_ADMIN_OR_OPERATOR, INSTALLATION_ADMIN ->
                List.of(
                        Map.of("accessToken", List.of()),
                        Map.of("accessCookie", List.of()),
                        Map.of("operatorToken", List.of()));
            case BACKEND_OR_SYSTEM_ADMIN ->
                List.of(
                        Map.of("projectKey", scopes),
                        Map.of("accessToken", List.of()),
                        Map.of("accessCookie", List.of()),
                        Map.of("operatorToken", List.of()));
            case USER_OR_PROJECT_KEY ->
                List.of(
                        Map.of("accessToken", List.of()),
                        Map.of("accessCookie", List.of()),
                        Map.of("projectKey", scopes));
            case USER, SESSION, SYSTEM_ADMIN ->
                List.of(Map.of("accessToken", List.of()), Map.of("accessCookie", List.of()));
        };
    }

    private static Map<String, Object> securitySchemes() {
        return ordered(
                "projectKey",
                ordered(
                        "type", "http",
                        "scheme", "bearer",
                        "bearerFormat", "mux_live_… or mux_test_…",
                        "description", "A project's API key, for the application's own backend"),
                "operatorToken",
                ordered(
                        "type", "http",
                        "scheme", "bearer",
                        "bearerFormat", "op_…",
                        "description", "The credential of this installation's operator"),
                "accessToken",
                ordered("type", "http", "scheme", "bearer", "bearerFormat", "JWT", "description", "A signed-in user"),
                "accessCookie",
                ordered(
                        "type", "apiKey",
                        "in", "cookie",
                        "name", "cedros_access",
                        "description", "A signed-in user in a browser; unsafe methods need X-CSRF-Token"));
    }

    private static Map<String, Object> content(Route route, Map<String, Object> schema) {
        Map<String, Object> content = new LinkedHashMap<>(json(schema));
        if (route.openProtocol()) {
            content.put("application/x-www-form-urlencoded", ordered("schema", schema));
        }
        return content;
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return ordered("application/json", ordered("schema", schema));
    }

    private static String reason(int status) {
        return switch (status) {
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "Done, no content";
            default -> status < 300 ? "OK" : "Status " + status;
        };
    }

    /** Pairs of name and value as a map that keeps their order. */
    static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
