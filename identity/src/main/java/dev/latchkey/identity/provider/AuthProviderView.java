package dev.latchkey.identity.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trusted provider, for the project's backend. */
record AuthProviderView(
        ProviderKind provider,
        String issuer,
        List<String> audiences,
        @Nullable String jwksUrl) {

    static AuthProviderView of(AuthProvider provider) {
        return new AuthProviderView(
                provider.kind(),
                provider.issuer(),
                provider.audiences(),
                Optional.ofNullable(provider.jwksUrl()).map(URI::toString).orElse(null));
    }
}
