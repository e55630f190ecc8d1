package dev.latchkey.platform.json;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * JSON Schema (2020-12, as OpenAPI 3.1 uses it) of our records, from the same shapes that read bodies. Named records
 * become components and are referred to.
 */
public final class Schemas {

    private final Map<String, Map<String, Object>> components = new TreeMap<>();
    private final Map<String, Class<?>> owners = new LinkedHashMap<>();

    /** The schema of {@code type}; records met on the way are added to {@link #components()}. */
    public Map<String, Object> of(Type type) {
        Class<?> raw = Shape.rawClass(type);
        if (raw == String.class) {
            return schema("string");
        }
        if (raw == Integer.class || raw == int.class || raw == Long.class || raw == long.class) {
            return with(schema("integer"), "format", raw == Integer.class || raw == int.class ? "int32" : "int64");
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return schema("boolean");
        }
        if (raw == BigDecimal.class || raw == Double.class || raw == double.class) {
            return schema("number");
        }
        if (raw == UUID.class) {
            return with(schema("string"), "format", "uuid");
        }
        if (raw == Instant.class) {
            return with(schema("string"), "format", "date-time");
        }
        if (raw.isEnum()) {
            List<String> names =
                    Arrays.stream(raw.getEnumConstants()).map(String::valueOf).toList();
            return with(schema("string"), "enum", names);
        }
        if (raw == List.class) {
            return with(schema("array"), "items", of(Shape.argument(type, 0)));
        }
        if (raw == Map.class) {
            return with(schema("object"), "additionalProperties", of(Shape.argument(type, 1)));
        }
        if (raw == Change.class) {
            return nullable(of(Shape.argument(type, 0)));
        }
        if (raw == JsonNode.class) {
            return new LinkedHashMap<>();
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return schema("object");
        }
        if (raw == Object.class) {
            return new LinkedHashMap<>();
        }
        if (raw.isRecord() && BodyReader.parser(raw) == null) {
            return reference(raw);
        }
        return schema("string");
    }

    /** Every record met so far, by its schema name. */
    public Map<String, Map<String, Object>> components() {
        return components;
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = record.getSimpleName();
        Class<?> owner = owners.putIfAbsent(name, record);
        if (owner != null && owner != record) {
            throw new IllegalStateException("two records are called " + name + ": " + owner + " and " + record);
        }
        if (owner == null) {
            components.put(name, object(record));
        }
        return with(new LinkedHashMap<>(), "$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> object(Class<?> record) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Shape.Field field : Shape.of(record).fields()) {
            properties.put(field.name(), property(field));
        }
        List<String> required = Shape.of(record).fields().stream()
                .filter(Shape.Field::required)
                .map(Shape.Field::name)
                .toList();
        Map<String, Object> schema = with(schema("object"), "properties", properties);
        return required.isEmpty() ? schema : with(schema, "required", required);
    }

    private Map<String, Object> property(Shape.Field field) {
        Map<String, Object> schema = new LinkedHashMap<>(of(field.type()));
        Length length = field.annotation(Length.class);
        if (length != null && "string".equals(schema.get("type"))) {
            if (length.min() > 0) {
                schema.put("minLength", length.min());
            }
            if (length.max() < Integer.MAX_VALUE) {
                schema.put("maxLength", length.max());
            }
        }
        Range range = field.annotation(Range.class);
        if (range != null && range.min() != Long.MIN_VALUE) {
            schema.put("minimum", range.min());
        }
        if (range != null && range.max() != Long.MAX_VALUE) {
            schema.put("maximum", range.max());
        }
        Described described = field.annotation(Described.class);
        if (described != null) {
            schema.put("description", described.value());
        }
        return field.required() ? schema : nullable(schema);
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.get("type") instanceof String type) {
            Map<String, Object> copy = new LinkedHashMap<>(schema);
            copy.put("type", List.of(type, "null"));
            if (copy.get("enum") instanceof List<?> values) {
                List<Object> withNull = new java.util.ArrayList<>(values);
                withNull.add(null);
                copy.put("enum", withNull);
            }
            return copy;
        }
        if (schema.containsKey("$ref")) {
            return with(new LinkedHashMap<>(), "anyOf", List.of(schema, schema("null")));
        }
        return schema;
    }

    private static Map<String, Object> schema(String type) {
        return with(new LinkedHashMap<>(), "type", type);
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        schema.put(key, value);
        return schema;
    }
}
