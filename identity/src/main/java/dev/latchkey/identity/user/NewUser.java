package dev.latchkey.identity.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user about to be made.
 *
 * @param emailVerified whether whoever names the address vouches for it
 * @param lastLoginAt now, when the user is made by signing in
 */
public record NewUser(
        UUID projectId,
        String authId,
        String authProvider,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String displayName,
        UserStatus status,
        @Nullable Instant lastLoginAt) {

    /** The provider of users that nobody names one for. */
    public static final String UNKNOWN_PROVIDER = "UNKNOWN";

    User row(UUID id, Instant now) {
        return new User(
                id,
                projectId,
                authId,
                authProvider,
                email,
                email != null && emailVerified,
                displayName,
                null,
                User.Ways.NONE,
                false,
                null,
                status,
                lastLoginAt,
                now,
                now,
                null);
    }
}
