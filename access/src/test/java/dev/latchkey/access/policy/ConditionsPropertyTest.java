package dev.latchkey.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.json.Json;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random policies over random attributes, from small pools so that things often match. */
final class ConditionsPropertyTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c", "a.b", "a.b.c", "a..b", "id", "${x}", "ü");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "aab",
            "abab",
            "b",
            "1",
            "null",
            "${subject.a}",
            "${resource.a.b}",
            "${environment.c}",
            "${subject.}",
            "${nothing.a}",
            "${subject.a",
            "2026-05-30T12:00:00Z",
            "2026-05-30T23:30:00+02:00",
            "2026-05-31T00:30:00.5-11:00",
            "2026-05-30",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "10.1.2.3",
            "10.255.0.1",
            "::ffff:10.1.2.3",
            "2001:db8::1",
            "192.168.0.1",
            "fe80::1");
    private static final List<String> NUMBERS =
            List.of("0", "-0", "0.0", "1", "1.0", "10e-1", "-3", "2.5", "1e20", "7");
    private static final List<String> TIMES =
            List.of("2026-05-30T12:00:00Z", "2026-05-30T11:59:59.999Z", "2026-05-31T00:00:00+02:00");
    private static final List<String> CLOCKS = List.of("00:00", "08:30", "12:00", "13:59", "23:59");
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "+05:30");
    private static final List<String> NETWORKS =
            List.of("10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "2001:db8::/32", "::/0", "10.1.2.0/31", "192.168.0.0/23");
    private static final List<String> DAYS = List.of("saturday", "sunday", "monday");
    private static final List<String> OPERATORS = List.of(
            "equals",
            "in",
            "not_in",
            "greater_than",
            "greater_or_equal",
            "less_than",
            "less_or_equal",
            "contains",
            "starts_with",
            "ends_with",
            "exists",
            "array_contains",
            "before",
            "after",
            "time_between",
            "day_of_week",
            "ip_in");

    @Property(tries = 1_500)
    void theCompiledEvaluatorAgreesWithTheObviousOne(@ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode given = conditions(random, 2, true);
        Conditions conditions = Conditions.read(given);
        Conditions stored = Conditions.read(Json.read(Json.write(conditions.document())));
        for (int i = 0; i < 5; i++) {
            Attributes attributes = new Attributes(attributes(random), attributes(random), attributes(random));
            boolean expected = new ObviousEvaluator(
                            attributes.subject(), attributes.resource(), attributes.environment())
                    .holds(given);
            assertThat(conditions.condition().holds(attributes))
                    .as("%s on %s", given, attributes)
                    .isEqualTo(expected);
            assertThat(stored.condition().holds(attributes))
                    .as("%s on %s", stored.document(), attributes)
                    .isEqualTo(expected);
            assertThat(stored.condition().unmet(attributes).isEmpty()).isEqualTo(expected);
        }
    }

    @Property(tries = 1_500)
    void anyJsonIsAPolicyOrRefusedAtAPlaceInIt(@ForAll long seed) {
        Random random = new Random(seed);
        JsonNode given = anything(random, 5);
        Conditions conditions;
        try {
            conditions = Conditions.read(given);
        } catch (InvalidPolicy refused) {
            assertThat(refused.pointer()).startsWith("/conditions").doesNotContain("//");
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        Attributes attributes = new Attributes(attributes(random), attributes(random), attributes(random));
        boolean holds = conditions.condition().holds(attributes);
        assertThat(conditions.condition().unmet(attributes).isEmpty()).isEqualTo(holds);
        assertThat(Conditions.read(conditions.document()).document()).isEqualTo(conditions.document());
    }

    private static ObjectNode conditions(Random random, int depth, boolean top) {
        ObjectNode conditions = JSON.objectNode();
        do {
            for (Section section : Section.values()) {
                if (random.nextInt(3) == 0) {
                    ObjectNode matchers = conditions.putObject(section.wireName());
                    for (int i = random.nextInt(2); i >= 0; i--) {
                        String operator = pick(random, OPERATORS);
                        matchers.putObject(pick(random, NAMES))
                                .put("type", operator)
                                .set("value", operand(random, operator));
                    }
                }
            }
            if (top && random.nextInt(3) == 0) {
                ObjectNode operators = conditions.putObject(pick(random, List.of("a", "b", "owner_id")));
                for (int i = random.nextInt(3); i >= 0; i--) {
                    String operator = pick(random, OPERATORS);
                    operators.set(operator, operand(random, operator));
                }
                if (random.nextBoolean()) {
                    operators.put("equals_subject", pick(random, NAMES));
                }
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                conditions.set("not", conditions(random, depth - 1, false));
            }
            for (String group : List.of("all", "any")) {
                if (depth > 0 && random.nextInt(3) == 0) {
                    ArrayNode parts = conditions.putArray(group);
                    for (int i = random.nextInt(2); i >= 0; i--) {
                        parts.add(conditions(random, depth - 1, false));
                    }
                }
            }
        } while (!top && conditions.isEmpty());
        return conditions;
    }

    private static JsonNode operand(Random random, String operator) {
        return switch (operator) {
            case "equals", "array_contains" -> value(random, 1);
            case "in", "not_in" -> {
                ArrayNode values = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(random, 1));
                }
                yield values;
            }
            case "greater_than", "greater_or_equal", "less_than", "less_or_equal" -> number(random);
            case "contains", "starts_with", "ends_with" -> JSON.stringNode(pick(random, TEXTS));
            case "exists" -> JSON.booleanNode(random.nextBoolean());
            case "before", "after" -> JSON.stringNode(pick(random, TIMES));
            case "time_between" -> {
                ObjectNode clocks = JSON.objectNode();
                int from = random.nextInt(CLOCKS.size());
                int to = (from + 1 + random.nextInt(CLOCKS.size() - 1)) % CLOCKS.size();
                clocks.put("from", CLOCKS.get(from)).put("to", CLOCKS.get(to));
                yield random.nextBoolean() ? clocks : clocks.put("time_zone", pick(random, ZONES));
            }
            case "day_of_week" -> {
                ArrayNode days = JSON.arrayNode();
                days.add(pick(random, DAYS)).add(pick(random, DAYS));
                ObjectNode zoned = JSON.objectNode().put("time_zone", pick(random, ZONES));
                yield random.nextBoolean() ? days : zoned.set("days", days);
            }
            case "ip_in" -> {
                ArrayNode networks = JSON.arrayNode();
                networks.add(pick(random, NETWORKS)).add(pick(random, NETWORKS));
                yield random.nextBoolean() ? networks : networks.get(0);
            }
            default -> throw new AssertionError(operator);
        };
    }

    private static ObjectNode attributes(Random random) {
        ObjectNode attributes = JSON.objectNode();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                attributes.set(name, value(random, 3));
            }
        }
        return attributes;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2, 3 -> number(random);
            case 7 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            case 8 -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set(pick(random, List.of("a", "b", "c", "")), value(random, depth - 1));
                }
                yield object;
            }
            default -> JSON.stringNode(pick(random, TEXTS));
        };
    }

    private static JsonNode number(Random random) {
        return Json.read(pick(random, NUMBERS));
    }

    /** JSON made of the words of policies, rightly and wrongly put together. */
    private static JsonNode anything(Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return random.nextInt(4) == 0 ? JSON.stringNode(pick(random, OPERATORS)) : value(random, 2);
        }
        if (random.nextInt(4) == 0) {
            ArrayNode array = JSON.arrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(anything(random, depth - 1));
            }
            return array;
        }
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            String operator = pick(random, OPERATORS);
            switch (random.nextInt(8)) {
                case 0 -> object.set("all", anything(random, depth - 1));
                case 1 -> object.set("any", anything(random, depth - 1));
                case 2 -> object.set("not", anything(random, depth - 1));
                case 3 -> object.set(pick(random, NAMES), anything(random, depth - 1));
                case 4 -> object.set(operator, random.nextBoolean() ? operand(random, operator) : value(random, 2));
                case 5 -> {
                    object.put("type", operator);
                    object.set("value", random.nextInt(3) > 0 ? operand(random, operator) : value(random, 2));
                }
                case 6 ->
                    object.set(
                            pick(random, List.of("", "\0", "\ud800", "a/b~c", "type", "x".repeat(200))),
                            value(random, 1));
                default -> object.set(pick(random, List.of(Section.values())).wireName(), anything(random, depth - 1));
            }
        }
        return object;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
