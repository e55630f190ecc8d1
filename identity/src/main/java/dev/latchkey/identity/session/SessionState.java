package dev.latchkey.identity.session;

import dev.latchkey.identity.user.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored session and its user, read in one statement for one request. */
public record SessionState(
        UUID id,
        UUID familyId,
        User user,
        String method,
        List<String> factors,
        Instant strongAuthAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedReason) {

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }
}
