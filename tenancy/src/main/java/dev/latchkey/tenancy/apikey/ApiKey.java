package dev.latchkey.tenancy.apikey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stored project key, without its hash.
 *
 * @param gracePeriodEndsAt until when a rotated key still works; {@code null} for a key that was not rotated
 */
record ApiKey(
        UUID id,
        UUID projectId,
        String name,
        String keyPrefix,
        String lastFour,
        ApiKeyStatus status,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedReason,
        @Nullable Instant gracePeriodEndsAt,
        Instant createdAt) {

    boolean isExpiredAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    boolean isRotated() {
        return gracePeriodEndsAt != null;
    }

    static ApiKey fresh(UUID projectId, String name, ProjectKeyText text, @Nullable Instant expiresAt, Instant now) {
        return new ApiKey(
                UUID.randomUUID(),
                projectId,
                name,
                text.prefix(),
                text.lastFour(),
                ApiKeyStatus.ACTIVE,
                expiresAt,
                null,
                null,
                null,
                null,
                now);
    }

    ApiKey revoked(@Nullable String reason, Instant now) {
        return new ApiKey(
                id,
                projectId,
                name,
                keyPrefix,
                lastFour,
                ApiKeyStatus.REVOKED,
                expiresAt,
                lastUsedAt,
                now,
                reason,
                gracePeriodEndsAt,
                createdAt);
    }
}
