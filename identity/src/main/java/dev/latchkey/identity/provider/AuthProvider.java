package dev.latchkey.identity.provider;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider whose tokens a project trusts.
 *
 * @param issuer exactly as in the tokens' {@code iss}
 * @param audiences of which a token must name at least one
 * @param jwksUrl where its keys are; {@code null} to ask its discovery document
 */
public record AuthProvider(
        UUID projectId,
        ProviderKind kind,
        String issuer,
        List<String> audiences,
        @Nullable URI jwksUrl) {

    public AuthProvider {
        audiences = List.copyOf(audiences);
    }
}
