package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessClaims.Organization;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session about to be stored; one row per refresh token.
 *
 * @param familyId shared by all sessions that follow one another by rotation
 * @param method by which the user signed in, e.g. {@code password}
 * @param factors what was checked, e.g. {@code password}
 * @param strongAuthAt when the user last proved who they are (auth-api.md 9)
 * @param device fingerprint of the user agent: the first 16 bytes of its SHA-256, in hex (auth-api.md 10)
 * @param keyThumbprint of the key that the client proves with each of the session's tokens (RFC 9449); {@code null} for
 *     bearer tokens
 * @param organization that it acts for; {@code null} for none
 */
public record Session(
        UUID id,
        UUID familyId,
        String method,
        List<String> factors,
        Instant strongAuthAt,
        @Nullable String ip,
        @Nullable String userAgent,
        String device,
        @Nullable String keyThumbprint,
        @Nullable Organization organization,
        Instant createdAt,
        Instant expiresAt) {

    public Session {
        factors = List.copyOf(factors);
    }
}
