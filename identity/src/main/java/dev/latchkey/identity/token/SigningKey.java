package dev.latchkey.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of access tokens, parsed once.
 *
 * @param publicKey with its {@code kid}, {@code alg} and {@code use}
 * @param signer {@code null} where only the public half is known
 * @param activeFrom when it begins to sign; the newest active key does
 */
record SigningKey(
        String id,
        JWSAlgorithm algorithm,
        JWK publicKey,
        JWSVerifier verifier,
        @Nullable JWSSigner signer,
        Instant activeFrom) {

    static SigningKey of(JWK publicKey, @Nullable PrivateKey privateKey, Instant activeFrom) {
        try {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(publicKey.getAlgorithm().getName());
            return new SigningKey(
                    publicKey.getKeyID(),
                    algorithm,
                    publicKey,
                    verifier(publicKey),
                    privateKey == null ? null : signer(privateKey),
                    activeFrom);
        } catch (JOSEException unusable) {
            throw new IllegalStateException("signing key " + publicKey.getKeyID() + " is unusable", unusable);
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey());
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            default -> throw new JOSEException("neither an elliptic curve key nor an RSA key");
        };
    }

    private static JWSSigner signer(PrivateKey key) throws JOSEException {
        if (!(key instanceof ECPrivateKey)) {
            return new RSASSASigner(key);
        }
        ECDSASigner signer = new ECDSASigner(FastEllipticCurves.own(key), Curve.P_256);
        FastEllipticCurves.provider().ifPresent(signer.getJCAContext()::setProvider);
        return signer;
    }
}
