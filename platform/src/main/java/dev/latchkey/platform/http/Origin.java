package dev.latchkey.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * Where an act comes from, for the audit log.
 *
 * @param ip the client's address, through trusted proxies only
 * @param requestId {@code null} for the server's own work
 */
public record Origin(
        Caller caller,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId) {

    /** The server itself: jobs, workers, start-up. */
    public static final Origin SYSTEM = new Origin(new Caller.Anonymous(), null, null, null);
}
