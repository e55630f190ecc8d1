package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AeadTest {
    private static final SecretMemory MEMORY = new SecretMemory(8, Duration.ofSeconds(5));
    private static final AssociatedData CONTEXT = AssociatedData.of("test").with("owner", "a");
    private final Aead sodium = new Aead(new SecureRandom(), Aead.hardwareAccelerated());
    private final Aead jdk = new Aead(new SecureRandom(), false);

    /** NIST GCM specification (McGrew and Viega), test cases 13 to 16. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'','','',"
                + "530f8afbc74536b9a963b4f1c4cb738b",
        "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'',"
                + "00000000000000000000000000000000,cea7403d4d606b6e074ec5d3baf39d18,d0d1c8a799996bf0265b98b5d48ab919",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,'',"
                + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255,"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad,"
                + "b094dac5d93471bdec1a502270e3cc6c",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                + "feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39,"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662,"
                + "76fc6ece0f4e1768cddf8853bb2d551b",
    })
    void theBindingGivesTheVectorsOfTheGcmSpecification(
            String key, String nonce, String associatedData, String plaintext, String ciphertext, String tag) {
        Assumptions.assumeTrue(Aead.hardwareAccelerated(), "this processor has no AES instructions");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(plaintext.length() / 2 + 16L);
            Sodium.aesGcmEncrypt(
                    output,
                    arena.allocateFrom(JAVA_BYTE, Hex.bytes(plaintext)),
                    arena.allocateFrom(JAVA_BYTE, Hex.bytes(associatedData)),
                    arena.allocateFrom(JAVA_BYTE, Hex.bytes(nonce)),
                    arena.allocateFrom(JAVA_BYTE, Hex.bytes(key)));
            assertThat(Hex.of(output.toArray(JAVA_BYTE))).isEqualTo(ciphertext + tag);
        }
    }

    @Test
    void bothWaysGiveTheSameBytes() {
        FixedRandom nonce = new FixedRandom(Hex.bytes("cafebabefacedbaddecaf888"));
        byte[] plaintext = Hex.bytes("d9313225f88406e5a55909c5aff5269a");
        try (SecretMemory.Lease key = key()) {
            byte[] bySodium = new Aead(nonce, Aead.hardwareAccelerated()).seal(key, plaintext, CONTEXT);
            byte[] byJdk = new Aead(nonce, false).seal(key, plaintext, CONTEXT);
            assertThat(bySodium).isEqualTo(byJdk).startsWith(Hex.bytes("cafebabefacedbaddecaf888"));
        }
    }

    @Property(tries = 100)
    void whatOneWaySealsTheOtherOpens(@ForAll @Size(max = 2048) byte[] plaintext) {
        try (SecretMemory.Lease key = key();
                SecretMemory.Lease secret = MEMORY.leaseOf(plaintext);
                SecretMemory.Lease opened = jdk.open(key, sodium.seal(key, secret, CONTEXT), CONTEXT, MEMORY)) {
            assertThat(opened.sameAs(secret)).isTrue();
            assertThat(sodium.openBytes(key, jdk.seal(key, plaintext, CONTEXT), CONTEXT))
                    .isEqualTo(plaintext);
        }
    }

    @Test
    void everyFlippedBitIsRefusedBothWaysAndLeavesNoLeaseBehind() {
        try (SecretMemory.Lease key = key();
                SecretMemory.Lease secret = MEMORY.leaseOf(new byte[] {1, 2, 3, 4})) {
            byte[] sealed = sodium.seal(key, secret, CONTEXT);
            int inUse = MEMORY.diagnostics().leasedPages();
            for (int bit = 0; bit < sealed.length * 8; bit++) {
                byte[] forged = sealed.clone();
                forged[bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused(sodium, key, forged, CONTEXT);
                assertRefused(jdk, key, forged, CONTEXT);
            }
            assertRefused(sodium, key, sealed, AssociatedData.of("test").with("owner", "b"));
            assertRefused(jdk, key, sealed, AssociatedData.of("test").with("owner", "b"));
            assertThat(MEMORY.diagnostics().leasedPages()).isEqualTo(inUse);
        }
    }

    @Test
    void anotherKeyIsRefused() {
        try (SecretMemory.Lease key = key();
                SecretMemory.Lease other = MEMORY.lease(32)) {
            byte[] sealed = sodium.seal(key, new byte[] {1}, CONTEXT);
            assertRefused(sodium, other, sealed, CONTEXT);
            assertRefused(jdk, other, sealed, CONTEXT);
        }
    }

    @Test
    void noncesAreFresh() {
        try (SecretMemory.Lease key = key()) {
            byte[] one = sodium.seal(key, new byte[8], CONTEXT);
            byte[] two = sodium.seal(key, new byte[8], CONTEXT);
            assertThat(Arrays.copyOf(one, 12)).isNotEqualTo(Arrays.copyOf(two, 12));
        }
    }

    @Test
    void impossibleDataIsInvalid() {
        try (SecretMemory.Lease key = key()) {
            assertThatThrownBy(() -> sodium.openBytes(key, new byte[27], CONTEXT))
                    .isInstanceOfSatisfying(DecryptionException.class, e -> assertThat(e.reason())
                            .isEqualTo(DecryptionException.Reason.INVALID_DATA));
            assertThatThrownBy(() -> sodium.open(key, new byte[2048 + 29], CONTEXT, MEMORY))
                    .isInstanceOfSatisfying(DecryptionException.class, e -> assertThat(e.reason())
                            .isEqualTo(DecryptionException.Reason.INVALID_DATA));
        }
    }

    private static void assertRefused(Aead aead, SecretMemory.Lease key, byte[] sealed, AssociatedData context) {
        assertThatThrownBy(() -> aead.open(key, sealed, context, MEMORY).close())
                .isInstanceOfSatisfying(DecryptionException.class, e -> assertThat(e.reason())
                        .isEqualTo(DecryptionException.Reason.DECRYPTION_FAILED));
        assertThatThrownBy(() -> aead.openBytes(key, sealed, context)).isInstanceOf(DecryptionException.class);
    }

    private static SecretMemory.Lease key() {
        return MEMORY.leaseOf(Hex.bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    }
}
