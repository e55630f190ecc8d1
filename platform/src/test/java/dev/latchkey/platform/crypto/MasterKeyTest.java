package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final byte[] KEY = Hex.bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff");

    private final SecretMemory memory = new SecretMemory(2, Duration.ofSeconds(1));

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void hexAndBothBase64AlphabetsAreTheSameKey() {
        String base64 = Base64.getEncoder().encodeToString(KEY);
        try (MasterKey hex = MasterKey.parse(Hex.of(KEY), memory);
                MasterKey upper = MasterKey.parse(" " + Hex.of(KEY).toUpperCase(java.util.Locale.ROOT) + "\n", memory);
                MasterKey standard = MasterKey.parse(base64, memory);
                MasterKey urlSafe =
                        MasterKey.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(KEY), memory)) {
            assertThat(hex.id())
                    .matches("[0-9a-f]{16}")
                    .isEqualTo(upper.id())
                    .isEqualTo(standard.id())
                    .isEqualTo(urlSafe.id());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "correct horse battery staple and thirty-two more characters",
                "a-passphrase-with-exactly-32-char",
                "000102030405060708090a0b0c0d0e0f",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
                "g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "0102010201020102010201020102010201020102010201020102010201020102",
            })
    void anythingButThirtyTwoRandomBytesIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> MasterKey.parse(text, memory))
                .isInstanceOfSatisfying(InvalidMasterKeyException.class, e -> {
                    assertThat(e).hasMessageContaining("master key");
                    if (!text.isBlank()) {
                        assertThat(e.getMessage()).doesNotContain(text);
                    }
                });
    }

    @Test
    void derivedKeysAreHkdfOfTheLabelAndDifferByLabel() {
        try (MasterKey master = MasterKey.parse(Hex.of(KEY), memory);
                SecretMemory.Lease one = master.derive("one");
                SecretMemory.Lease two = master.derive("two")) {
            assertThat(one.bytes().toArray(JAVA_BYTE))
                    .isEqualTo(Hkdf.derive(KEY, new byte[0], "latchkey/v1/one".getBytes(UTF_8), 32))
                    .isEqualTo(master.deriveBytes("one", 32));
            assertThat(one.sameAs(two)).isFalse();
            assertThat(master.deriveBytes("one", 100))
                    .isEqualTo(Hkdf.derive(KEY, new byte[0], "latchkey/v1/one".getBytes(UTF_8), 100));
        }
    }

    @Test
    void aGeneratedKeyIsAcceptedAndItsTextIsNotPrinted() {
        String text = MasterKey.generateText(new SecureRandom());
        try (MasterKey master = MasterKey.parse(text, memory)) {
            assertThat(master).hasToString("MasterKey[" + master.id() + "]");
        }
        assertThat(memory.diagnostics().heldPages()).isZero();
    }
}
