package dev.latchkey.identity.sso;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the server remembers between the start and the callback.
 *
 * @param id the {@code state} that travels through the issuer
 * @param linkUserId who gets the credential; {@code null} to sign in
 * @param browserHash SHA-256 of the secret of the browser that began
 * @param verifier of PKCE (RFC 7636 §4.1)
 * @param redirectUri where the browser goes in the end; {@code null} to answer in JSON
 */
record SsoState(
        UUID id,
        UUID projectId,
        UUID providerId,
        @Nullable UUID linkUserId,
        String browserHash,
        String verifier,
        String nonce,
        @Nullable String redirectUri,
        Instant expiresAt) {

    /** Without its secrets. */
    @Override
    public String toString() {
        return "SsoState[" + id + "]";
    }
}
