package dev.latchkey.identity.sso;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.latchkey.identity.provider.ProviderClaims;
import dev.latchkey.identity.provider.TokenRefused;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.http.ApiException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the issuer's answer to an authorization request into somebody it vouches for. */
final class SsoProof {

    private static final int MAX_CODE = 2048;

    private final Issuers issuers;
    private final CodeExchange exchange;
    private final SsoIdTokens idTokens;

    SsoProof(Issuers issuers, CodeExchange exchange, SsoIdTokens idTokens) {
        this.issuers = issuers;
        this.exchange = exchange;
        this.idTokens = idTokens;
    }

    /** What the browser brings back from the issuer (RFC 6749 §4.1.2, RFC 9207). */
    record Answer(
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error) {

        @Override
        public String toString() {
            return "Answer";
        }
    }

    /**
     * Who it is.
     *
     * @throws ApiException 400 for an error of the issuer, an answer of another issuer or a bad ID token, 401 for a code
     *     that is refused, 503 when the issuer is away
     */
    SsoIdentity of(SsoProvider provider, SsoState state, Answer answer, URI callback) {
        IssuerMetadata issuer = issuers.current(provider.issuerUrl());
        requireIssuer(issuer, answer);
        if (answer.error() != null) {
            throw ApiException.invalid("The issuer answered " + printable(answer.error()));
        }
        String code = answer.code();
        if (code == null || code.isEmpty() || code.length() > MAX_CODE) {
            throw ApiException.invalid("The answer of the issuer has no code");
        }
        CodeExchange.Issued issued = exchange.exchange(provider, issuer, state, code, callback);
        try {
            return identity(issuer, idTokens.verify(provider, issuer, state, issued), issued.accessToken());
        } catch (TokenRefused refusal) {
            throw ApiException.invalid("The ID token is not accepted: " + refusal.reason());
        }
    }

    /** An answer that another issuer gave must not reach this one's token endpoint (mix-up, RFC 9700 §4.4). */
    private static void requireIssuer(IssuerMetadata issuer, Answer answer) {
        boolean right = answer.issuer() == null
                ? !issuer.namesItself()
                : answer.issuer().equals(issuer.issuer());
        if (!right) {
            throw ApiException.invalid("The answer comes from another issuer");
        }
    }

    /** Claims that the ID token lacks may be had at the userinfo endpoint, if it speaks of the same subject. */
    private SsoIdentity identity(IssuerMetadata issuer, JWTClaimsSet claims, @Nullable String accessToken)
            throws TokenRefused {
        JWTClaimsSet told = claims;
        if (claims.getClaim("email") == null && accessToken != null) {
            Optional<JsonNode> more = exchange.userInfo(issuer, accessToken);
            if (more.isPresent()) {
                told = claimsOf(more.get());
                if (!claims.getSubject().equals(told.getSubject())) {
                    throw TokenRefused.because("the userinfo endpoint speaks of somebody else");
                }
            }
        }
        return new SsoIdentity(
                claims.getSubject(),
                email(told),
                ProviderClaims.emailVerified(told),
                ProviderClaims.name(told).orElse(null),
                ProviderClaims.picture(told).orElse(null));
    }

    @SuppressWarnings("unchecked")
    private static JWTClaimsSet claimsOf(JsonNode userInfo) throws TokenRefused {
        try {
            return JWTClaimsSet.parse(JsonMapper.shared().convertValue(userInfo, Map.class));
        } catch (ParseException | IllegalArgumentException malformed) {
            throw TokenRefused.because("the userinfo endpoint's answer is malformed");
        }
    }

    private static @Nullable String email(JWTClaimsSet claims) {
        if (!(claims.getClaim("email") instanceof String email)) {
            return null;
        }
        try {
            return EmailAddress.parse(email).value();
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    /** The error codes of RFC 6749 and OpenID Connect are such words; anything else is not repeated. */
    private static String printable(String error) {
        return error.matches("[A-Za-z0-9_.-]{1,64}") ? error : "an error";
    }
}
