package dev.latchkey.identity.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.http.ApiException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verifies tokens of the providers a project trusts: issuer, signature, audience, time (decision 13 a). */
public final class ProviderTokens {

    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int MAX_LENGTH = 8192;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final Providers providers;
    private final DocumentFetcher fetcher;
    private final Clock clock;
    private final Cache<KeySource, ProviderKeys> keys =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private record KeySource(String issuer, @Nullable String jwksUrl) {}

    ProviderTokens(Providers providers, DocumentFetcher fetcher, Clock clock) {
        this.providers = providers;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * Who the token speaks for.
     *
     * @throws ApiException 401 when it is not valid, 503 when the provider's keys cannot be had
     */
    public ProviderIdentity verify(UUID projectId, String token) {
        try {
            return verified(projectId, token);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw refused("it is malformed");
        }
    }

    private ProviderIdentity verified(UUID projectId, String token) throws ParseException {
        if (token.length() > MAX_LENGTH) {
            throw refused("it is too long");
        }
        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        AuthProvider provider = provider(projectId, claims.getIssuer());
        requireSignature(jwt, provider);
        requireAudience(claims, provider);
        requireTime(claims);
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > 256 || subject.indexOf('\0') >= 0) {
            throw refused("it has no usable sub");
        }
        return new ProviderIdentity(provider.kind(), subject, verifiedEmail(claims), name(claims));
    }

    private AuthProvider provider(UUID projectId, @Nullable String issuer) {
        List<AuthProvider> trusted = providers.of(projectId);
        return trusted.stream()
                .filter(provider -> provider.issuer().equals(issuer))
                .findFirst()
                .orElseThrow(() -> refused(
                        trusted.isEmpty()
                                ? "this project has no auth provider; configure one, or call from your backend with a"
                                        + " project key"
                                : "its issuer is not an auth provider of this project"));
    }

    private void requireSignature(SignedJWT jwt, AuthProvider provider) {
        JWSHeader header = jwt.getHeader();
        boolean plain = header.getCriticalParams() == null && header.isBase64URLEncodePayload();
        boolean knownType = header.getType() == null
                || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT));
        if (!plain || !knownType) {
            throw refused("it is of another type");
        }
        KeySource source = new KeySource(provider.issuer(), Objects.toString(provider.jwksUrl(), null));
        List<JWK> candidates = keys.get(source, none -> new ProviderKeys(provider, fetcher, clock))
                .candidates(header.getKeyID());
        if (candidates.stream().noneMatch(key -> TokenSignature.isBy(key, jwt))) {
            throw refused("its signature is not the provider's");
        }
    }

    private static void requireAudience(JWTClaimsSet claims, AuthProvider provider) throws ParseException {
        List<String> audience = claims.getAudience();
        List<String> named = audience.isEmpty() && provider.kind() == ProviderKind.CLERK
                ? Optional.ofNullable(claims.getStringClaim("azp")).stream().toList()
                : audience;
        if (named.stream().noneMatch(provider.audiences()::contains)) {
            throw refused("it is meant for another audience");
        }
    }

    private void requireTime(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().plus(LEEWAY).isAfter(now)) {
            throw new ApiException(401, "TOKEN_EXPIRED", "The auth provider's token has expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        Date issued = claims.getIssueTime();
        Instant latest = now.plus(LEEWAY);
        if ((notBefore != null && notBefore.toInstant().isAfter(latest))
                || (issued != null && issued.toInstant().isAfter(latest))) {
            throw refused("it is not valid yet");
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

    private static ApiException refused(String reason) {
        return new ApiException(401, "INVALID_TOKEN", "The auth provider's token is not accepted: " + reason);
    }
}
