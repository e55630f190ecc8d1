package dev.latchkey.platform.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments as clients send them. */
public final class Instants {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Instants() {}

    /** ISO 8601 with a time and a zone, in the years that ISO 8601 writes with four digits. */
    public static Instant parse(String text) {
        return inRange(OffsetDateTime.parse(text).toInstant());
    }

    /** Throws for a moment that a client cannot mean and the database cannot store. */
    public static Instant inRange(Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw new DateTimeException("the year must be 1 to 9999");
        }
        return moment;
    }
}
