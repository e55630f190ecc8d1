package dev.latchkey.access.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** When a policy applies: a finite tree, compiled once and never changed. */
sealed interface Condition {

    Condition ALWAYS = new All(List.of());
    Condition NEVER = new Any("", List.of());

    boolean holds(Attributes attributes);

    /** Why it does not hold; empty when it does. */
    Optional<Unmet> unmet(Attributes attributes);

    /** All of them hold; true of none. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Attributes attributes) {
            for (Condition part : parts) {
                if (!part.holds(attributes)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Optional<Unmet> unmet(Attributes attributes) {
            return parts.stream()
                    .flatMap(part -> part.unmet(attributes).stream())
                    .findFirst();
        }
    }

    /** At least one of them holds; false of none. */
    record Any(String pointer, List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Attributes attributes) {
            for (Condition part : parts) {
                if (part.holds(attributes)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Optional<Unmet> unmet(Attributes attributes) {
            if (holds(attributes)) {
                return Optional.empty();
            }
            List<Unmet> reasons = parts.stream()
                    .flatMap(part -> part.unmet(attributes).stream())
                    .toList();
            return Optional.of(new Unmet(pointer, "any", null, null, reasons));
        }
    }

    /** It does not hold. */
    record Not(String pointer, Condition part) implements Condition {
        @Override
        public boolean holds(Attributes attributes) {
            return !part.holds(attributes);
        }

        @Override
        public Optional<Unmet> unmet(Attributes attributes) {
            return holds(attributes) ? Optional.empty() : Optional.of(new Unmet(pointer, "not", null, null, List.of()));
        }
    }

    /**
     * An attribute matches.
     *
     * @param expected the matcher's value as the policy has it
     */
    record Test(String pointer, Attribute attribute, String operator, JsonNode expected, Matcher matcher)
            implements Condition {
        @Override
        public boolean holds(Attributes attributes) {
            return matcher.matches(attribute.in(attributes), attributes);
        }

        @Override
        public Optional<Unmet> unmet(Attributes attributes) {
            if (holds(attributes)) {
                return Optional.empty();
            }
            JsonNode compared = matcher instanceof Matcher.SameAs reference ? reference.expected(attributes) : expected;
            return Optional.of(new Unmet(pointer, operator, compared, attribute.in(attributes), List.of()));
        }
    }

    /**
     * Why a condition does not hold.
     *
     * @param path of the condition in the policy (JSON pointer)
     * @param operator of the matcher, or {@code any} or {@code not}
     * @param expected what the attribute was compared with
     * @param actual what the attribute is; left out when it is absent
     * @param reasons of each part of an {@code any}
     */
    record Unmet(
            String path,
            String operator,
            @Nullable JsonNode expected,
            @Nullable JsonNode actual,
            List<Unmet> reasons) {}
}
