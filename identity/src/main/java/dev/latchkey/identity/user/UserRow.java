package dev.latchkey.identity.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user in lists and as the answer to its deletion: the view and {@code deletedAt}. */
public record UserRow(
        UUID id,
        String authId,
        @Nullable String email,
        @Nullable String displayName,
        UserStatus status,
        String authProvider,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    static UserRow of(User user) {
        return new UserRow(
                user.id(),
                user.authId(),
                user.email(),
                user.displayName(),
                user.status(),
                user.authProvider(),
                user.lastLoginAt(),
                user.createdAt(),
                user.updatedAt(),
                user.deletedAt());
    }
}
