package dev.latchkey.tenancy.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a project's keys were used for since some time.
 *
 * @param requests finished, whatever came of them
 * @param refused of these, by a status from 400 to 499
 * @param failed of these, by a status of 500 or more
 * @param averageMs how long they took; {@code null} when there were none
 * @param keys each key that was used, the busiest first
 */
record UsageReport(
        UUID projectId,
        Instant since,
        long requests,
        long refused,
        long failed,
        @Nullable Long averageMs,
        List<OfKey> keys) {

    /** The same of one key. */
    record OfKey(
            UUID apiKeyId,
            String name,
            String lastFour,
            long requests,
            long refused,
            long failed,
            long averageMs,
            Instant lastUsedAt) {}

    static UsageReport of(UUID projectId, Instant since, List<OfKey> keys) {
        long requests = keys.stream().mapToLong(OfKey::requests).sum();
        long time =
                keys.stream().mapToLong(key -> key.averageMs() * key.requests()).sum();
        return new UsageReport(
                projectId,
                since,
                requests,
                keys.stream().mapToLong(OfKey::refused).sum(),
                keys.stream().mapToLong(OfKey::failed).sum(),
                requests == 0 ? null : time / requests,
                List.copyOf(keys));
    }
}
