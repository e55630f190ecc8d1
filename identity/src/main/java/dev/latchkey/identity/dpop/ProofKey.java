package dev.latchkey.identity.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.util.Set;

/**
 * The key in a proof's own header. The algorithm must be one of the key's kind, so that neither {@code none} nor a shared
 * secret can pass for a signature.
 */
final class ProofKey {

    /** As {@code algs} of a challenge lists them (RFC 9449 §7.1). */
    static final String ALGORITHMS = "ES256 EdDSA RS256 PS256";

    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Set<JWSAlgorithm> EDWARDS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 32;

    private ProofKey() {}

    /** The thumbprint of the key that has signed the proof. */
    static String thumbprint(SignedJWT proof) throws InvalidProof, JOSEException {
        JWK key = proof.getHeader().getJWK();
        if (key == null || key.isPrivate()) {
            throw new InvalidProof("the header must have the public key as jwk, without a private part");
        }
        if (!isSigned(proof, key)) {
            throw new InvalidProof("the signature is not of the key in jwk");
        }
        return key.computeThumbprint().toString();
    }

    private static boolean isSigned(SignedJWT proof, JWK key) throws InvalidProof, JOSEException {
        JWSAlgorithm algorithm = proof.getHeader().getAlgorithm();
        if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256) && algorithm.equals(JWSAlgorithm.ES256)) {
            return verify(proof, new ECDSAVerifier(ec));
        }
        if (key instanceof RSAKey rsa && isAcceptable(rsa) && RSA.contains(algorithm)) {
            return verify(proof, new RSASSAVerifier(rsa));
        }
        if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519) && EDWARDS.contains(algorithm)) {
            return isSignedByEdwards(proof, pair);
        }
        throw new InvalidProof("key and alg must fit, and be one of " + ALGORITHMS);
    }

    private static boolean verify(SignedJWT proof, JWSVerifier verifier) throws JOSEException {
        return proof.verify(verifier);
    }

    /** Long keys and exponents only cost us time. */
    private static boolean isAcceptable(RSAKey key) {
        int bits = key.getModulus().decodeToBigInteger().bitLength();
        int exponent = key.getPublicExponent().decodeToBigInteger().bitLength();
        return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && exponent <= MAX_EXPONENT_BITS;
    }

    private static boolean isSignedByEdwards(SignedJWT proof, OctetKeyPair key) {
        byte[] publicKey = key.getX().decode();
        byte[] signature = proof.getSignature().decode();
        return publicKey.length == Ed25519PublicKey.BYTES
                && signature.length == Ed25519Signature.BYTES
                && Ed25519.verify(
                        new Ed25519PublicKey(publicKey), proof.getSigningInput(), new Ed25519Signature(signature));
    }
}
