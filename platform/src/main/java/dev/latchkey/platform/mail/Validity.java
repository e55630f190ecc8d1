package dev.latchkey.platform.mail;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * How long a link works.
 *
 * @param unit the one its mail speaks of: minutes, hours or days
 */
record Validity(ChronoUnit unit, long count) {

    /** What the letter says in its fact {@code expires_in_<unit>}, else the usual. */
    Validity of(Map<String, String> facts) {
        String said = facts.getOrDefault("expires_in_" + name(), "");
        return said.matches("[1-9][0-9]{0,5}") ? new Validity(unit, Long.parseLong(said)) : this;
    }

    Duration duration() {
        return unit.getDuration().multipliedBy(count);
    }

    /** Name of the phrase that says it, such as {@code hours.one}. */
    String phrase() {
        return name() + (count == 1 ? ".one" : ".other");
    }

    private String name() {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
