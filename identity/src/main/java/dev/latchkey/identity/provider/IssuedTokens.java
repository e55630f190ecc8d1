package dev.latchkey.identity.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.http.ApiException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks what every token of an issuer has in common: its form, the signature by a published key, its times, a subject.
 * What it says is for the caller to judge. The keys of each issuer are kept here.
 */
public final class IssuedTokens {

    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int MAX_LENGTH = 8192;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final DocumentFetcher fetcher;
    private final Clock clock;
    private final Cache<KeySource, ProviderKeys> keys =
            Caffeine.newBuilder().maximumSize(10_000).build();

    public IssuedTokens(DocumentFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * By whom and how a token may be signed.
     *
     * @param algorithms empty for every one that fits a published key
     */
    public record Signer(KeySource keys, Set<JWSAlgorithm> algorithms) {

        public Signer {
            algorithms = Set.copyOf(algorithms);
        }
    }

    /** Looks at claims that nobody has vouched for yet and says who would have to. */
    @FunctionalInterface
    public interface SignerChoice {
        Signer of(JWTClaimsSet claims) throws TokenRefused;
    }

    /**
     * The claims of a token.
     *
     * @throws TokenRefused when it is not acceptable
     * @throws ApiException 503 when the issuer's keys cannot be had
     */
    public JWTClaimsSet verify(String token, SignerChoice choice) throws TokenRefused {
        try {
            return verified(token, choice);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw TokenRefused.because("it is malformed");
        }
    }

    private JWTClaimsSet verified(String token, SignerChoice choice) throws ParseException, TokenRefused {
        if (token.length() > MAX_LENGTH) {
            throw TokenRefused.because("it is too long");
        }
        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        requireSignature(jwt, choice.of(claims));
        requireTime(claims);
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > 256 || subject.indexOf('\0') >= 0) {
            throw TokenRefused.because("it has no usable sub");
        }
        return claims;
    }

    private void requireSignature(SignedJWT jwt, Signer signer) throws TokenRefused {
        JWSHeader header = jwt.getHeader();
        boolean plain = header.getCriticalParams() == null && header.isBase64URLEncodePayload();
        boolean knownType = header.getType() == null
                || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT));
        if (!plain || !knownType) {
            throw TokenRefused.because("it is of another type");
        }
        if (!signer.algorithms().isEmpty() && !signer.algorithms().contains(header.getAlgorithm())) {
            throw TokenRefused.because("it is signed in another way");
        }
        List<JWK> candidates = keys.get(signer.keys(), source -> new ProviderKeys(source, fetcher, clock))
                .candidates(header.getKeyID());
        if (candidates.stream().noneMatch(key -> TokenSignature.isBy(key, jwt))) {
            throw TokenRefused.because("its signature is not the provider's");
        }
    }

    private void requireTime(JWTClaimsSet claims) throws TokenRefused {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().plus(LEEWAY).isAfter(now)) {
            throw TokenRefused.asExpired();
        }
        Date notBefore = claims.getNotBeforeTime();
        Date issued = claims.getIssueTime();
        Instant latest = now.plus(LEEWAY);
        if ((notBefore != null && notBefore.toInstant().isAfter(latest))
                || (issued != null && issued.toInstant().isAfter(latest))) {
            throw TokenRefused.because("it is not valid yet");
        }
    }
}
