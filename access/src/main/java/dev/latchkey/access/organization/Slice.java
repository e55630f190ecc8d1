package dev.latchkey.access.organization;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a request asks for: by {@code limit} and {@code offset}, or from where the page before ended by
 * {@code cursor}, whose address travels in {@code Link} (RFC 8288).
 *
 * @param after where the page before ended; {@code null} where {@code offset} counts
 */
public record Slice(int limit, long offset, @Nullable Place after) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 100;

    /** Throws 400 for what is no number, too small, or no cursor of ours; too large a limit is taken for the largest. */
    public static Slice of(Call call) {
        int limit = Math.min(MAX_LIMIT, call.query().integer("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
        int offset = call.query().integer("offset", 0, 0, Integer.MAX_VALUE);
        Place after = call.query().text("cursor").map(Place::parse).orElse(null);
        return new Slice(limit, after == null ? offset : 0, after);
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

    /**
     * Adds the address of the next page.
     *
     * @param kept other parameters of the request
     */
    public Reply withNext(Call call, Reply reply, Place last, Map<String, String> kept) {
        Map<String, String> parameters = new LinkedHashMap<>(kept);
        parameters.put("limit", String.valueOf(limit));
        parameters.put("cursor", last.cursor());
        StringJoiner query = new StringJoiner("&");
        parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return reply.header("Link", "<" + call.rawPath() + "?" + query + ">; rel=\"next\"");
    }

    /** The named values of a statement that begins after the place; none for the beginning. */
    public static Map<String, Object> bindings(@Nullable Place place) {
        return place == null ? Map.of() : Map.of("afterTime", place.time(), "afterId", place.id());
    }
}
