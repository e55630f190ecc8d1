package dev.latchkey.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.latchkey.platform.json.Json;
import dev.latchkey.testkit.HttpAnswer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers against the API document: documented status, and a body with exactly the documented fields. */
public final class ApiContract {

    /** By document: nearly all servers of a run give the same one. */
    private static final Map<String, ApiContract> KNOWN = new ConcurrentHashMap<>();

    private final JsonNode document;
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    public ApiContract(JsonNode document) {
        this.document = document.deepCopy();
        this.document.path("components").path("schemas").values().forEach(ApiContract::close);
        this.document.path("paths").propertyNames().forEach(template -> patterns.put(template, pattern(template)));
    }

    /** Fails when the document does not describe the answer. */
    public void check(HttpAnswer answer) {
        Optional<JsonNode> operation = operation(answer.method(), answer.path());
        if (operation.isEmpty()) {
            assertThat(answer.status()).as(answer + " is not documented").isIn(404, 405, 204);
            return;
        }
        JsonNode responses = operation.get().get("responses");
        JsonNode documented = responses.get(String.valueOf(answer.status()));
        if (documented == null) {
            assertThat(answer.status()).as("undocumented success of " + answer).isGreaterThanOrEqualTo(400);
            documented = responses.get("default");
        }
        JsonNode schema = documented.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode() && !answer.body().isEmpty()) {
            List<String> errors = schema(schema).validate(answer.json()).stream()
                    .map(Object::toString)
                    .toList();
            assertThat(errors).as(answer.toString()).isEmpty();
        }
    }

    /** The operation at a canonical path or at one of its aliases: {@code /v1/…}, or an auth path at the root. */
    private Optional<JsonNode> operation(String method, String target) {
        String path = target.split("\\?", 2)[0];
        return at(method, path)
                .or(() -> path.startsWith("/v1/") ? at(method, path.substring("/v1".length())) : Optional.empty())
                .or(() -> at(method, "/auth" + path));
    }

    private Optional<JsonNode> at(String method, String path) {
        String verb = method.toLowerCase(Locale.ROOT);
        JsonNode exact = document.get("paths").get(path);
        if (exact != null && exact.has(verb)) {
            return Optional.of(exact.get(verb));
        }
        return patterns.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .filter(template -> document.get("paths").get(template).has(verb))
                .min(Comparator.comparingInt(ApiContract::parameters))
                .map(template -> document.get("paths").get(template).get(verb));
    }

    private static int parameters(String template) {
        return template.length() - template.replace("{", "").length();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), key -> {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.set("components", document.get("components"));
            root.set("allOf", JsonNodeFactory.instance.arrayNode().add(schema));
            return registry.getSchema(root);
        });
    }

    /** A body may have no field that its record does not document. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.path("properties").has("statusCode")) {
            object.put("additionalProperties", false);
        }
    }

    /** The document as a running server gives it. */
    public static ApiContract of(String json) {
        return KNOWN.computeIfAbsent(json, text -> new ApiContract(Json.read(text)));
    }
}
