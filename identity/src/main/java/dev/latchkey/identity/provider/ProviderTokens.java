package dev.latchkey.identity.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.http.ApiException;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verifies tokens of the providers a project trusts: issuer, signature, time, audience (decision 13 a). */
public final class ProviderTokens {

    private final Providers providers;
    private final IssuedTokens tokens;

    ProviderTokens(Providers providers, IssuedTokens tokens) {
        this.providers = providers;
        this.tokens = tokens;
    }

    /**
     * Who the token speaks for.
     *
     * @throws ApiException 401 when it is not valid, 503 when the provider's keys cannot be had
     */
    public ProviderIdentity verify(UUID projectId, String token) {
        try {
            return verified(projectId, token);
        } catch (TokenRefused refusal) {
            throw refusal.isExpired()
                    ? new ApiException(401, "TOKEN_EXPIRED", "The auth provider's token has expired")
                    : new ApiException(
                            401, "INVALID_TOKEN", "The auth provider's token is not accepted: " + refusal.reason());
        }
    }

    private ProviderIdentity verified(UUID projectId, String token) throws TokenRefused {
        List<AuthProvider> trusted = providers.of(projectId);
        JWTClaimsSet claims = tokens.verify(token, unverified -> {
            AuthProvider claimed = provider(trusted, unverified.getIssuer());
            return new IssuedTokens.Signer(new KeySource(claimed.issuer(), claimed.jwksUrl()), Set.of());
        });
        AuthProvider provider = provider(trusted, claims.getIssuer());
        requireAudience(claims, provider);
        return new ProviderIdentity(provider.kind(), claims.getSubject(), verifiedEmail(claims), name(claims));
    }

    private static AuthProvider provider(List<AuthProvider> trusted, @Nullable String issuer) throws TokenRefused {
        return trusted.stream()
                .filter(provider -> provider.issuer().equals(issuer))
                .findFirst()
                .orElseThrow(() -> TokenRefused.because(
                        trusted.isEmpty()
                                ? "this project has no auth provider; configure one, or call from your backend with a"
                                        + " project key"
                                : "its issuer is not an auth provider of this project"));
    }

    private static void requireAudience(JWTClaimsSet claims, AuthProvider provider) throws TokenRefused {
        List<String> audience = claims.getAudience();
        List<String> named = audience.isEmpty() && provider.kind() == ProviderKind.CLERK
                ? authorizedParty(claims).stream().toList()
                : audience;
        if (named.stream().noneMatch(provider.audiences()::contains)) {
            throw TokenRefused.because("it is meant for another audience");
        }
    }

    private static Optional<String> authorizedParty(JWTClaimsSet claims) throws TokenRefused {
        try {
            return Optional.ofNullable(claims.getStringClaim("azp"));
        } catch (ParseException noText) {
            throw TokenRefused.because("its azp is no text");
        }
    }

    private static @Nullable String verifiedEmail(JWTClaimsSet claims) {
        boolean verified = claims.getClaim("email_verified") instanceof Boolean flag && flag;
        if (!verified || !(claims.getClaim("email") instanceof String email)) {
            return null;
        }
        try {
            return EmailAddress.parse(email).value();
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    private static @Nullable String name(JWTClaimsSet claims) {
        boolean usable = claims.getClaim("name") instanceof String name
                && !name.isBlank()
                && name.length() <= 128
                && name.indexOf('\0') < 0;
        return usable ? String.valueOf(claims.getClaim("name")).strip() : null;
    }
}
