package dev.latchkey.access.policy;

import dev.latchkey.platform.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the conditions of a policy, in either shape of the contract and with groups (access.md 5):
 *
 * <pre>{@code
 * {"subject": {attribute: {"type": operator, "value": any}}, "resource": {…}, "environment": {…},
 *  "all": [conditions, …], "any": [conditions, …], "not": conditions}
 * {attribute of the resource: {operator: value, …}}
 * }</pre>
 *
 * Everything in an object has to hold. What is read is bounded in size, depth and number of conditions.
 *
 * @param document in the first shape, as it is stored
 * @param condition what it means
 */
record Conditions(ObjectNode document, Condition condition) {

    static final int MAX_BYTES = 16_000;
    static final int MAX_DEPTH = 10;
    static final int MAX_NODES = 100;
    private static final int MAX_NAME = 128;
    private static final int MAX_DIGITS = 30;
    private static final String ROOT = "/conditions";

    /** @throws InvalidPolicy at the first thing that is wrong */
    static Conditions read(JsonNode given) {
        if (!given.isObject()) {
            throw new InvalidPolicy(ROOT, "must be an object");
        }
        requireStorable(given);
        new Reader().conditions(given, ROOT, 1, true);
        ObjectNode document = normalForm(given);
        requireStorable(document);
        return new Conditions(document, new Reader().conditions(document, ROOT, 1, true));
    }

    private static final class Reader {

        private int nodes;

        Condition conditions(JsonNode given, String at, int depth, boolean top) {
            if (!given.isObject()) {
                throw new InvalidPolicy(at, "must be an object");
            }
            if (depth > MAX_DEPTH) {
                throw new InvalidPolicy(at, "is too deep; " + MAX_DEPTH + " levels are possible");
            }
            if (!top && given.isEmpty()) {
                throw new InvalidPolicy(at, "must not be empty");
            }
            List<Condition> parts = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                part(member.getKey(), member.getValue(), at, depth, top, parts);
            }
            return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
        }

        private void part(String name, JsonNode value, String parent, int depth, boolean top, List<Condition> parts) {
            String at = InvalidPolicy.child(parent, name);
            Optional<Section> section = Section.ofWireName(name);
            if (section.isPresent()) {
                section(section.get(), value, at, parts);
                return;
            }
            switch (name) {
                case "all" -> parts.add(new Condition.All(group(value, at, depth)));
                case "any" -> parts.add(new Condition.Any(at, group(value, at, depth)));
                case "not" -> {
                    count(at);
                    parts.add(new Condition.Not(at, conditions(value, at, depth + 1, false)));
                }
                default -> {
                    if (!top) {
                        throw new InvalidPolicy(at, "must be subject, resource, environment, all, any or not");
                    }
                    shortForm(name, value, parent, parts);
                }
            }
        }

