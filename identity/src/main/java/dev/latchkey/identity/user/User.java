package dev.latchkey.identity.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's row.
 *
 * @param authId who it is to the auth provider; unique in the project; the user's own id for password users
 * @param email in its normal form; unique among the users of the project that are not deleted
 */
public record User(
        UUID id,
        UUID projectId,
        String authId,
        String authProvider,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String displayName,
        @Nullable String picture,
        boolean hasPassword,
        UserStatus status,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    /** Whether this user may get in by any way. */
    public boolean isActive() {
        return status == UserStatus.ACTIVE && deletedAt == null;
    }

    /** The same user with another address. */
    User withEmail(@Nullable String address, boolean verified) {
        return new User(
                id,
                projectId,
                authId,
                authProvider,
                address,
                address != null && verified,
                displayName,
                picture,
                hasPassword,
                status,
                lastLoginAt,
                createdAt,
                updatedAt,
                deletedAt);
    }

    /** The same user as its application calls it. */
    User withNames(@Nullable String name, String provider) {
        return new User(
                id,
                projectId,
                authId,
                provider,
                email,
                emailVerified,
                name,
                picture,
                hasPassword,
                status,
                lastLoginAt,
                createdAt,
                updatedAt,
                deletedAt);
    }

    /** The same user in another state. */
    User withState(UserStatus next, Instant now, @Nullable Instant deleted) {
        return new User(
                id,
                projectId,
                authId,
                authProvider,
                email,
                emailVerified,
                displayName,
                picture,
                hasPassword,
                next,
                lastLoginAt,
                createdAt,
                now,
                deleted);
    }
}
