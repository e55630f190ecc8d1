package dev.latchkey.identity.session;

import dev.latchkey.identity.user.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as they see themselves (auth-api.md 3). */
public record AuthUser(
        UUID id,
        @Nullable String email,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String walletAddress,
        List<String> authMethods,
        boolean emailVerified,
        Instant createdAt,
        Instant updatedAt) {

    public static AuthUser of(User user) {
        return new AuthUser(
                user.id(),
                user.email(),
                user.displayName(),
                user.picture(),
                user.ways().wallet(),
                user.authMethods(),
                user.emailVerified(),
                user.createdAt(),
                user.updatedAt());
    }
}
