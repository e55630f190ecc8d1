package dev.latchkey.identity.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.identity.provider.IssuedTokens;
import dev.latchkey.identity.provider.TokenRefused;
import dev.latchkey.platform.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Validates ID tokens of the code flow (OpenID Connect Core §3.1.3.7). */
final class SsoIdTokens {

    private final IssuedTokens tokens;

    SsoIdTokens(IssuedTokens tokens) {
        this.tokens = tokens;
    }

    JWTClaimsSet verify(SsoProvider provider, IssuerMetadata issuer, SsoState state, CodeExchange.Issued issued)
            throws TokenRefused {
        String idToken = issued.idToken();
        if (idToken == null) {
            throw TokenRefused.because("there is none");
        }
        JWTClaimsSet claims =
                tokens.verify(idToken, unverified -> new IssuedTokens.Signer(issuer.keys(), issuer.algorithms()));
        require(provider.issuerUrl().equals(claims.getIssuer()), "its issuer is another one");
        requireAudience(claims, provider.clientId());
        require(
                claims.getClaim("nonce") instanceof String nonce && Tokens.same(nonce, state.nonce()),
                "its nonce is another one");
        requireAccessToken(idToken, claims, issued.accessToken());
        return claims;
    }

    /** A token for several audiences has to say that it was issued to us. */
    private static void requireAudience(JWTClaimsSet claims, String clientId) throws TokenRefused {
        List<String> audience = claims.getAudience();
        Object party = claims.getClaim("azp");
        require(audience.contains(clientId), "it is meant for another application");
        require(party == null ? audience.size() == 1 : clientId.equals(party), "it was issued to another application");
    }

    /** {@code at_hash}, where the issuer sends one (§3.1.3.8). */
    private static void requireAccessToken(String idToken, JWTClaimsSet claims, @Nullable String accessToken)
            throws TokenRefused {
        Object hash = claims.getClaim("at_hash");
        if (hash != null && accessToken != null) {
            require(
                    hash instanceof String expected && Tokens.same(expected, halfHash(accessToken, algorithm(idToken))),
                    "it belongs to another access token");
        }
    }

    private static JWSAlgorithm algorithm(String idToken) throws TokenRefused {
        try {
            return Objects.requireNonNull(SignedJWT.parse(idToken).getHeader().getAlgorithm());
        } catch (ParseException malformed) {
            throw TokenRefused.because("it is malformed");
        }
    }

    /** The left half of the hash that belongs to the signature's algorithm; Ed25519 hashes with SHA-512. */
    private static String halfHash(String accessToken, JWSAlgorithm algorithm) {
        String bits = algorithm.getName().substring(algorithm.getName().length() - 3);
        String name = List.of("256", "384", "512").contains(bits) ? "SHA-" + bits : "SHA-512";
        try {
            byte[] digest = MessageDigest.getInstance(name).digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void require(boolean holds, String otherwise) throws TokenRefused {
        if (!holds) {
            throw TokenRefused.because(otherwise);
        }
    }
}
