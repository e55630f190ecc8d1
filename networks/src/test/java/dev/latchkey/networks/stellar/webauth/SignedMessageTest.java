package dev.latchkey.networks.stellar.webauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test cases of SEP-53. */
class SignedMessageTest {
    private static final AccountId SIGNER = AccountId.parse("GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L");
    private static final String HELLO =
            "fO5dbYhXUhBMhe6kId/cuVq/AfEnHRHEvsP8vXh03M1uLpi5e46yO2Q8rEBzu3feXQewcQE5GArp88u6ePK6BA==";

    @ParameterizedTest
    @CsvSource({
        "SGVsbG8sIFdvcmxkIQ==, " + HELLO,
        "44GT44KT44Gr44Gh44Gv44CB5LiW55WM77yB,"
                + " CDU265Xs8y3OWbB/56H9jPgUss5G9A0qFuTqH2zs2YDgTm+++dIfmAEceFqB7bhfN3am59lCtDXrCtwH2k1GBA==",
        "2zZDP1sa1BVBfLP7TeeMk3sUbaxAkUhBhDiNdrksaFo=,"
                + " VA1+7hefNwv2NKScH6n+Sljj15kLAge+M2wE7fzFOf+L0MMbssA1mwfJZRyyrhBORQRle10X1Dxpx+UOI4EbDQ==",
    })
    void thePublishedSignaturesAreValid(String message, String signature) {
        byte[] bytes = Base64.getDecoder().decode(message);
        assertThat(SignedMessage.verify(SIGNER, bytes, signature(signature))).isTrue();
        bytes[0] ^= 1;
        assertThat(SignedMessage.verify(SIGNER, bytes, signature(signature))).isFalse();
    }

    @Test
    void anotherKeyHasNotSigned() {
        byte[] other = SIGNER.publicKey();
        other[0] ^= 1;
        byte[] message = "Hello, World!".getBytes(StandardCharsets.UTF_8);
        assertThat(SignedMessage.verify(SIGNER, message, signature(HELLO))).isTrue();
        assertThat(SignedMessage.verify(AccountId.of(other), message, signature(HELLO)))
                .isFalse();
    }

    private static Ed25519Signature signature(String base64) {
        return new Ed25519Signature(Base64.getDecoder().decode(base64));
    }
}
