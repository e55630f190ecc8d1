package dev.latchkey.access.policy;

import dev.latchkey.access.policy.Matcher.Comparison;
import dev.latchkey.platform.configuration.AddressRange;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a matcher of an operator and its value, or says where they are wrong. */
final class Matchers {

    private static final String DATE_TIME = "must be a time such as 2026-05-30T12:00:00Z";

    private Matchers() {}

    /**
     * @param operatorAt points to the operator
     * @param valueAt points to the value
     */
    static Matcher of(String operator, JsonNode value, String operatorAt, String valueAt) {
        return switch (operator) {
            case "equals" -> same(value);
            case "in" -> oneOf(value, valueAt);
            case "not_in" -> new Matcher.NoneOf(oneOf(value, valueAt));
            case "greater_than" -> compared(Comparison.GREATER, value, valueAt);
            case "greater_or_equal" -> compared(Comparison.GREATER_OR_EQUAL, value, valueAt);
            case "less_than" -> compared(Comparison.LESS, value, valueAt);
            case "less_or_equal" -> compared(Comparison.LESS_OR_EQUAL, value, valueAt);
            case "contains" -> new Matcher.Containing(new Substring(text(value, valueAt)));
            case "starts_with" -> new Matcher.StartingWith(text(value, valueAt));
            case "ends_with" -> new Matcher.EndingWith(text(value, valueAt));
            case "exists" -> present(value, valueAt);
            case "array_contains" -> new Matcher.WithElement(value);
            case "before" -> new Matcher.OnSideOf(Comparison.LESS, instant(value, valueAt));
            case "after" -> new Matcher.OnSideOf(Comparison.GREATER, instant(value, valueAt));
            case "time_between" -> timeOfDay(value, valueAt);
            case "day_of_week" -> onDays(value, valueAt);
            case "ip_in" -> inNetworks(value, valueAt);
            default -> throw new InvalidPolicy(operatorAt, "is no operator");
        };
    }

    private static Matcher same(JsonNode value) {
        Optional<Attribute> reference =
                value.isString() ? Optional.ofNullable(reference(value.stringValue())) : Optional.empty();
        return reference
                .<Matcher>map(other -> new Matcher.SameAs(other, value))
                .orElseGet(() -> new Matcher.Same(value));
    }

    /** The attribute that {@code ${section.key}} stands for; {@code null} for any other text. */
    private static @Nullable Attribute reference(String text) {
        int dot = text.indexOf('.');
        if (!text.startsWith("${") || !text.endsWith("}") || dot < 0 || dot + 2 >= text.length()) {
            return null;
        }
        return Section.ofWireName(text.substring(2, dot))
                .map(section -> Attribute.of(section, text.substring(dot + 1, text.length() - 1)))
                .orElse(null);
    }

    private static Matcher.OneOf oneOf(JsonNode value, String at) {
        if (!value.isArray()) {
            throw new InvalidPolicy(at, "must be an array");
        }
        Set<String> texts = new HashSet<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isString()) {
                texts.add(element.stringValue());
            } else {
                others.add(element);
            }
        }
        return new Matcher.OneOf(Set.copyOf(texts), List.copyOf(others));
    }

    private static Matcher compared(Comparison comparison, JsonNode value, String at) {
        if (!value.isNumber()) {
            throw new InvalidPolicy(at, "must be a number");
        }
        return new Matcher.Compared(comparison, value);
    }

    private static String text(JsonNode value, String at) {
        if (!value.isString()) {
            throw new InvalidPolicy(at, "must be a string");
        }
        return value.stringValue();
    }

    private static Matcher present(JsonNode value, String at) {
        if (!value.isBoolean()) {
            throw new InvalidPolicy(at, "must be true or false");
        }
        return new Matcher.Present(value.booleanValue());
    }

    private static Instant instant(JsonNode value, String at) {
        return Times.instant(value).orElseThrow(() -> new InvalidPolicy(at, DATE_TIME));
    }

    private static Matcher timeOfDay(JsonNode value, String at) {
        requireMembers(value, at, Set.of("from", "to", "time_zone"));
        LocalTime from = time(value.get("from"), at + "/from");
        LocalTime to = time(value.get("to"), at + "/to");
        if (from.equals(to)) {
            throw new InvalidPolicy(at + "/to", "must differ from the beginning");
        }
        return new Matcher.TimeOfDay(from, to, zone(value.get("time_zone"), at + "/time_zone"));
    }

    private static LocalTime time(@Nullable JsonNode value, String at) {
        if (value != null && value.isString() && value.stringValue().length() == 5) {
            try {
                return LocalTime.parse(value.stringValue());
            } catch (DateTimeException notOne) {
                // said below
            }
        }
        throw new InvalidPolicy(at, "must be a time of the day such as 09:30");
    }

    private static ZoneId zone(@Nullable JsonNode value, String at) {
        if (value == null) {
            return ZoneId.of("UTC");
        }
        return Times.zone(text(value, at))
                .orElseThrow(() -> new InvalidPolicy(at, "must be a time zone such as Europe/Berlin"));
    }

    private static Matcher onDays(JsonNode value, String at) {
        if (value.isArray()) {
            return new Matcher.OnDays(days(value, at), ZoneId.of("UTC"));
        }
        requireMembers(value, at, Set.of("days", "time_zone"));
        return new Matcher.OnDays(
                days(value.get("days"), at + "/days"), zone(value.get("time_zone"), at + "/time_zone"));
    }

    private static Set<DayOfWeek> days(@Nullable JsonNode value, String at) {
        if (value == null || !value.isArray() || value.isEmpty()) {
            throw new InvalidPolicy(at, "must be an array of days such as monday");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = 0; i < value.size(); i++) {
            String name = text(value.get(i), at + "/" + i);
            int position = i;
            days.add(Arrays.stream(DayOfWeek.values())
                    .filter(day -> day.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidPolicy(at + "/" + position, "must be a day such as monday")));
        }
        return days.stream().collect(Collectors.toUnmodifiableSet());
    }

    private static Matcher inNetworks(JsonNode value, String at) {
        if (value.isString()) {
            return new Matcher.InNetworks(List.of(network(value, at)));
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new InvalidPolicy(at, "must be an array of networks such as 10.0.0.0/8");
        }
        List<AddressRange> networks = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            networks.add(network(value.get(i), at + "/" + i));
        }
        return new Matcher.InNetworks(List.copyOf(networks));
    }

    private static AddressRange network(JsonNode value, String at) {
        return Addresses.range(text(value, at))
                .orElseThrow(() -> new InvalidPolicy(at, "must be a network such as 10.0.0.0/8 or 2001:db8::/32"));
    }

    private static void requireMembers(JsonNode value, String at, Set<String> known) {
        if (!value.isObject()) {
            throw new InvalidPolicy(at, "must be an object");
        }
        for (String name : value.propertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidPolicy(InvalidPolicy.child(at, name), "is not known here");
            }
        }
    }
}
