package dev.latchkey.identity.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as the backend of an application sees it (mux-api.md 5.6). */
public record UserView(
        UUID id,
        String authId,
        @Nullable String email,
        @Nullable String displayName,
        UserStatus status,
        String authProvider,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt) {

    public static UserView of(User user) {
        return new UserView(
                user.id(),
                user.authId(),
                user.email(),
                user.displayName(),
                user.status(),
                user.authProvider(),
                user.lastLoginAt(),
                user.createdAt(),
                user.updatedAt());
    }
}
