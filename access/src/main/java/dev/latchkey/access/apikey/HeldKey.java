package dev.latchkey.access.apikey;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a key that is not revoked needs to know.
 *
 * @param expiresAt {@code null} for never
 */
record HeldKey(
        UUID id,
        UUID projectId,
        UUID userId,
        Set<String> scopes,
        @Nullable Instant expiresAt) {

    HeldKey {
        scopes = Set.copyOf(scopes);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
