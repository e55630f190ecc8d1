package dev.latchkey.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "Alice@Example.COM, alice@example.com",
        "\uff21lice@example.com, alice@example.com", // full-width A
        "\u212aelvin@example.com, kelvin@example.com", // Kelvin sign
        "o\ufb03ce@example.com, office@example.com", // ligature ffi
        "a\u0301@example.com, \u00e1@example.com", // combining acute
        "alice\uff20example.com, alice@example.com", // full-width at sign
    })
    void spellingsOfOneAddressHaveOneNormalForm(String spelled, String normal) {
        assertThat(EmailAddress.normalForm(spelled)).isEqualTo(normal);
    }

    @Test
    void lettersThatOnlyLookAlikeStayDifferent() {
        // Cyrillic а, Greek ο, dotless ı: other letters, other addresses.
        assertThat(EmailAddress.normalForm("\u0430lice@example.com")).isNotEqualTo("alice@example.com");
        assertThat(EmailAddress.normalForm("b\u03bfb@example.com")).isNotEqualTo("bob@example.com");
        assertThat(EmailAddress.normalForm("\u0131van@example.com")).isNotEqualTo("ivan@example.com");
    }

    @Test
    void theNormalFormOfEveryCharacterIsNormalAndStays() {
        for (int point = 0; point < 0x1FFFF; point++) {
            String normal = EmailAddress.normalForm("a" + Character.toString(point) + "\u0307z");

            if (!EmailAddress.normalForm(normal).equals(normal)
                    || !Normalizer.isNormalized(normal, Normalizer.Form.NFKC)) {
                throw new AssertionError("U+" + Integer.toHexString(point));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "@example.com",
                "a@.com",
                "a b@c.de",
                "a@b c.de",
                "a@@b.de",
                "a@b@c.de",
                "",
                "a\n@b.de",
                "a\u0000@b.de",
                "a\u200b@b.de",
                "a\u3000b@c.de",
                "\uff21lice@example.com", // full-width A
                "alice@\uff45xample.com",
                "alice\uff20example.com",
                "\u212aelvin@example.com", // Kelvin sign
                "o\ufb03ce@example.com", // ligature ffi
                "\u0130van@example.com" // dotted capital I
            })
    void whatIsNoAddressIsRefusedEvenLeniently(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212aelvin@example.com",
                "alice\uff20example.com",
                "alice@ex\u00e4mple.com",
                "alice@example.con",
                "a@example.c",
                "a@1.2",
                "\"a\"@example.com"
            })
    void registrationTakesAsciiOnly(String text) {
        assertThatThrownBy(() -> EmailAddress.parseStrictly(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsAreBounded() {
        String local = "a".repeat(64);
        assertThat(EmailAddress.parseStrictly(local + "@example.com").value()).hasSize(76);
        assertThatThrownBy(() -> EmailAddress.parseStrictly("a" + local + "@example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmailAddress.parseStrictly("a@" + "b.".repeat(130) + "com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmailAddress.parse("a@" + "b.".repeat(160) + "com"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
