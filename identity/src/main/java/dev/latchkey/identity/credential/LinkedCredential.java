package dev.latchkey.identity.credential;

import java.time.Instant;
import java.util.UUID;

/** Answer of the routes that link a provider's account. */
public record LinkedCredential(UUID id, String credentialType, Instant createdAt) {

    public static LinkedCredential of(Credential credential) {
        return new LinkedCredential(credential.id(), credential.kind().wireName(), credential.createdAt());
    }
}
