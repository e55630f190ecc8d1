package dev.latchkey.identity.provider;

import org.jspecify.annotations.Nullable;

/**
 * Who a provider's token says somebody is.
 *
 * @param subject the token's {@code sub}
 * @param email only when the provider has verified it; in normal form
 * @param name as the provider knows it
 */
public record ProviderIdentity(
        ProviderKind provider,
        String subject,
        @Nullable String email,
        @Nullable String name) {}
