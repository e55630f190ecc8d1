package dev.latchkey.platform.http;

/** A step around every routed request, before its caller is identified and after its answer is known. */
public interface Filter {

    /** May refuse by throwing {@link ApiException}. */
    default void before(Call call, Route route) {}

    /** Once the caller is known and within their rate, and the body is there but not looked at; may refuse as well. */
    default void admitted(Call call, Route route) {}

    /** May add headers; also called for refusals. */
    default Reply after(Call call, Route route, Reply reply) {
        return reply;
    }
}
