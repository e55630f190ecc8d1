package dev.latchkey.identity.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.util.Set;

/** Checks a token's signature with a key that fits its algorithm; symmetric algorithms and {@code none} fit no key. */
final class TokenSignature {

    private static final Set<JWSAlgorithm> RSA = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final int MIN_RSA_BITS = 2048;

    private TokenSignature() {}

    static boolean isBy(JWK key, SignedJWT token) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        boolean forSigning = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean sameAlgorithm = key.getAlgorithm() == null
                || key.getAlgorithm().getName().equals(algorithm.getName())
                || (isEdDsa(algorithm)
                        && isEdDsa(JWSAlgorithm.parse(key.getAlgorithm().getName())));
        try {
            return forSigning && sameAlgorithm && verifies(key, algorithm, token);
        } catch (JOSEException unusable) {
            return false;
        }
    }

    private static boolean verifies(JWK key, JWSAlgorithm algorithm, SignedJWT token) throws JOSEException {
        if (key instanceof RSAKey rsa && RSA.contains(algorithm) && rsa.size() >= MIN_RSA_BITS) {
            return token.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
        }
        if (key instanceof ECKey ec && JWSAlgorithm.Family.EC.contains(algorithm) && isFor(algorithm, ec)) {
            JWSVerifier verifier = new ECDSAVerifier(ec.toECPublicKey());
            return token.verify(verifier);
        }
        return key instanceof OctetKeyPair pair
                && pair.getCurve().equals(Curve.Ed25519)
                && isEdDsa(algorithm)
                && isEd25519(pair, token);
    }

    private static boolean isFor(JWSAlgorithm algorithm, ECKey key) {
        Set<Curve> curves = Curve.forJWSAlgorithm(algorithm);
        return curves != null && curves.contains(key.getCurve());
    }

    private static boolean isEdDsa(JWSAlgorithm algorithm) {
        return algorithm.equals(JWSAlgorithm.EdDSA) || algorithm.equals(JWSAlgorithm.Ed25519);
    }

    private static boolean isEd25519(OctetKeyPair pair, SignedJWT token) {
        byte[] publicKey = pair.getX().decode();
        byte[] signature = token.getSignature().decode();
        return publicKey.length == Ed25519PublicKey.BYTES
                && signature.length == Ed25519Signature.BYTES
                && Ed25519.verify(
                        new Ed25519PublicKey(publicKey), token.getSigningInput(), new Ed25519Signature(signature));
    }
}
