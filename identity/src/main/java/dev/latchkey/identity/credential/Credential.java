package dev.latchkey.identity.credential;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way to sign in.
 *
 * @param issuer who vouches for the subject; empty where the kind has only one
 * @param subject what names the user there: a provider's {@code sub}, an address, a credential id; the user's own id for
 *     passwords and TOTP
 */
public record Credential(
        UUID id,
        UUID userId,
        CredentialKind kind,
        String issuer,
        String subject,
        @Nullable String label,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
