package dev.latchkey.platform.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

/**
 * Refuses requests whose body could be found to end at different places by us and by a proxy in front of us (RFC 9112
 * §6.1, §6.3): whoever disagrees about that takes a part of one client's request for the next client's.
 */
final class Framing {

    private Framing() {}

    /** Throws 400, and ends the connection, when the length of the body is said twice or in an unusual way. */
    static void requireUnambiguous(Headers headers) {
        boolean length = headers.contains(HeaderNames.CONTENT_LENGTH);
        boolean chunks = headers.contains(HeaderNames.TRANSFER_ENCODING);
        if (length && (chunks || headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1)) {
            throw refusal("Say the length of the body once");
        }
        if (chunks && !isOnlyChunked(headers.get(HeaderNames.TRANSFER_ENCODING))) {
            throw refusal("The only transfer encoding here is chunked");
        }
    }

    private static boolean isOnlyChunked(Header encoding) {
        return encoding.valueCount() == 1 && encoding.get().strip().equalsIgnoreCase("chunked");
    }

    private static ApiException refusal(String sentence) {
        return new ApiException(400, "AMBIGUOUS_BODY", sentence).header("Connection", "close");
    }
}
