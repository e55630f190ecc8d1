package dev.latchkey.identity.throttle;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guess that somebody wants to make.
 *
 * @param event id of the guess
 * @param admitted whether it may be looked at. If not and the subject is not locked either, as many guesses as the
 *     threshold leaves are being looked at just now: ask again in a moment.
 */
public record Reservation(
        Subject subject,
        UUID event,
        boolean admitted,
        @Nullable Instant lockedUntil) {

    /** A new guess, to be bound to {@link Throttle#RESERVE}. */
    public static Reservation of(Subject subject) {
        return new Reservation(subject, UUID.randomUUID(), false, null);
    }

    /** The same guess with what {@link Throttle#RESERVE} returned. */
    public Reservation answered(ResultSet row) throws SQLException {
        return new Reservation(
                subject, event, row.getBoolean("admitted"), Columns.optionalInstant(row, "locked_until"));
    }

    public boolean isLocked() {
        return lockedUntil != null;
    }

    /** The lock in which it ran. */
    public Verdict verdict() {
        return new Verdict(lockedUntil, false);
    }
}
