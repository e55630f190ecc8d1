package dev.latchkey.sandbox.oidc;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person has allowed a relying party, behind an authorization code.
 *
 * @param challenge the S256 code challenge (RFC 7636 §4.2)
 */
record Grant(
        RelyingParty party,
        Person person,
        String redirectUri,
        @Nullable String nonce,
        String challenge,
        Set<String> scopes,
        Instant authenticatedAt) {}
