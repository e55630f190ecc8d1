package dev.latchkey.identity.account;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String label,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant lastUsedAt,
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
