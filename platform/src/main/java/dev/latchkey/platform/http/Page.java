package dev.latchkey.platform.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The part of a list that a request asks for. A list shows 50 rows where nothing is asked and 200 at most; the address of
 * the next page travels in {@code Link} (RFC 8288).
 */
public final class Page {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;
    private static final int MAX_NUMBER = 10_000_000;

    private final int number;
    private final int limit;
    private final long offset;
    private final Map<String, String> next;

    private Page(int number, int limit, long offset, Map<String, String> next) {
        this.number = number;
        this.limit = limit;
        this.offset = offset;
        this.next = next;
    }

    /** From {@code limit} and {@code offset}; throws 400 on what is no number or too small. */
    public static Page byOffset(Call call) {
        return byOffset(call, MAX_LIMIT, Integer.MAX_VALUE);
    }

    /** As {@link #byOffset(Call)} with other bounds; what is asked above them counts as they do. */
    public static Page byOffset(Call call, int maxLimit, int maxOffset) {
        int limit = Math.min(maxLimit, size(call, "limit", DEFAULT_LIMIT));
        int offset = Math.min(maxOffset, call.query().integer("offset", 0, 0, Integer.MAX_VALUE));
        return new Page(1, limit, offset, parameters("limit", limit, "offset", (long) offset + limit));
    }

    /** The bounds of the sign-in API: a hundred rows at most, from the millionth on at most (admin-settings.md 1). */
    public static Page bounded(Call call) {
        return byOffset(call, 100, 1_000_000);
    }

    /** From {@code page} (the first is 1) and the parameter called {@code sizeName}. */
    public static Page byNumber(Call call, String sizeName, int defaultSize) {
        int limit = size(call, sizeName, defaultSize);
        int number = call.query().integer("page", 1, 1, MAX_NUMBER);
        return new Page(
                number, limit, (long) (number - 1) * limit, parameters("page", number + 1L, sizeName, (long) limit));
    }

    /** Which page it is; 1 for pages by offset. */
    public int number() {
        return number;
    }

    public int limit() {
        return limit;
    }

    public long offset() {
        return offset;
    }

    /** How many rows to read: one more than is shown tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** Answers the rows of this page, of {@link #fetch()} rows read from {@link #offset()} on. */
    public Reply reply(Call call, List<?> fetched) {
        return fetched.size() <= limit
                ? Reply.ok(fetched)
                : withNext(call, Reply.ok(List.copyOf(fetched.subList(0, limit))));
    }

    /** Adds the address of the next page. */
    public Reply withNext(Call call, Reply reply) {
        return withNext(call, reply, next);
    }

    /** Adds the address that differs from the call's in these parameters. */
    public static Reply withNext(Call call, Reply reply, Map<String, String> next) {
        Map<String, String> parameters = new LinkedHashMap<>();
        call.query().names().forEach(name -> call.query().text(name).ifPresent(value -> parameters.put(name, value)));
        parameters.putAll(next);
        StringJoiner query = new StringJoiner("&");
        parameters.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        String path = call.target().split("\\?", 2)[0];
        return reply.header("Link", "<" + path + "?" + query + ">; rel=\"next\"");
    }

    private static int size(Call call, String name, int defaultSize) {
        return Math.min(MAX_LIMIT, call.query().integer(name, defaultSize, 1, Integer.MAX_VALUE));
    }

    private static Map<String, String> parameters(String first, long firstValue, String second, long secondValue) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(first, String.valueOf(firstValue));
        parameters.put(second, String.valueOf(secondValue));
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
