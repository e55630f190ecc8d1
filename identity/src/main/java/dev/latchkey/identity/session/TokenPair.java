package dev.latchkey.identity.session;

/**
 * The tokens of a session.
 *
 * @param expiresIn seconds the access token lives
 */
public record TokenPair(String accessToken, String refreshToken, long expiresIn) {}
