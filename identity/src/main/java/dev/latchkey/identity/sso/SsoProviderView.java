package dev.latchkey.identity.sso;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A provider as administrators see it: never with its secret. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SsoProviderView(
        UUID id,
        @Nullable UUID orgId,
        String name,
        String issuerUrl,
        String clientId,
        List<String> scopes,
        boolean enabled,
        boolean allowRegistration,
        @Nullable String emailDomain,
        Instant createdAt,
        Instant updatedAt) {

    static SsoProviderView of(SsoProvider provider) {
        return new SsoProviderView(
                provider.id(),
                provider.orgId(),
                provider.name(),
                provider.issuerUrl(),
                provider.clientId(),
                provider.scopes(),
                provider.enabled(),
                provider.allowRegistration(),
                provider.emailDomain(),
                provider.createdAt(),
                provider.updatedAt());
    }
}
