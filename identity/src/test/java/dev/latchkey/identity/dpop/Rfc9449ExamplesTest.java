package dev.latchkey.identity.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9449: figures 2, 9 and 13. */
final class Rfc9449ExamplesTest {

    private static final String HEADER = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19";
    private static final String TOKEN_CLAIMS =
            "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2Vu"
                    + "IiwiaWF0IjoxNTYyMjYyNjE2fQ";
    private static final String TOKEN_PROOF = HEADER
            + "."
            + TOKEN_CLAIMS
            + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
    private static final String RESOURCE_PROOF = HEADER
            + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0"
            + "ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9"
            + ".2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
    private static final String ACCESS_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    @Test
    void theProofsAreSignedByTheKeyOfFigure9() throws ParseException, JOSEException, InvalidProof {
        for (String proof : new String[] {TOKEN_PROOF, RESOURCE_PROOF}) {
            assertThat(ProofKey.thumbprint(SignedJWT.parse(proof)))
                    .isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
        }
    }

    @Test
    void theHashOfTheAccessTokenIsTheOneInTheProof() throws ParseException {
        assertThat(DpopProofs.hash(ACCESS_TOKEN))
                .isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
                .isEqualTo(SignedJWT.parse(RESOURCE_PROOF).getJWTClaimsSet().getStringClaim("ath"));
    }

    @Test
    void theSignatureOfOneProofIsNotThatOfAnother() throws ParseException {
        String mixed = HEADER + "." + TOKEN_CLAIMS + RESOURCE_PROOF.substring(RESOURCE_PROOF.lastIndexOf('.'));
        SignedJWT proof = SignedJWT.parse(mixed);

        assertThatThrownBy(() -> ProofKey.thumbprint(proof)).isInstanceOf(InvalidProof.class);
    }
}
