package dev.latchkey.tenancy.usage;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One finished request with a project key; names are the columns of {@code tenancy.api_key_usage}. */
record UsageRecord(
        UUID id,
        UUID api_key_id,
        UUID project_id,
        String endpoint,
        String method,
        int status_code,
        int response_time_ms,
        String ip,
        @Nullable String user_agent,
        String occurred_at) {

    private static final int MAX_TEXT = 512;

    static UsageRecord of(Caller.ProjectKey key, Call call, int status, Duration took, Instant now) {
        return new UsageRecord(
                UUID.randomUUID(),
                key.keyId(),
                key.project(),
                storable(call.methodName() + " " + call.path()),
                call.methodName(),
                status,
                (int) Math.min(Integer.MAX_VALUE, took.toMillis()),
                storable(call.ip()),
                call.userAgent().map(UsageRecord::storable).orElse(null),
                now.toString());
    }

    /** Clients choose paths and user agents: no control characters (PostgreSQL refuses NUL), no endless texts. */
    private static String storable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
    }
}
