package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);
    private static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final long NEVER = Long.MIN_VALUE;

    @ParameterizedTest
    @CsvSource({
        "         59, 94287082, 46119246, 90693936",
        " 1111111109, 07081804, 68084774, 25091201",
        " 1111111111, 14050471, 67062674, 99943326",
        " 1234567890, 89005924, 91819424, 93441116",
        " 2000000000, 69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void theValuesOfRfc6238AppendixB(long seconds, String sha1, String sha256, String sha512) {
        Instant time = Instant.ofEpochSecond(seconds);

        assertThat(totp("HmacSHA1").code(digits(20), time)).isEqualTo(sha1);
        assertThat(totp("HmacSHA256").code(digits(32), time)).isEqualTo(sha256);
        assertThat(totp("HmacSHA512").code(digits(64), time)).isEqualTo(sha512);
    }

    @Test
    void aCodeIsGoodForItsOwnStepAndTheNeighbours() {
        String code = Totp.STANDARD.code(SECRET, NOON);
        long step = Totp.STANDARD.step(NOON);

        assertThat(match(code, NOON)).hasValue(step);
        assertThat(match(code, NOON.plusSeconds(29))).hasValue(step);
        assertThat(match(code, NOON.plus(STEP))).hasValue(step);
        assertThat(match(code, NOON.minus(STEP))).hasValue(step);
        assertThat(match(code, NOON.plusSeconds(59))).hasValue(step);
        assertThat(match(code, NOON.plusSeconds(60))).isEmpty();
        assertThat(match(code, NOON.minusSeconds(31))).isEmpty();
    }

    @Test
    void aCodeOfAStepThatIsNotLaterIsRefused() {
        String code = Totp.STANDARD.code(SECRET, NOON);
        long step = Totp.STANDARD.step(NOON);

        assertThat(Totp.STANDARD.match(SECRET, code, NOON, step - 1)).hasValue(step);
        assertThat(Totp.STANDARD.match(SECRET, code, NOON, step)).isEmpty();
        assertThat(Totp.STANDARD.match(SECRET, code, NOON.plus(STEP), step)).isEmpty();
        assertThat(Totp.STANDARD.match(SECRET, code, NOON, step + 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "12345", "1234567", "abcdef", "'      '", "-12345", "１２３４５６"})
    void whatIsNoCodeNeverMatches(String given) {
        assertThat(match(given, NOON)).isEmpty();
    }

    /** Whatever is typed, and whenever, also by somebody whose clock runs backwards. */
    @Property(tries = 300)
    void theStepsOfAcceptedCodesRise(
            @ForAll @Size(max = 60) List<@IntRange(max = 300) Integer> times,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(min = -3, max = 3) Integer> skews) {
        List<Long> accepted = new ArrayList<>();
        long last = NEVER;
        for (int i = 0; i < times.size(); i++) {
            Instant now = NOON.plusSeconds(times.get(i));
            String code = Totp.STANDARD.code(SECRET, now.plus(STEP.multipliedBy(skews.get(i))));
            OptionalLong step = Totp.STANDARD.match(SECRET, code, now, last);
            if (step.isPresent()) {
                last = step.getAsLong();
                accepted.add(last);
                assertThat(Math.abs(last - Totp.STANDARD.step(now))).isLessThanOrEqualTo(1);
            }
        }

        assertThat(accepted).isSorted().doesNotHaveDuplicates();
    }

    private static OptionalLong match(String code, Instant now) {
        return Totp.STANDARD.match(SECRET, code, now, NEVER);
    }

    private static Totp totp(String algorithm) {
        return new Totp(new Hotp(algorithm, 8), STEP);
    }

    private static byte[] digits(int count) {
        return "1234567890".repeat(7).substring(0, count).getBytes(US_ASCII);
    }
}
