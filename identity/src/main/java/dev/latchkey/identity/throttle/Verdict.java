package dev.latchkey.identity.throttle;

import dev.latchkey.platform.http.ApiException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a subject stands after a look or an event.
 *
 * @param lockedUntil {@code null} when it is not locked
 * @param began whether the event just counted began the lock: that event itself was still in time
 */
public record Verdict(@Nullable Instant lockedUntil, boolean began) {

    /** Whether the subject was locked before the event, so that it must be refused. */
    public boolean refused() {
        return lockedUntil != null && !began;
    }

    /** How much longer the lock lasts; zero without one. */
    public Duration left(Instant now) {
        return lockedUntil != null && lockedUntil.isAfter(now) ? Duration.between(now, lockedUntil) : Duration.ZERO;
    }

    /**
     * A 429 with {@code Retry-After} in seconds.
     *
     * @param sentence gets " N minutes" behind it, rounded up
     */
    public ApiException refusal(String code, String sentence, Instant now) {
        long millis = left(now).toMillis();
        long minutes = Math.max(1, Math.ceilDiv(millis, 60_000L));
        return new ApiException(429, code, sentence + " " + minutes + (minutes == 1 ? " minute" : " minutes"))
                .header("Retry-After", String.valueOf(Math.max(1, Math.ceilDiv(millis, 1000L))));
    }
}
