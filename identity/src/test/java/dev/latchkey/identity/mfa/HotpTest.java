package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HotpTest {

    @Test
    void theValuesOfRfc4226AppendixD() {
        Hotp hotp = new Hotp("HmacSHA1", 6);
        byte[] secret = "12345678901234567890".getBytes(US_ASCII);

        List<String> codes = LongStream.range(0, 10)
                .mapToObj(counter -> hotp.code(secret, counter))
                .toList();

        assertThat(codes)
                .containsExactly(
                        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
                        "520489");
    }

    @Test
    void fewerDigitsThanTheStandardAllowsAreRefused() {
        assertThatThrownBy(() -> new Hotp("HmacSHA1", 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hotp("HmacSHA1", 9)).isInstanceOf(IllegalArgumentException.class);
    }
}
