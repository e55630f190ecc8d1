package dev.latchkey.identity.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.Call;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Checks what can be checked of a proof without asking the database (RFC 9449 §4.3). */
final class DpopProofReader {

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_ID = 256;

    /** How long before or after now, by our clock, a proof may say that it was made. */
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final RequestAddress address;
    private final Clock clock;

    DpopProofReader(RequestAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    DpopProof read(String text, Call call) throws InvalidProof {
        if (!address.isKnown()) {
            throw new InvalidProof(
                    "this server does not take proofs: its operator has to set " + DpopSettings.PUBLIC_URLS.name());
        }
        if (text.length() > MAX_LENGTH) {
            throw new InvalidProof("it may have at most " + MAX_LENGTH + " characters");
        }
        try {
            SignedJWT proof = SignedJWT.parse(text);
            requireType(proof.getHeader());
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            Instant issuedAt = requireClaims(claims, call);
            String thumbprint = ProofKey.thumbprint(proof);
            return new DpopProof(
                    thumbprint,
                    Tokens.sha256Hex(thumbprint + "\n" + claims.getJWTID()),
                    claims.getStringClaim("ath"),
                    issuedAt.plus(WINDOW));
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException malformed) {
            throw new InvalidProof("it is no signed JWT with a usable key");
        }
    }

    private static void requireType(JWSHeader header) throws InvalidProof {
        if (!TYPE.equals(header.getType())) {
            throw new InvalidProof("typ must be dpop+jwt");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new InvalidProof("extensions of the header are not understood");
        }
    }

    private Instant requireClaims(JWTClaimsSet claims, Call call) throws InvalidProof, ParseException {
        String id = claims.getJWTID();
        if (id == null || id.isEmpty() || id.length() > MAX_ID) {
            throw new InvalidProof("jti must have 1 to " + MAX_ID + " characters");
        }
        if (!call.methodName().equals(claims.getStringClaim("htm"))) {
            throw new InvalidProof("htm must be the method of the request");
        }
        String uri = claims.getStringClaim("htu");
        if (uri == null || !address.is(uri, call)) {
            throw new InvalidProof("htu must be the address of the request");
        }
        Date issuedAt = claims.getIssueTime();
        if (issuedAt == null || !isNow(issuedAt.toInstant())) {
            throw new InvalidProof("iat must be within " + WINDOW.toSeconds() + " s of now");
        }
        return issuedAt.toInstant();
    }

    private boolean isNow(Instant issuedAt) {
        Instant now = clock.instant();
        return issuedAt.plus(WINDOW).isAfter(now) && !issuedAt.isAfter(now.plus(WINDOW));
    }
}
