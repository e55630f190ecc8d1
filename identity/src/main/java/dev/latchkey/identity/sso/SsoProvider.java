package dev.latchkey.identity.sso;

import dev.latchkey.platform.crypto.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An issuer that signs in users of a project.
 *
 * @param orgId the organization whose members it signs in; {@code null} for the whole project
 * @param issuerUrl exactly as in its tokens' {@code iss}
 * @param clientSecret sealed
 * @param allowRegistration whether it makes accounts for new users
 * @param emailDomain the only domain it vouches for, in lower case; {@code null} for any
 */
record SsoProvider(
        UUID id,
        UUID projectId,
        @Nullable UUID orgId,
        String name,
        String issuerUrl,
        String clientId,
        Envelope clientSecret,
        List<String> scopes,
        boolean enabled,
        boolean allowRegistration,
        @Nullable String emailDomain,
        Instant createdAt,
        Instant updatedAt) {

    SsoProvider {
        scopes = List.copyOf(scopes);
    }
}
