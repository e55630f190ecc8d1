package dev.latchkey.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.latchkey.testkit.Vectors;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ECDSA on P-256 as tokens carry it (r and s): what is out of range, or brought back into range, is no signature. */
final class EcdsaVectorsTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.ES256);
    private static final ECKey KEY = new ECKey.Builder(
                    Curve.P_256,
                    coordinate("2927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838"),
                    coordinate("c7787964eaac00e5921fb1498a60f4606766b3d9685001558d1a974e7341513e"))
            .keyID("vector")
            .algorithm(JWSAlgorithm.ES256)
            .build();

    @Test
    void signaturesAreJudgedRightly() throws JOSEException {
        List<String[]> vectors =
                Vectors.read(EcdsaVectorsTest.class, "/vectors/wycheproof/ecdsa_p256_sha256_p1363.tsv");
        assertThat(vectors).hasSize(77);
        JWSVerifier verifier = SigningKey.of(KEY, null, Instant.EPOCH).verifier();
        for (String[] vector : vectors) {
            Base64URL signature = Base64URL.encode(HEX.parseHex(vector[2]));
            assertThat(verifier.verify(HEADER, HEX.parseHex(vector[1]), signature))
                    .as("%s: %s", vector[0], vector[4])
                    .isEqualTo(vector[3].equals("valid"));
        }
    }

    private static Base64URL coordinate(String hex) {
        return Base64URL.encode(HEX.parseHex(hex));
    }
}
