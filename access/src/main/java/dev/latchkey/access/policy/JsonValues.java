package dev.latchkey.access.policy;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** When JSON values are the same, and which number is greater. Numbers count by their value: 1 is 1.0. */
final class JsonValues {

    private JsonValues() {}

    static boolean equal(JsonNode one, JsonNode other) {
        if (one.isString()) {
            return other.isString() && one.stringValue().equals(other.stringValue());
        }
        if (one.isNumber()) {
            return other.isNumber() && compare(one, other) == 0;
        }
        if (one.isObject()) {
            return other.isObject() && haveEqualProperties(one, other);
        }
        if (one.isArray()) {
            return other.isArray() && haveEqualElements(one, other);
        }
        if (one.isBoolean()) {
            return other.isBoolean() && one.booleanValue() == other.booleanValue();
        }
        return one.isNull() && other.isNull();
    }

    /** Of two numbers. */
    static int compare(JsonNode one, JsonNode other) {
        if (one.isInt() && other.isInt()) {
            return Integer.compare(one.intValue(), other.intValue());
        }
        return one.decimalValue().compareTo(other.decimalValue());
    }

    private static boolean haveEqualProperties(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> property : one.properties()) {
            JsonNode counterpart = other.get(property.getKey());
            if (counterpart == null || !equal(property.getValue(), counterpart)) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveEqualElements(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
