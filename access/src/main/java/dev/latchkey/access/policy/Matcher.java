package dev.latchkey.access.policy;

import dev.latchkey.platform.configuration.AddressRange;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a policy says about one attribute (access.md 5). Every matcher ends, in time proportional to what it compares,
 * and throws for no value. An absent attribute matches only where that is said.
 */
sealed interface Matcher {

    /** @param value the attribute's; {@code null} when it is absent */
    boolean matches(@Nullable JsonNode value, Attributes attributes);

    /** {@code equals}: the same JSON value. */
    record Same(JsonNode expected) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && JsonValues.equal(expected, value);
        }
    }

    /**
     * {@code equals} with {@code ${section.key}}: the same JSON value as another attribute has.
     *
     * @param literal what it is compared with while the other attribute is absent: the reference as it is written
     */
    record SameAs(Attribute other, JsonNode literal) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && JsonValues.equal(expected(attributes), value);
        }

        JsonNode expected(Attributes attributes) {
            return Objects.requireNonNullElse(other.in(attributes), literal);
        }
    }

    /** {@code in}: one of these. */
    record OneOf(Set<String> texts, List<JsonNode> others) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            if (value == null) {
                return false;
            }
            return value.isString()
                    ? texts.contains(value.stringValue())
                    : others.stream().anyMatch(other -> JsonValues.equal(other, value));
        }
    }

    /** {@code not_in}: none of these; an absent attribute matches. */
    record NoneOf(OneOf values) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return !values.matches(value, attributes);
        }
    }

    /** {@code greater_than} and its like: a number on that side of another. */
    record Compared(Comparison comparison, JsonNode number) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && value.isNumber() && comparison.holds(JsonValues.compare(value, number));
        }
    }

    /** How a number compares with another. */
    enum Comparison {
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL;

        boolean holds(int sign) {
            return switch (this) {
                case GREATER -> sign > 0;
                case GREATER_OR_EQUAL -> sign >= 0;
                case LESS -> sign < 0;
                case LESS_OR_EQUAL -> sign <= 0;
            };
        }
    }

    /** {@code contains}: a text with another in it; never an array. */
    record Containing(Substring text) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && value.isString() && text.isIn(value.stringValue());
        }
    }

    /** {@code array_contains}: an array with an element. */
    record WithElement(JsonNode element) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null
                    && value.isArray()
                    && value.valueStream().anyMatch(each -> JsonValues.equal(element, each));
        }
    }

    /** {@code starts_with}. */
    record StartingWith(String prefix) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && value.isString() && value.stringValue().startsWith(prefix);
        }
    }

    /** {@code ends_with}. */
    record EndingWith(String suffix) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return value != null && value.isString() && value.stringValue().endsWith(suffix);
        }
    }

    /** {@code exists}: present and not null, or the contrary. */
    record Present(boolean wanted) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return wanted == (value != null && !value.isNull());
        }
    }

    /** {@code before} and {@code after}: a time on that side of another. */
    record OnSideOf(Comparison comparison, Instant time) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            Optional<Instant> given = Times.instant(value);
            return given.isPresent() && comparison.holds(given.get().compareTo(time));
        }
    }

    /** {@code time_between}: a time whose clocks show {@code from} or later, and not yet {@code to}. */
    record TimeOfDay(LocalTime from, LocalTime to, ZoneId zone) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return Times.in(zone, value)
                    .map(time -> includes(time.toLocalTime()))
                    .orElse(false);
        }

        private boolean includes(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean ended = !time.isBefore(to);
            return from.isBefore(to) ? begun && !ended : begun || !ended;
        }
    }

    /** {@code day_of_week}: a time on one of these days. */
    record OnDays(Set<DayOfWeek> days, ZoneId zone) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            return Times.in(zone, value)
                    .map(time -> days.contains(time.getDayOfWeek()))
                    .orElse(false);
        }
    }

    /** {@code ip_in}: an IP address of one of these networks. */
    record InNetworks(List<AddressRange> networks) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonNode value, Attributes attributes) {
            if (value == null || !value.isString()) {
                return false;
            }
            Optional<InetAddress> address = Addresses.address(value.stringValue());
            return address.isPresent() && networks.stream().anyMatch(network -> network.contains(address.get()));
        }
    }
}
