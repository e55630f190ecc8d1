package dev.latchkey.identity.token;

import dev.latchkey.identity.user.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a new access token is to say of its session (auth-api.md 4.1).
 *
 * @param organization that the session acts for; {@code null} for none
 * @param factors by which the user has proved who they are
 * @param strongAuthAt when they last did
 * @param keyThumbprint of the key that the session is bound to; {@code null} for a bearer token
 * @param impersonator the system admin who looks with the user's eyes; {@code null} for the user themselves
 */
public record AccessClaims(
        Subject subject,
        UUID sessionId,
        @Nullable Organization organization,
        List<String> factors,
        Instant strongAuthAt,
        @Nullable String keyThumbprint,
        @Nullable UUID impersonator) {

    /** What tokens say of the user. */
    public record Subject(UUID id, UUID projectId, boolean emailVerified, boolean systemAdmin) {

        public static Subject of(User user) {
            return new Subject(user.id(), user.projectId(), user.emailVerified(), user.systemAdmin());
        }
    }

    /** An organization and the user's role in it. */
    public record Organization(UUID id, String role) {}

    public AccessClaims {
        factors = List.copyOf(factors);
    }
}
