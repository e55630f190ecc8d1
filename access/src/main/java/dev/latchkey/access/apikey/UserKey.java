package dev.latchkey.access.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stored key of a user, without its hash.
 *
 * @param prefix its first 16 characters
 * @param expiresAt from when it is refused; {@code null} for never
 * @param successorId the key that it was rotated into; {@code null} for none
 */
record UserKey(
        UUID id,
        UUID projectId,
        UUID userId,
        String label,
        String prefix,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable UUID successorId) {

    /** Where a key stands. */
    enum Status {
        ACTIVE,
        /** Works until it expires; its successor works already. */
        ROTATED,
        EXPIRED
    }

    UserKey {
        scopes = List.copyOf(scopes);
    }

    Status status(Instant now) {
        if (isExpired(now)) {
            return Status.EXPIRED;
        }
        return successorId == null ? Status.ACTIVE : Status.ROTATED;
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
