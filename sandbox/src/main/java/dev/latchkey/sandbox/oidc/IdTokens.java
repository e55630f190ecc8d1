package dev.latchkey.sandbox.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ID token of a grant (OpenID Connect Core §2, §3.1.3.6), or what a misbehaving issuer makes of it. */
final class IdTokens {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final String issuer;
    private final TokenMint mint;
    private final Moods moods;
    private final Clock clock;

    IdTokens(String issuer, TokenMint mint, Moods moods, Clock clock) {
        this.issuer = issuer;
        this.mint = mint;
        this.moods = moods;
        this.clock = clock;
    }

    String of(Grant grant, String accessToken) {
        return minted(grant.party().algorithm(), claims(grant, accessToken));
    }

    private String minted(TokenAlgorithm algorithm, Map<String, Object> claims) {
        if (moods.is(Misbehaviour.UNSIGNED)) {
            return mint.unsigned(claims);
        }
        if (moods.is(Misbehaviour.HMAC_WITH_PUBLIC_KEY)) {
            return mint.hmacWithPublicKey(claims);
        }
        if (moods.is(Misbehaviour.FOREIGN_KEY) || moods.is(Misbehaviour.OWN_KEY_IN_HEADER)) {
            return mint.foreign(algorithm, moods.is(Misbehaviour.OWN_KEY_IN_HEADER), claims);
        }
        return mint.signed(algorithm, null, claims);
    }

    private Map<String, Object> claims(Grant grant, String accessToken) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", moods.is(Misbehaviour.WRONG_ISSUER) ? "https://another.example" : issuer);
        claims.put("sub", grant.person().subject());
        claims.put("aud", audience(grant));
        if (moods.is(Misbehaviour.ANOTHER_PARTY)) {
            claims.put("azp", "somebody-else");
        }
        putTimes(claims, now);
        claims.put("auth_time", grant.authenticatedAt().getEpochSecond());
        if (grant.nonce() != null && !moods.is(Misbehaviour.NO_NONCE)) {
            claims.put("nonce", moods.is(Misbehaviour.WRONG_NONCE) ? "another-nonce" : grant.nonce());
        }
        boolean otherToken = moods.is(Misbehaviour.WRONG_ACCESS_TOKEN_HASH);
        claims.put("at_hash", TokenMint.halfHash(otherToken ? "another" : accessToken));
        if (!moods.is(Misbehaviour.CLAIMS_AT_USERINFO_ONLY)) {
            claims.putAll(Scopes.granted(grant));
        }
        return claims;
    }

    private Object audience(Grant grant) {
        if (moods.is(Misbehaviour.WRONG_AUDIENCE)) {
            return "somebody-else";
        }
        return moods.is(Misbehaviour.ANOTHER_PARTY)
                ? List.of(grant.party().clientId(), "somebody-else")
                : grant.party().clientId();
    }

    private void putTimes(Map<String, Object> claims, Instant now) {
        Instant issued = now;
        if (moods.is(Misbehaviour.EXPIRED)) {
            issued = now.minus(Duration.ofHours(1)).minus(LIFETIME);
        }
        if (moods.is(Misbehaviour.FROM_THE_FUTURE)) {
            issued = now.plus(Duration.ofHours(1));
        }
        claims.put("iat", issued.getEpochSecond());
        if (!moods.is(Misbehaviour.NO_EXPIRY)) {
            claims.put("exp", issued.plus(LIFETIME).getEpochSecond());
        }
    }
}
