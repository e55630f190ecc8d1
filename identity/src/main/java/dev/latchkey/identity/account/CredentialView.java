package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credential;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential as its owner sees it (auth-api.md 16).
 *
 * @param isPrimary whether it signs in alone
 */
record CredentialView(
        UUID id,
        String credentialType,
        @Nullable String label,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        boolean isPrimary) {

    static CredentialView of(Credential credential) {
        return new CredentialView(
                credential.id(),
                credential.kind().wireName(),
                credential.label(),
                credential.createdAt(),
                credential.lastUsedAt(),
                credential.kind().isPrimary());
    }
}
