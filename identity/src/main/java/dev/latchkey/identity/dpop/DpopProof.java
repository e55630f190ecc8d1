package dev.latchkey.identity.dpop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A valid proof: the client holds this key and made the proof for this request, now.
 *
 * @param keyThumbprint of the public key: SHA-256 of RFC 7638, base64url
 * @param id names the proof among all: SHA-256 of the thumbprint and the {@code jti}, in hex
 * @param tokenHash {@code ath}: of the access token that the proof goes with; {@code null} where it goes with none
 * @param expiresAt when it is too old to be taken again
 */
public record DpopProof(
        String keyThumbprint, String id, @Nullable String tokenHash, Instant expiresAt) {}
