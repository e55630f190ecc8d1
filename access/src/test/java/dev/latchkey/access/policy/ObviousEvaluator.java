package dev.latchkey.access.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Conditions read straight from the contract's table, again for every question, with nothing of the compiled evaluator in
 * it: JSON becomes plain Java objects, and what is absent is a value of its own.
 */
final class ObviousEvaluator {

    private static final Object ABSENT = "absent " + ObviousEvaluator.class;
    private static final Object NULL = new Object();
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(subject|resource|environment)\\.(.+)}", Pattern.DOTALL);

    private final Map<String, Object> context = new LinkedHashMap<>();

    ObviousEvaluator(JsonNode subject, JsonNode resource, JsonNode environment) {
        context.put("subject", plain(subject));
        context.put("resource", plain(resource));
        context.put("environment", plain(environment));
    }

    boolean holds(JsonNode conditions) {
        return holds(map(plain(conditions)));
    }

    private boolean holds(Map<String, Object> conditions) {
        boolean result = true;
        for (Map.Entry<String, Object> member : conditions.entrySet()) {
            String name = member.getKey();
            if (name.equals("all")) {
                result &= list(member.getValue()).stream()
                                .filter(part -> !holds(map(part)))
                                .count()
                        == 0;
            } else if (name.equals("any")) {
                result &= list(member.getValue()).stream()
                                .filter(part -> holds(map(part)))
                                .count()
                        > 0;
            } else if (name.equals("not")) {
                result &= !holds(map(member.getValue()));
            } else if (context.containsKey(name)) {
                for (Map.Entry<String, Object> attribute :
                        map(member.getValue()).entrySet()) {
                    Map<String, Object> matcher = map(attribute.getValue());
                    result &= matches(
                            find(name, attribute.getKey()), (String) member(matcher, "type"), member(matcher, "value"));
                }
            } else {
                for (Map.Entry<String, Object> operator : map(member.getValue()).entrySet()) {
                    result &= operator.getKey().equals("equals_subject")
                            ? matches(find("resource", name), "equals", "${subject." + operator.getValue() + "}")
                            : matches(find("resource", name), operator.getKey(), operator.getValue());
                }
            }
        }
        return result;
    }

    private boolean matches(Object attribute, String operator, Object value) {
        if (operator.equals("exists")) {
            boolean there = attribute != ABSENT && attribute != NULL;
            return value.equals(true) ? there : !there;
        }
        if (operator.equals("not_in")) {
            return attribute == ABSENT || !list(value).contains(attribute);
        }
        if (attribute == ABSENT) {
            return false;
        }
        return switch (operator) {
            case "equals" -> attribute.equals(resolved(value));
            case "in" -> list(value).contains(attribute);
            case "greater_than" -> attribute instanceof BigDecimal n && n.compareTo((BigDecimal) value) > 0;
            case "less_than" -> attribute instanceof BigDecimal n && n.compareTo((BigDecimal) value) < 0;
            case "greater_or_equal" -> attribute instanceof BigDecimal n && n.compareTo((BigDecimal) value) >= 0;
            case "less_or_equal" -> attribute instanceof BigDecimal n && n.compareTo((BigDecimal) value) <= 0;
            case "contains" -> attribute instanceof String text && text.contains((String) value);
            case "starts_with" -> attribute instanceof String text && text.startsWith((String) value);
            case "ends_with" -> attribute instanceof String text && text.endsWith((String) value);
            case "array_contains" -> attribute instanceof List<?> elements && elements.contains(value);
            case "before" -> time(attribute, "UTC") instanceof ZonedDateTime t && t.isBefore(time((String) value));
            case "after" -> time(attribute, "UTC") instanceof ZonedDateTime t && t.isAfter(time((String) value));
            case "time_between" -> isBetween(attribute, map(value));
            case "day_of_week" -> isOnDay(attribute, value);
            case "ip_in" ->
                attribute instanceof String text
                        && (value instanceof String one ? List.<Object>of(one) : list(value))
                                .stream().anyMatch(network -> isIn(text, (String) network));
            default -> throw new AssertionError(operator);
        };
    }

    private Object resolved(Object value) {
        if (value instanceof String text) {
            Matcher reference = REFERENCE.matcher(text);
            if (reference.matches()) {
                Object other = find(reference.group(1), reference.group(2));
                return other == ABSENT ? value : other;
            }
        }
        return value;
    }

    private Object find(String section, String name) {
        Map<String, Object> attributes = map(member(context, section));
        if (attributes.containsKey(name) || !name.contains(".")) {
            return attributes.getOrDefault(name, ABSENT);
        }
        Object at = attributes;
        for (String step : name.split("\\.", -1)) {
            at = at instanceof Map<?, ?> inner && inner.containsKey(step) ? inner.get(step) : ABSENT;
        }
        return at;
    }

    private static boolean isBetween(Object attribute, Map<String, Object> value) {
        Object time = time(attribute, (String) value.getOrDefault("time_zone", "UTC"));
        if (!(time instanceof ZonedDateTime known)) {
            return false;
        }
        long second = known.toLocalTime().toNanoOfDay();
        long from = minutes(member(value, "from")) * 60_000_000_000L;
        long to = minutes(member(value, "to")) * 60_000_000_000L;
        if (from < to) {
            return from <= second && second < to;
        }
        return second >= from || second < to;
    }

    private static long minutes(Object clock) {
        String[] parts = ((String) clock).split(":", 2);
        return Integer.parseInt(parts[0]) * 60L + Integer.parseInt(parts[1]);
    }

    private static boolean isOnDay(Object attribute, Object value) {
        boolean zoned = value instanceof Map<?, ?>;
        String zone = zoned ? (String) map(value).getOrDefault("time_zone", "UTC") : "UTC";
        List<Object> days = zoned ? list(member(map(value), "days")) : list(value);
        return time(attribute, zone) instanceof ZonedDateTime time
                && days.contains(time.getDayOfWeek().toString().toLowerCase(Locale.ROOT));
    }

    private static Object time(Object attribute, String zone) {
        if (!(attribute instanceof String text)) {
            return ABSENT;
        }
        try {
            return OffsetDateTime.parse(text).atZoneSameInstant(ZoneId.of(zone));
        } catch (DateTimeException notOne) {
            return ABSENT;
        }
    }

    private static ZonedDateTime time(String text) {
        return OffsetDateTime.parse(text).atZoneSameInstant(ZoneId.of("UTC"));
    }

    private static boolean isIn(String address, String network) {
        String[] parts = network.split("/", 2);
        byte[] base = InetAddress.ofLiteral(parts[0]).getAddress();
        byte[] given;
        try {
            given = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
        int bits = base.length * 8;
        int ignored = parts.length == 1 ? 0 : bits - Integer.parseInt(parts[1]);
        return base.length == given.length
                && new BigInteger(1, base).shiftRight(ignored).equals(new BigInteger(1, given).shiftRight(ignored));
    }

    private static Object plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
            return members;
        }
        if (value.isArray()) {
            List<Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNull() ? NULL : value.stringValue();
    }

    private static Object member(Map<String, Object> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
