package dev.latchkey.identity.administration;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see them (admin-settings.md 2).
 *
 * @param googleId what Google calls them; {@code null} without a Google account
 */
record AdminUser(
        UUID id,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String walletAddress,
        @Nullable String googleId,
        List<String> authMethods,
        UserStatus status,
        boolean mfaEnabled,
        boolean isSystemAdmin,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastLoginAt) {

    static AdminUser of(User user, @Nullable String googleId) {
        return new AdminUser(
                user.id(),
                user.email(),
                user.emailVerified(),
                user.displayName(),
                user.picture(),
                user.ways().wallet(),
                googleId,
                user.authMethods(),
                user.status(),
                user.secondFactor(),
                user.systemAdmin(),
                user.createdAt(),
                user.updatedAt(),
                user.lastLoginAt());
    }
}
