package dev.latchkey.identity.token;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a verified access token says.
 *
 * @param keyThumbprint of the key without whose proof the token is worth nothing (RFC 9449 §6.1); {@code null} for a
 *     bearer token
 */
public record AccessToken(
        UUID userId,
        UUID sessionId,
        UUID projectId,
        @Nullable String keyThumbprint) {}
