package dev.latchkey.networks.stellar.horizon;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Which records of a list.
 *
 * @param cursor records behind this one; empty begins at the end that {@code ascending} names, {@code now} at present
 * @param limit 1 to 200
 * @param includeFailed also those of failed transactions, where the list has them
 */
public record PageRequest(String cursor, boolean ascending, int limit, boolean includeFailed) {
    public static final int MAX_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to 200 records, not " + limit);
        }
    }

    /** The oldest records behind a cursor. */
    public static PageRequest after(String cursor) {
        return new PageRequest(cursor, true, MAX_LIMIT, false);
    }

    /** The newest records. */
    public static PageRequest newest(int limit) {
        return new PageRequest("", false, limit, false);
    }

    public PageRequest withFailed() {
        return new PageRequest(cursor, ascending, limit, true);
    }

    String query() {
        String query = "order=" + (ascending ? "asc" : "desc") + "&limit=" + limit;
        if (includeFailed) {
            query += "&include_failed=true";
        }
        return cursor.isEmpty() ? query : query + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
