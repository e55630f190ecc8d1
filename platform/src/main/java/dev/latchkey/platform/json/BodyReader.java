package dev.latchkey.platform.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a JSON object into a record. Nothing is coerced (the string {@code "1"} is not a number), and all violations are
 * reported together. A record component is required unless it is {@code @Nullable} or a {@link Change}; its type says what
 * is accepted. Any class of ours with {@code static T parse(String)} is a text whose refusal (an
 * {@link IllegalArgumentException}) becomes the violation, prefixed by the field's name.
 */
public final class BodyReader {

    /** What happens to properties that the record does not name. */
    public enum UnknownProperties {
        REFUSED,
        IGNORED
    }

    private static final int MAX_ITEMS = 10_000;

    private static final ClassValue<Optional<MethodHandle>> PARSERS = new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
            return findParser(type);
        }
    };

    private final UnknownProperties unknownProperties;
    private final List<String> violations = new ArrayList<>();

    private BodyReader(UnknownProperties unknownProperties) {
        this.unknownProperties = unknownProperties;
    }

    /**
     * Reads {@code body} into {@code type}.
     *
     * @throws InvalidBody naming every violation
     */
    public static <T> T read(JsonNode body, Class<T> type, UnknownProperties unknownProperties) {
        BodyReader reader = new BodyReader(unknownProperties);
        Object value = body.isObject() ? reader.object("", body, type) : reader.refuse("body must be a JSON object");
        if (value == null || !reader.violations.isEmpty()) {
            throw new InvalidBody(reader.violations);
        }
        return type.cast(value);
    }

    private @Nullable Object object(String path, JsonNode node, Class<?> type) {
        Shape shape = Shape.of(type);
        refuseUnknown(path, node, shape);
        int before = violations.size();
        Object[] values = new Object[shape.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field(path, node, shape.fields().get(i));
        }
        return violations.size() == before ? shape.create(values) : null;
    }

    private void refuseUnknown(String path, JsonNode node, Shape shape) {
        if (unknownProperties == UnknownProperties.IGNORED) {
            return;
        }
        Set<String> known =
                shape.fields().stream().map(Shape.Field::name).collect(Collectors.toCollection(HashSet::new));
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> violations.add("property " + path + printable(name) + " should not exist"));
    }

    private @Nullable Object field(String path, JsonNode parent, Shape.Field field) {
        String name = path + field.name();
        JsonNode node = parent.get(field.name());
        if (Shape.rawClass(field.type()) == Change.class) {
            return change(name, node, field);
        }
        if (node == null || node.isNull()) {
            if (field.required()) {
                violations.add(missing(name, field.type()));
            }
            return null;
        }
        return value(name, node, field.type(), field);
    }

    private @Nullable Object change(String name, @Nullable JsonNode node, Shape.Field field) {
        if (node == null) {
            return new Change.Keep<>();
        }
        if (node.isNull()) {
            return new Change.Clear<>();
        }
        Object value = value(name, node, Shape.argument(field.type(), 0), field);
        return value == null ? null : new Change.Replace<>(value);
    }

    private @Nullable Object value(String name, JsonNode node, Type type, Shape.Field field) {
        Class<?> raw = Shape.rawClass(type);
        if (raw == String.class) {
            return text(name, node, field);
        }
        if (raw == Integer.class || raw == int.class) {
            Long whole = whole(name, node, field, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return whole == null ? null : (Object) whole.intValue();
        }
        if (raw == Long.class || raw == long.class) {
            return whole(name, node, field, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return node.isBoolean() ? (Object) node.booleanValue() : refuse(name + " must be a boolean value");
        }
        if (raw == BigDecimal.class) {
            return node.isNumber() ? node.decimalValue() : refuse(name + " must be a number");
        }
        if (raw == UUID.class) {
            return uuid(name, node);
        }
        if (raw == Instant.class) {
            return instant(name, node);
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return raw.isInstance(node) ? node : refuse(name + " must be an object");
        }
        if (raw.isEnum()) {
            return enumeration(name, node, raw);
        }
        if (raw == List.class) {
            return list(name, node, Shape.argument(type, 0), field);
        }
        if (raw == Map.class) {
            return map(name, node, Shape.argument(type, 1), field);
        }
        if (raw.isRecord() && parser(raw) == null) {
            return node.isObject() ? object(name + ".", node, raw) : refuse(name + " must be an object");
        }
        return parsed(name, node, raw);
    }

    private @Nullable Object text(String name, JsonNode node, Shape.Field field) {
        String text = storable(name, node);
        if (text == null) {
            return null;
        }
        Matches matches = field.annotation(Matches.class);
        if (matches != null && !text.matches(matches.value())) {
            return refuse(matches.message());
        }
        Length length = field.annotation(Length.class);
        int characters = text.codePointCount(0, text.length());
        if (length != null && characters < length.min()) {
            return refuse(
                    characters == 0
                            ? name + " should not be empty"
                            : name + " must be longer than or equal to " + length.min() + " characters");
        }
        if (length != null && characters > length.max()) {
            return refuse(name + " must be shorter than or equal to " + length.max() + " characters");
        }
        return text;
    }

    /** Null, and a violation, for what is no text or what PostgreSQL cannot store. */
    private @Nullable String storable(String name, JsonNode node) {
        if (!node.isString()) {
            violations.add(name + " must be a string");
            return null;
        }
        String text = node.stringValue();
        if (text.indexOf('\0') >= 0) {
            violations.add(name + " must not contain the NUL character");
            return null;
        }
        if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            violations.add(name + " must not contain unpaired surrogates");
            return null;
        }
        return text;
    }

    private @Nullable Long whole(String name, JsonNode node, Shape.Field field, long smallest, long largest) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            violations.add(name + " must be an integer number");
            return null;
        }
        Range range = field.annotation(Range.class);
        long min = range == null ? smallest : Math.max(smallest, range.min());
        long max = range == null ? largest : Math.min(largest, range.max());
        long value = node.longValue();
        if (value < min) {
            violations.add(name + " must not be less than " + min);
            return null;
        }
        if (value > max) {
            violations.add(name + " must not be greater than " + max);
            return null;
        }
        return value;
    }

    private @Nullable Object uuid(String name, JsonNode node) {
        if (node.isString() && node.stringValue().length() == 36) {
            try {
                return UUID.fromString(node.stringValue());
            } catch (IllegalArgumentException notOne) {
                return refuse(name + " must be a UUID");
            }
        }
        return refuse(name + " must be a UUID");
    }

    private @Nullable Object instant(String name, JsonNode node) {
        if (node.isString()) {
            try {
                return Instants.parse(node.stringValue());
            } catch (DateTimeException notOne) {
                return refuse(name + " must be a valid ISO 8601 date string with a time and a zone");
            }
        }
        return refuse(name + " must be a valid ISO 8601 date string with a time and a zone");
    }

    private @Nullable Object enumeration(String name, JsonNode node, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        if (node.isString()) {
            for (Object constant : constants) {
                if (((Enum<?>) constant).name().equals(node.stringValue())) {
                    return constant;
                }
            }
        }
        String allowed = Arrays.stream(constants).map(String::valueOf).collect(Collectors.joining(", "));
        return refuse(name + " must be one of the following values: " + allowed);
    }

    private @Nullable Object list(String name, JsonNode node, Type element, Shape.Field field) {
        if (!node.isArray() || node.size() > MAX_ITEMS) {
            return refuse(name + " must be an array of at most " + MAX_ITEMS + " items");
        }
        List<Object> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            Object item = value(name + "[" + i + "]", node.get(i), element, field);
            if (item != null) {
                items.add(item);
            }
        }
        return List.copyOf(items);
    }

    private @Nullable Object map(String name, JsonNode node, Type element, Shape.Field field) {
        if (!node.isObject()) {
            return refuse(name + " must be an object");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            Object item = value(name + "." + printable(property.getKey()), property.getValue(), element, field);
            if (item != null) {
                entries.put(property.getKey(), item);
            }
        }
        return entries;
    }

    private @Nullable Object parsed(String name, JsonNode node, Class<?> type) {
        MethodHandle parser = parser(type);
        if (parser == null) {
            throw new IllegalStateException("no JSON form for " + type);
        }
        String text = storable(name, node);
        if (text == null) {
            return null;
        }
        try {
            return parser.invoke(text);
        } catch (IllegalArgumentException refused) {
            return refuse(name + " " + refused.getMessage());
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static @Nullable MethodHandle parser(Class<?> type) {
        return PARSERS.get(type).orElse(null);
    }

    /** {@code static T parse(String)}, in public and in package-private types alike. */
    private static Optional<MethodHandle> findParser(Class<?> type) {
        try {
            Method parse = type.getDeclaredMethod("parse", String.class);
            if (!Modifier.isStatic(parse.getModifiers()) || parse.getReturnType() != type) {
                return Optional.empty();
            }
            parse.setAccessible(true);
            return Optional.of(MethodHandles.lookup().unreflect(parse));
        } catch (NoSuchMethodException | IllegalAccessException none) {
            return Optional.empty();
        }
    }

    private String missing(String name, Type type) {
        Class<?> raw = Shape.rawClass(type);
        if (raw == String.class || parser(raw) != null) {
            return name + " should not be empty";
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return name + " is required";
        }
        String kind = raw.isRecord() ? "an object" : raw.getSimpleName().toLowerCase(Locale.ROOT);
        return name + " is required (" + kind + ")";
    }

    private @Nullable Object refuse(String violation) {
        violations.add(violation);
        return null;
    }

    /** A client's own property name comes back in the message: keep it short and free of control characters. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{C}", "?");
        return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
    }
}
