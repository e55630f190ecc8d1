package dev.latchkey.identity.token;

import dev.latchkey.platform.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server remembers of a sign-in protocol between two requests.
 *
 * @param purpose the protocol and its step, such as {@code webauthn-register}
 * @param key names it among those of its purpose: a nonce, a state, a random id
 * @param userId the only user who may use it; {@code null} where nobody is signed in
 */
public record Challenge(
        UUID projectId,
        String purpose,
        String key,
        @Nullable UUID userId,
        JsonNode data,
        Instant expiresAt) {

    /** As the constructor, for any value that can be written as JSON. */
    public static Challenge of(
            UUID projectId, String purpose, String key, @Nullable UUID userId, Object data, Instant expiresAt) {
        return new Challenge(projectId, purpose, key, userId, Json.read(Json.write(data)), expiresAt);
    }
}
