package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.Call;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored session and its user, read in one statement for one request.
 *
 * @param organization that the session acts for; {@code null} for none
 * @param keyThumbprint of the key that it is bound to; {@code null} for bearer tokens
 */
public record SessionState(
        UUID id,
        UUID familyId,
        User user,
        String method,
        List<String> factors,
        Instant strongAuthAt,
        AccessClaims.@Nullable Organization organization,
        @Nullable String keyThumbprint,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedReason) {

    /** The session of a route for users; the check of the request has read it. */
    public static SessionState of(Call call) {
        return call.attribute(SessionState.class)
                .orElseThrow(() -> new IllegalStateException("a route for users without a session"));
    }

    /** What its access tokens say. */
    AccessClaims claims() {
        return new AccessClaims(
                AccessClaims.Subject.of(user), id, organization, factors, strongAuthAt, keyThumbprint, null);
    }

    /** Whether a system admin looks with the user's eyes, and reads only. */
    boolean isImpersonated() {
        return method.equals(Sessions.IMPERSONATION);
    }

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }
}
