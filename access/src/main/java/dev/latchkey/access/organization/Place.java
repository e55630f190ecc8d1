package dev.latchkey.access.organization;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page of a list in the order of time ended: its last row. Travels as an opaque {@code cursor}. */
public record Place(Instant time, UUID id) {

    /** Throws 400 for a text that none of our answers has said. */
    public static Place parse(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 2) {
                return new Place(
                        Instant.parse(parts[0]), Call.parseUuid(parts[1]).orElseThrow(Place::invalid));
            }
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw invalid();
        }
        throw invalid();
    }

    /** As it travels. */
    public String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((time + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The named values of a statement that begins after the place; none for the beginning. */
    public static Map<String, Object> bindings(@Nullable Place place) {
        return place == null ? Map.of() : Map.of("afterTime", place.time(), "afterId", place.id());
    }

    private static ApiException invalid() {
        return ApiException.invalid("cursor is not one that an answer has given");
    }
}
