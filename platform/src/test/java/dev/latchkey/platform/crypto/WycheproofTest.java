package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testkit.Vectors;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vectors that once broke implementations: edge cases, changed signatures, lengths that lie. */
final class WycheproofTest {

    private static final SecretMemory MEMORY = new SecretMemory(4, Duration.ofSeconds(5));

    @Test
    void ed25519SignaturesAreJudgedRightly() {
        List<String[]> vectors = read("ed25519");
        assertThat(vectors).hasSize(145);
        for (String[] vector : vectors) {
            assertThat(isSigned(vector[1], vector[2], vector[3]))
                    .as("%s: %s", vector[0], vector[5])
                    .isEqualTo(vector[4].equals("valid"));
        }
    }

    @Test
    void sealsOfAes256GcmAreJudgedRightlyBothWays() {
        List<String[]> vectors = read("aes_256_gcm");
        assertThat(vectors).hasSize(48);
        for (boolean hardware : new boolean[] {false, Aead.hardwareAccelerated()}) {
            Aead aead = new Aead(new SecureRandom(), hardware);
            vectors.forEach(vector -> judge(aead, vector));
        }
    }

    @Test
    void codesOfHmacAreRight() {
        List<String[]> vectors = read("hmac_sha256");
        assertThat(vectors).hasSize(66);
        for (String[] vector : vectors) {
            byte[] code = Hmac.sha256(Hex.bytes(vector[0])).of(Hex.bytes(vector[1]));
            assertThat(Hex.of(Arrays.copyOf(code, vector[2].length() / 2))).isEqualTo(vector[2]);
        }
    }

    @Test
    void derivedKeysAreRight() {
        List<String[]> vectors = read("hkdf_sha256");
        assertThat(vectors).hasSize(102);
        for (String[] vector : vectors) {
            byte[] derived = Hkdf.derive(
                    Hex.bytes(vector[0]), Hex.bytes(vector[1]), Hex.bytes(vector[2]), vector[3].length() / 2);
            assertThat(Hex.of(derived)).isEqualTo(vector[3]);
        }
    }

    private static boolean isSigned(String key, String message, String signature) {
        byte[] bytes = Hex.bytes(signature);
        return bytes.length == Ed25519Signature.BYTES
                && Ed25519.verify(
                        new Ed25519PublicKey(Hex.bytes(key)), Hex.bytes(message), new Ed25519Signature(bytes));
    }

    private static void judge(Aead aead, String[] vector) {
        byte[] sealed = Hex.bytes(vector[2] + vector[5] + vector[6]);
        byte[] context = Hex.bytes(vector[3]);
        try (SecretMemory.Lease key = MEMORY.leaseOf(Hex.bytes(vector[1]))) {
            if (vector[7].equals("valid")) {
                assertThat(Hex.of(aead.openBytes(key, sealed, context)))
                        .as(vector[0])
                        .isEqualTo(vector[4]);
                return;
            }
            assertThatThrownBy(() -> aead.openBytes(key, sealed, context))
                    .as(vector[0])
                    .isInstanceOf(DecryptionException.class);
        }
    }

    private static List<String[]> read(String name) {
        return Vectors.read(WycheproofTest.class, "/vectors/wycheproof/" + name + ".tsv");
    }
}
