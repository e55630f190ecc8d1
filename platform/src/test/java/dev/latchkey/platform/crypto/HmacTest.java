package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 4231 §4.3: a key shorter than the output. */
final class HmacTest {

    private static final byte[] KEY = "Jefe".getBytes(US_ASCII);
    private static final String MESSAGE = "what do ya want for nothing?";

    @Test
    void codesAreThoseOfTheStandard() {
        assertThat(hex(Hmac.sha256(KEY).of(MESSAGE)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(hex(Hmac.sha512(KEY).of(MESSAGE)))
                .isEqualTo("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
