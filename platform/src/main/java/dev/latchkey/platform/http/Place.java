package dev.latchkey.platform.http;

import dev.latchkey.platform.json.Instants;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in a list that is ordered by time and id, newest first: a page that begins behind it costs the same wherever it
 * is, and no row is shown twice or left out when others come. Travels as an opaque text, the {@code cursor}.
 */
public record Place(Instant time, UUID id) {

    private static final int BYTES = 24;

    /** Where the page of this request begins: behind that place, or at the newest row. */
    public static Optional<Place> of(Call call) {
        return call.query().text("cursor").map(Place::parse);
    }

    /** Throws 400 for a text that is no cursor. */
    public static Place parse(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new Place(
                        Instants.inRange(Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS)),
                        new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notOne) {
            // said below
        }
        throw ApiException.invalid("cursor must be one that a list has answered");
    }

    /** As it travels. */
    public String cursor() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }
}
