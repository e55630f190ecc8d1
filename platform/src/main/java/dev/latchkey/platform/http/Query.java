package dev.latchkey.platform.http;

import dev.latchkey.platform.json.Instants;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The query string, read by type; what does not fit is a 400 that names the parameter. */
public final class Query {

    private final Map<String, List<String>> values;

    Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The parameters given, in the order of the alphabet. */
    Set<String> names() {
        return new TreeSet<>(values.keySet());
    }

    /** The parameter's first value; PostgreSQL has no NUL, so nothing with one can be looked for. */
    public Optional<String> text(String name) {
        Optional<String> given = Optional.ofNullable(values.get(name)).map(List::getFirst);
        if (given.isPresent() && given.get().indexOf('\0') >= 0) {
            throw ApiException.invalid(name + " must not contain NUL");
        }
        return given;
    }

    /** A whole number in base 10 within bounds, or {@code fallback} when absent. */
    public int integer(String name, int fallback, int min, int max) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(given.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // said below
        }
        throw ApiException.invalid(
                max == Integer.MAX_VALUE
                        ? name + " must be an integer of at least " + min
                        : name + " must be an integer from " + min + " to " + max);
    }

    public <E extends Enum<E>> Optional<E> enumeration(String name, Class<E> type) {
        return text(name).map(given -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(given))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid(name + " must be one of the following values: "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")))));
    }

    public Optional<UUID> uuid(String name) {
        return text(name)
                .map(given -> Call.parseUuid(given).orElseThrow(() -> ApiException.invalid(name + " must be a UUID")));
    }

    public Optional<Instant> instant(String name) {
        return text(name).map(given -> {
            try {
                return Instants.parse(given);
            } catch (DateTimeException notOne) {
                throw ApiException.invalid(name + " must be a valid ISO 8601 date string with a time and a zone");
            }
        });
    }
}
