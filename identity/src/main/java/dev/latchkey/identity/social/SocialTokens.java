package dev.latchkey.identity.social;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.provider.IssuedTokens;
import dev.latchkey.identity.provider.ProviderClaims;
import dev.latchkey.identity.provider.TokenRefused;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies ID tokens of Google and Apple: signature, issuer, audience, time, nonce, address (auth-api.md 11). */
final class SocialTokens {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256);

    /** As long as clocks may differ a token may still be used. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final IssuedTokens tokens;

    SocialTokens(IssuedTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Who the token speaks for.
     *
     * @param nonce what the client asked the provider to put into the token; {@code null} when it asked for nothing
     * @throws ApiException 401 {@code TOKEN_EXPIRED} or {@code INVALID_TOKEN}, 400 without a verified address, 503 when
     *     the provider's keys cannot be had
     */
    SocialIdentity verify(SocialProvider provider, String token, @Nullable String nonce) {
        try {
            JWTClaimsSet claims =
                    tokens.verify(token, unverified -> new IssuedTokens.Signer(provider.keys(), ALGORITHMS));
            require(provider.issuers().contains(String.valueOf(claims.getIssuer())), "its issuer is another one");
            require(
                    claims.getAudience().stream().anyMatch(provider.clientIds().get()::contains),
                    "it is meant for another application");
            require(nonce == null || isNonce(claims, nonce), "its nonce is another one");
            return identity(provider, token, claims);
        } catch (TokenRefused refusal) {
            throw refusal.isExpired()
                    ? new ApiException(401, "TOKEN_EXPIRED", "The " + provider.name() + " token has expired")
                    : new ApiException(
                            401,
                            "INVALID_TOKEN",
                            "The " + provider.name() + " token is not accepted: " + refusal.reason());
        }
    }

    private static SocialIdentity identity(SocialProvider provider, String token, JWTClaimsSet claims) {
        String email = email(provider, claims);
        return new SocialIdentity(
                claims.getSubject(),
                email,
                email != null && runsMailbox(provider, email, claims),
                ProviderClaims.name(claims).orElse(null),
                ProviderClaims.picture(claims).orElse(null),
                !isOne(claims.getClaim("real_user_status")),
                fingerprint(token),
                claims.getExpirationTime().toInstant().plus(LEEWAY));
    }

    private static @Nullable String email(SocialProvider provider, JWTClaimsSet claims) {
        if (!(claims.getClaim("email") instanceof String email)) {
            if (provider.needsEmail()) {
                throw ApiException.invalid("The " + provider.name() + " account has no e-mail address");
            }
            return null;
        }
        if (!ProviderClaims.emailVerified(claims)) {
            throw ApiException.invalid("The e-mail address of the " + provider.name() + " account is not verified");
        }
        try {
            return EmailAddress.parse(email).value();
        } catch (IllegalArgumentException unusable) {
            throw ApiException.invalid("The e-mail address of the " + provider.name() + " account is not usable");
        }
    }

    /** For other addresses Google says that they were verified once, which need not hold today. */
    private static boolean runsMailbox(SocialProvider provider, String email, JWTClaimsSet claims) {
        return provider.kind() == CredentialKind.OAUTH_GOOGLE
                ? email.endsWith("@gmail.com") || claims.getClaim("hd") instanceof String
                : email.endsWith("@privaterelay.appleid.com") || email.endsWith("@icloud.com");
    }

    /** Apps send the provider either the nonce or its SHA-256 and us the nonce itself. */
    private static boolean isNonce(JWTClaimsSet claims, String nonce) {
        Optional<String> inToken = Optional.ofNullable(claims.getClaim("nonce"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
        return inToken.isPresent()
                && (Tokens.same(inToken.get(), nonce) || Tokens.same(inToken.get(), Tokens.sha256Hex(nonce)));
    }

    private static boolean isOne(@Nullable Object claim) {
        return claim instanceof Number number ? number.longValue() == 1 : "1".equals(claim);
    }

    /** Of what is signed: the signature itself can be spelled in several ways that all verify. */
    private static String fingerprint(String token) {
        return Tokens.sha256Hex(token.substring(0, token.lastIndexOf('.')));
    }

    private static void require(boolean holds, String otherwise) throws TokenRefused {
        if (!holds) {
            throw TokenRefused.because(otherwise);
        }
    }
}
