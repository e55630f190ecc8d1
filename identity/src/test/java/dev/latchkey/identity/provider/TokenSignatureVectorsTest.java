package dev.latchkey.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.testkit.Vectors;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens of Wycheproof: parts that are missing or changed, another algorithm, a key that the attacker brings along. */
final class TokenSignatureVectorsTest {

    private static final Map<String, Object> KEY = Map.of(
            "kty", "EC",
            "alg", "ES256",
            "use", "sig",
            "kid", "kid-ec-sign",
            "crv", "P-256",
            "x", "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY",
            "y", "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw");

    @Test
    void tokensAreJudgedRightly() throws ParseException {
        JWK key = JWK.parse(KEY);
        List<String[]> vectors =
                Vectors.read(TokenSignatureVectorsTest.class, "/vectors/wycheproof/json_web_signature_es256.tsv");
        assertThat(vectors).hasSize(15);
        for (String[] vector : vectors) {
            assertThat(isSigned(key, vector[1])).as(vector[3]).isEqualTo(vector[2].equals("valid"));
        }
    }

    private static boolean isSigned(JWK key, String token) {
        try {
            return TokenSignature.isBy(key, SignedJWT.parse(token));
        } catch (ParseException malformed) {
            return false;
        }
    }
}
