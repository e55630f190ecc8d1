package dev.latchkey.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.ApiException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues and verifies access tokens: short-lived JWTs that name a session (auth-api.md 4.1). */
public final class AccessTokens {

    private static final String ACTOR = "act"; // RFC 8693 §4.1
    private static final String PROJECT = "project_id";

    /** RFC 7800 §3.1, RFC 9449 §6.1. */
    private static final String CONFIRMATION = "cnf";

    private static final String THUMBPRINT = "jkt";
    /** What is added to the audience of tokens that other services must not take. */
    private static final String INCOMPLETE = "/second-factor-required";

    private static final int MAX_LENGTH = 4096;

    /** How far clocks of our own servers may differ. */
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    private static final int MAX_REMEMBERED = 10_000;

    private final SigningKeys keys;
    private final TokenNames names;
    private final Duration lifetime;
    private final SecondFactorDemand demand;
    private final Clock clock;

    /**
     * Tokens whose signature held once, by their hash: a client sends the same one for minutes, and checking P-256 costs
     * more than the rest of a read. Whether the session still lives is asked of the database each time.
     */
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** What a token with a valid signature says: who, and from when until when. */
    private record Verified(AccessToken token, String keyId, Instant from, Instant until) {

        AccessToken at(Instant now) {
            if (from.isAfter(now.plus(LEEWAY))) {
                throw invalid();
            }
            if (!until.isAfter(now)) {
                throw expired();
            }
            return token;
        }
    }

    /** @param demand of two factors: what a session without them gets is for another audience, and so for us alone */
    public AccessTokens(SigningKeys keys, TokenNames names, Duration lifetime, SecondFactorDemand demand, Clock clock) {
        this.keys = keys;
        this.names = names;
        this.lifetime = lifetime;
        this.demand = demand;
        this.clock = clock;
    }

    /** How long a new token lives. */
    public Duration lifetime() {
        return lifetime;
    }

    public String issue(AccessClaims contents) {
        JWTClaimsSet claims = claims(contents, clock.instant());
        SigningKey key = keys.current();
        JWSHeader header = new JWSHeader.Builder(key.algorithm())
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        JWSSigner signer = Objects.requireNonNull(key.signer());
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException("cannot sign an access token", failure);
        }
    }

    private JWTClaimsSet claims(AccessClaims contents, Instant now) {
        AccessClaims.Subject user = contents.subject();
        TokenNames.Names named = names.current();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(user.id().toString())
                .claim("sid", contents.sessionId().toString())
                .claim(PROJECT, user.projectId().toString())
                .claim("email_verified", user.emailVerified())
                .claim("amr", AuthenticationMethods.of(contents.factors()))
                .claim("auth_time", contents.strongAuthAt().getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .issuer(named.issuer())
                .audience(isIncomplete(contents) ? named.audience() + INCOMPLETE : named.audience());
        AccessClaims.Organization organization = contents.organization();
        if (organization != null) {
            claims.claim("org_id", organization.id().toString()).claim("role", organization.role());
        }
        if (user.systemAdmin()) {
            claims.claim("is_system_admin", true);
        }
        if (contents.keyThumbprint() != null) {
            claims.claim(CONFIRMATION, Map.of(THUMBPRINT, contents.keyThumbprint()));
        }
        if (contents.impersonator() != null) {
            claims.claim(ACTOR, Map.of("sub", contents.impersonator().toString()));
        }
        return claims.build();
    }

    /** An administrator's look is bound to the administrator's own session. */
    private boolean isIncomplete(AccessClaims contents) {
        return contents.impersonator() == null
                && demand.leavesIncomplete(contents.subject().projectId(), contents.factors());
    }

    /** Throws 401 {@code TOKEN_EXPIRED} for an expired token of ours, {@code INVALID_TOKEN} for anything else. */
    public AccessToken verify(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid();
        }
        String digest = Tokens.sha256Hex(text);
        Verified known = verified.getIfPresent(digest);
        if (known == null || keys.byId(known.keyId()).isEmpty()) {
            known = verifySignature(text);
            verified.put(digest, known);
        }
        return known.at(clock.instant());
    }

    private Verified verifySignature(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            requireOurs(token);
            return read(token.getJWTClaimsSet(), token.getHeader().getKeyID());
        } catch (ParseException | JOSEException | IllegalArgumentException malformed) {
            throw invalid();
        }
    }

    public static ApiException invalid() {
        return new ApiException(401, "INVALID_TOKEN", "The access token is not valid");
    }

    public static ApiException expired() {
        return new ApiException(401, "TOKEN_EXPIRED", "The access token or session has expired");
    }

    /** The algorithm belongs to the key, the token only names it: a token that names another one is refused. */
    private void requireOurs(SignedJWT token) throws JOSEException {
        JWSHeader header = token.getHeader();
        boolean plain = JOSEObjectType.JWT.equals(header.getType())
                && header.getCriticalParams() == null
                && header.isBase64URLEncodePayload()
                && header.getKeyID() != null;
        if (!plain) {
            throw invalid();
        }
        SigningKey key = keys.byId(header.getKeyID()).orElseThrow(AccessTokens::invalid);
        if (!key.algorithm().equals(header.getAlgorithm()) || !token.verify(key.verifier())) {
            throw invalid();
        }
    }

    private Verified read(JWTClaimsSet claims, String keyId) throws ParseException {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        if (expires == null || issued == null || !isNamedAsOurs(claims, issued.toInstant())) {
            throw invalid();
        }
        Instant from = issued.toInstant();
        if (notBefore != null && notBefore.toInstant().isAfter(from)) {
            from = notBefore.toInstant();
        }
        AccessToken token = new AccessToken(
                id(claims.getSubject()),
                id(claims.getStringClaim("sid")),
                id(claims.getStringClaim(PROJECT)),
                keyThumbprint(claims));
        return new Verified(token, keyId, from, expires.toInstant());
    }

    /** Tokens live on when administrators change the names; another server may know of a change before this one. */
    private boolean isNamedAsOurs(JWTClaimsSet claims, Instant issued) {
        List<String> audiences = claims.getAudience();
        if (claims.getIssuer() == null || audiences.size() != 1) {
            return false;
        }
        TokenNames.Names current = names.current();
        TokenNames.Names named = new TokenNames.Names(claims.getIssuer(), audiences.getFirst());
        TokenNames.Names complete =
                new TokenNames.Names(named.issuer(), named.audience().replaceFirst(INCOMPLETE + "$", ""));
        return named.equals(current) || complete.equals(current) || names.haveBeen(complete, issued.minus(LEEWAY));
    }

    /** A token that is bound in a way we do not know must not pass for a bearer token. */
    private static @Nullable String keyThumbprint(JWTClaimsSet claims) throws ParseException {
        if (claims.getClaim(CONFIRMATION) == null) {
            return null;
        }
        Map<String, Object> confirmation = claims.getJSONObjectClaim(CONFIRMATION);
        if (confirmation.size() == 1 && confirmation.get(THUMBPRINT) instanceof String thumbprint) {
            return thumbprint;
        }
        throw invalid();
    }

    private static UUID id(@Nullable String claim) {
        if (claim == null) {
            throw invalid();
        }
        return UUID.fromString(claim);
    }
}
