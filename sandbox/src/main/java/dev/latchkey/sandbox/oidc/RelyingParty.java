package dev.latchkey.sandbox.oidc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application that was registered with the issuer.
 *
 * @param clientSecret {@code null} for a public client, which proves itself by PKCE alone
 * @param redirectUris where codes may be sent; compared character by character (RFC 9700 §4.1.3)
 * @param algorithm of its ID tokens
 */
public record RelyingParty(
        String clientId, @Nullable String clientSecret, Set<String> redirectUris, TokenAlgorithm algorithm) {

    public RelyingParty {
        redirectUris = Set.copyOf(redirectUris);
    }

    /** With RS256, the default of the standard. */
    public static RelyingParty confidential(String clientId, String clientSecret, String redirectUri) {
        return new RelyingParty(clientId, clientSecret, Set.of(redirectUri), TokenAlgorithm.RS256);
    }

    @Override
    public String toString() {
        return "RelyingParty[" + clientId + "]";
    }
}
