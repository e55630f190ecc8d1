package dev.latchkey.identity.session;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of a session.
 *
 * @param expiresIn seconds the access token lives
 * @param tokenType {@code DPoP} where both work only with a proof of the client's key (RFC 9449 §5); left out for bearer
 *     tokens
 */
public record TokenPair(
        String accessToken,
        String refreshToken,
        long expiresIn,
        @Nullable String tokenType) {}
