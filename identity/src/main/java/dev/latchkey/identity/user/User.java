package dev.latchkey.identity.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's row.
 *
 * @param authId who it is to the auth provider; unique in the project; the user's own id for password users
 * @param email in its normal form; unique among the users of the project that are not deleted
 * @param systemAdmin whether the user administers this installation
 * @param language of mails to the user (BCP 47); {@code null} for the default
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
        Ways ways,
        boolean systemAdmin,
        @Nullable String language,
        UserStatus status,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    /**
     * How the user can sign in, as far as {@code identity.users} itself knows.
     *
     * @param methods the names of auth-api.md 3: {@code email}, {@code google}, {@code apple}, {@code solana}, …
     * @param secondFactor whether a second factor is asked for where the first one is not enough
     * @param wallet the address of the first wallet that signs the user in; {@code null} without one
     */
    public record Ways(
            List<String> methods,
            boolean password,
            boolean secondFactor,
            @Nullable String wallet) {

        public static final Ways NONE = new Ways(List.of(), false, false, null);

        public Ways {
            methods = List.copyOf(methods);
        }
    }

    public boolean hasPassword() {
        return ways.password();
    }

    public List<String> authMethods() {
        return ways.methods();
    }

    public boolean secondFactor() {
        return ways.secondFactor();
    }

    /** Whether the user has anything that counts beside what is known or mailed: an authenticator app or a passkey. */
    public boolean hasAnotherFactor() {
        return secondFactor() || authMethods().contains("webauthn");
    }

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
                ways,
                systemAdmin,
                language,
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
                ways,
                systemAdmin,
                language,
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
                ways,
                systemAdmin,
                language,
                next,
                lastLoginAt,
                createdAt,
                now,
                deleted);
    }
}
