package dev.latchkey.platform.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a request asks for: by {@code limit} and {@code offset}, or from where the page before ended by
 * {@code cursor}, whose address travels in {@code Link} (RFC 8288).
 *
 * @param after where the page before ended; {@code null} where {@code offset} counts
 */
public record Slice(int limit, long offset, @Nullable Place after) {

    private static final int MAX_LIMIT = 100;

    /** Throws 400 for what is no number, too small, or no cursor of ours; too large a limit is taken for the largest. */
    public static Slice of(Call call) {
        Page page = Page.byOffset(call, MAX_LIMIT, Integer.MAX_VALUE);
        Place after = call.query().text("cursor").map(Place::parse).orElse(null);
        return new Slice(page.limit(), after == null ? page.offset() : 0, after);
    }

    /** How many rows to read: one more than is shown tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    public boolean isFirst() {
        return after == null && offset == 0;
    }

    /** What is shown of the rows fetched. */
    public <T> List<T> shown(List<T> fetched) {
        return fetched.size() <= limit ? fetched : fetched.subList(0, limit);
    }

    /** Adds the address of the page behind {@code last}. */
    public Reply withNext(Call call, Reply reply, Place last) {
        return Page.withNext(call, reply, Map.of("limit", String.valueOf(limit), "cursor", last.cursor()));
    }

    /** The named values of a statement that begins after the place; none for the beginning. */
    public static Map<String, Object> bindings(@Nullable Place place) {
        return place == null ? Map.of() : Map.of("afterTime", place.time(), "afterId", place.id());
    }
}
