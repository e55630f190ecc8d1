package dev.latchkey.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.latchkey.testkit.TestDatabase;

/** A key that the server takes for one of its own, and whose private half the tests know. */
final class TestSigningKey {

    static final String ID = "known-to-tests";
    private static final ECKey KEY = generate();

    private TestSigningKey() {}

    /** Before the server starts, as it remembers the keys it knows. */
    static void store(TestDatabase rows) {
        rows.execute(
                "insert into identity.signing_keys (kid, algorithm, public_jwk, private_key, active_from, created_at)"
                        + " values ('" + ID + "', 'ES256', '"
                        + KEY.toPublicJWK().toJSONString()
                        + "', null, '2026-05-29T12:00:00Z', now()) on conflict do nothing");
    }

    static JWSSigner signer() {
        try {
            return new ECDSASigner(KEY);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(ID)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
