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
        KeyScopes scopes,
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

    static ApiKey fresh(UUID projectId, ApiKeys.Wanted wanted, ProjectKeyText text, Instant now) {
        return new ApiKey(
                UUID.randomUUID(),
                projectId,
                wanted.name(),
                text.prefix(),
                text.lastFour(),
                wanted.scopes(),
                ApiKeyStatus.ACTIVE,
                wanted.expiresAt(),
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
                scopes,
                ApiKeyStatus.REVOKED,
                expiresAt,
                lastUsedAt,
                now,
                reason,
                gracePeriodEndsAt,
                createdAt);
    }
}