        private List<Condition> group(JsonNode given, String at, int depth) {
            if (!given.isArray() || given.isEmpty()) {
                throw new InvalidPolicy(at, "must be an array of conditions");
            }
            count(at);
            List<Condition> parts = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                parts.add(conditions(given.get(i), at + "/" + i, depth + 1, false));
            }
            return List.copyOf(parts);
        }

        private void section(Section section, JsonNode given, String at, List<Condition> parts) {
            if (!given.isObject()) {
                throw new InvalidPolicy(at, "must be an object");
            }
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                String matcherAt = InvalidPolicy.child(at, member.getKey());
                JsonNode matcher = member.getValue();
                Attribute attribute = attribute(section, member.getKey(), at);
                if (!matcher.isObject()) {
                    throw new InvalidPolicy(matcherAt, "must be a matcher with type and value");
                }
                for (String name : matcher.propertyNames()) {
                    if (!name.equals("type") && !name.equals("value")) {
                        throw new InvalidPolicy(InvalidPolicy.child(matcherAt, name), "is not known here");
                    }
                }
                JsonNode type = matcher.get("type");
                JsonNode value = matcher.get("value");
                if (type == null || !type.isString()) {
                    throw new InvalidPolicy(matcherAt + "/type", "must be an operator");
                }
                if (value == null) {
                    throw new InvalidPolicy(matcherAt + "/value", "is required");
                }
                count(matcherAt);
                String operator = type.stringValue();
                Matcher compiled = Matchers.of(operator, value, matcherAt + "/type", matcherAt + "/value");
                parts.add(new Condition.Test(matcherAt, attribute, operator, value, compiled));
            }
        }

        private void shortForm(String name, JsonNode given, String parent, List<Condition> parts) {
            String at = InvalidPolicy.child(parent, name);
            Attribute attribute = attribute(Section.RESOURCE, name, parent);
            if (!given.isObject() || given.isEmpty()) {
                throw new InvalidPolicy(
                        at, "must be an object of operators with their values; groups are called all, any and not");
            }
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                String operatorAt = InvalidPolicy.child(at, member.getKey());
                count(operatorAt);
                JsonNode matcher = matcher(member.getKey(), member.getValue(), operatorAt);
                String operator = matcher.get("type").stringValue();
                JsonNode value = matcher.get("value");
                Matcher compiled = Matchers.of(operator, value, operatorAt, operatorAt);
                parts.add(new Condition.Test(operatorAt, attribute, operator, value, compiled));
            }
        }

        private void count(String at) {
            nodes++;
            if (nodes > MAX_NODES) {
                throw new InvalidPolicy(at, "is one condition too many; " + MAX_NODES + " are possible");
            }
        }

        private static Attribute attribute(Section section, String name, String at) {
            if (name.isEmpty() || name.length() > MAX_NAME) {
                throw new InvalidPolicy(at, "must name its attributes with 1 to " + MAX_NAME + " characters");
            }
            return Attribute.of(section, name);
        }
    }

    /** {@code {operator: value}} as {@code {type, value}}; {@code equals_subject} names an attribute of the subject. */
    private static ObjectNode matcher(String operator, JsonNode value, String at) {
        ObjectNode matcher = JsonNodeFactory.instance.objectNode();
        if (!operator.equals("equals_subject")) {
            return matcher.put("type", operator).set("value", value);
        }
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new InvalidPolicy(at, "must be the name of an attribute of the subject");
        }
        return matcher.put("type", "equals").put("value", "${subject." + value.stringValue() + "}");
    }

    /** The same in the first shape. */
    private static ObjectNode normalForm(JsonNode given) {
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        List<ObjectNode> further = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (isKnown(member.getKey())) {
                normal.set(member.getKey(), member.getValue().deepCopy());
            }
        }
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (!isKnown(member.getKey())) {
                member.getValue()
                        .properties()
                        .forEach(operator -> add(
                                member.getKey(), matcher(operator.getKey(), operator.getValue(), ""), normal, further));
            }
        }
        if (!further.isEmpty()) {
            ArrayNode all = normal.has("all") ? (ArrayNode) normal.get("all") : normal.putArray("all");
            further.forEach(all::add);
        }
        return normal;
    }

    private static void add(String attribute, ObjectNode matcher, ObjectNode normal, List<ObjectNode> further) {
        ObjectNode resource =
                normal.has("resource") ? (ObjectNode) normal.get("resource") : normal.putObject("resource");
        if (!resource.has(attribute)) {
            resource.set(attribute, matcher);
            return;
        }
        ObjectNode another = JsonNodeFactory.instance.objectNode();
        another.putObject("resource").set(attribute, matcher);
        further.add(another);
    }

    private static boolean isKnown(String name) {
        return Section.ofWireName(name).isPresent()
                || List.of("all", "any", "not").contains(name);
    }

    /** PostgreSQL stores no NUL, and writes numbers out in full. */
    private static void requireStorable(JsonNode conditions) {
        requireSound(conditions, ROOT);
        if (Json.write(conditions).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidPolicy(ROOT, "must have at most " + MAX_BYTES + " bytes");
        }
    }

    private static void requireSound(JsonNode value, String at) {
        if (value.isString() && !isSound(value.stringValue())) {
            throw new InvalidPolicy(at, "must not contain NUL or unpaired surrogates");
        }
        if (value.isNumber() && !isSound(value.decimalValue())) {
            throw new InvalidPolicy(at, "must be a number of ordinary size");
        }
        int index = 0;
        if (value.isArray()) {
            for (JsonNode element : value) {
                requireSound(element, at + "/" + index++);
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String memberAt = InvalidPolicy.child(at, member.getKey());
            if (!isSound(member.getKey())) {
                throw new InvalidPolicy(memberAt, "must not contain NUL or unpaired surrogates");
            }
            requireSound(member.getValue(), memberAt);
        }
    }

    private static boolean isSound(String text) {
        return text.codePoints()
                .noneMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    private static boolean isSound(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS;
    }
}
