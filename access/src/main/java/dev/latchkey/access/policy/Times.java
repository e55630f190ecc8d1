package dev.latchkey.access.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Times in policies and attributes: texts of RFC 3339. */
final class Times {

    private static final int MAX_LENGTH = 40;

    private Times() {}

    static Optional<Instant> instant(@Nullable JsonNode value) {
        if (value == null || !value.isString() || value.stringValue().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value.stringValue()).toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /** The same time as clocks of a zone show it; empty for what no calendar holds. */
    static Optional<ZonedDateTime> in(ZoneId zone, @Nullable JsonNode value) {
        return instant(value).flatMap(instant -> {
            try {
                return Optional.of(instant.atZone(zone));
            } catch (DateTimeException outOfRange) {
                return Optional.empty();
            }
        });
    }

    static Optional<ZoneId> zone(String name) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
