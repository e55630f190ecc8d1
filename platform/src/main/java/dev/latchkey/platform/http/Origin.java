package dev.latchkey.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * Where an act comes from, for the audit log.
 *
 * @param ip the client's address, through trusted proxies only
 * @param requestId {@code null} for the server's own work
 * @param provenKey thumbprint (RFC 7638) of the key that the client has proved to hold with this request (RFC 9449); what
 *     begins with the request may be bound to it
 */
public record Origin(
        Caller caller,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String provenKey) {

    /** The server itself: jobs, workers, start-up. */
    public static final Origin SYSTEM = new Origin(new Caller.Anonymous(), null, null, null);

    public Origin(Caller caller, @Nullable String ip, @Nullable String userAgent, @Nullable String requestId) {
        this(caller, ip, userAgent, requestId, null);
    }

    /** The same, but known to come from {@code known}. */
    public Origin by(Caller known) {
        return new Origin(known, ip, userAgent, requestId, provenKey);
    }
}
