package dev.latchkey.networks.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a node's JSON object by the types it must have; anything else is a {@link NodeException.BadAnswer}. */
public record JsonFields(JsonNode node) {
    public JsonFields {
        if (!node.isObject()) {
            throw new NodeException.BadAnswer("The answer is not a JSON object", null);
        }
    }

    /** The object that a text is. */
    public static JsonFields parse(byte[] json) {
        return new JsonFields(NodeHttp.parse(json));
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public JsonFields object(String name) {
        return new JsonFields(required(name));
    }

    public @Nullable JsonFields objectOrNull(String name) {
        return has(name) ? object(name) : null;
    }

    public String text(String name) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw wrong(name);
        }
        return value.stringValue();
    }

    public @Nullable String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    /** A whole number, written as a number or, as nodes do with large ones, as a text. */
    public long number(String name) {
        JsonNode value = required(name);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (!value.isString()) {
            throw wrong(name);
        }
        try {
            return Long.parseLong(value.stringValue());
        } catch (NumberFormatException e) {
            throw wrong(name);
        }
    }

    /** The number, or {@code otherwise} where the field is absent. */
    public long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public boolean flag(String name) {
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw wrong(name);
        }
        return value.booleanValue();
    }

    public boolean flag(String name, boolean otherwise) {
        return has(name) ? flag(name) : otherwise;
    }

    /** An ISO 8601 time. */
    public Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw wrong(name);
        }
    }

    /** The objects of an array; an absent array is empty. */
    public <T> List<T> list(String name, Function<JsonFields, T> decoder) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : array(name)) {
            values.add(decoder.apply(new JsonFields(element)));
        }
        return List.copyOf(values);
    }

    /** The texts of an array; an absent array is empty. */
    public List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isString()) {
                throw wrong(name);
            }
            values.add(element.stringValue());
        }
        return List.copyOf(values);
    }

    /** What {@code decoder} makes of a text; its refusal is a bad answer. */
    public <T> T parsed(String name, Function<String, T> decoder) {
        return decoded(name, text(name), decoder);
    }

    /** What {@code decoder} makes of a text that came in the field; its refusal is a bad answer. */
    public <T> T decoded(String name, String text, Function<String, T> decoder) {
        try {
            return decoder.apply(text);
        } catch (RuntimeException e) {
            throw new NodeException.BadAnswer("Field " + name + " cannot be read", e);
        }
    }

    public <T> @Nullable T parsedOrNull(String name, Function<String, T> decoder) {
        return has(name) ? parsed(name, decoder) : null;
    }

    private Iterable<JsonNode> array(String name) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw wrong(name);
        }
        return value;
    }

    private JsonNode required(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw new NodeException.BadAnswer("Field " + name + " is missing", null);
        }
        return value;
    }

    private static NodeException.BadAnswer wrong(String name) {
        return new NodeException.BadAnswer("Field " + name + " has the wrong type", null);
    }
}
