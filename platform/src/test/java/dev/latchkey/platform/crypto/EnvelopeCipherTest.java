package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EnvelopeCipherTest {
    private static final SecretMemory MEMORY = new SecretMemory(8, Duration.ofSeconds(5));
    private static final Aead AEAD = new Aead(new SecureRandom());
    private static final MasterKey MASTER =
            MasterKey.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", MEMORY);
    private static final MasterKey OTHER =
            MasterKey.parse("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", MEMORY);
    private static final AssociatedData ALICE = wallet(new UUID(1, 1));
    private static final AssociatedData BOB = wallet(new UUID(2, 2));
    private final EnvelopeCipher cipher = cipher(keys(MASTER, 1));

    @Property(tries = 100)
    void whatIsSealedOpensAfterBeingStored(@ForAll @Size(max = 2048) byte[] secret) {
        Envelope stored = Envelope.decode(cipher.seal(secret, ALICE).encode());
        assertThat(cipher.openBytes(stored, ALICE)).isEqualTo(secret);
        try (SecretMemory.Lease expected = MEMORY.leaseOf(secret);
                SecretMemory.Lease opened = cipher.open(stored, ALICE);
                SecretMemory.Lease again = cipher.open(cipher.seal(opened, ALICE), ALICE)) {
            assertThat(opened.sameAs(expected)).isTrue();
            assertThat(again.sameAs(expected)).isTrue();
        }
    }

    @Test
    void everyFlippedBitOfAStoredEnvelopeIsRefused() {
        byte[] stored = cipher.seal(new byte[] {1, 2, 3}, ALICE).encode();
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] forged = stored.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> cipher.openBytes(Envelope.decode(forged), ALICE))
                    .as("bit %d", bit)
                    .isInstanceOf(DecryptionException.class);
        }
        for (int length = 0; length < stored.length; length++) {
            byte[] truncated = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> cipher.openBytes(Envelope.decode(truncated), ALICE))
                    .as("length %d", length)
                    .isInstanceOf(DecryptionException.class);
        }
        assertThat(MEMORY.diagnostics().leasedPages()).isZero();
    }

    @Test
    void envelopesOpenOnlyForTheirOwner() {
        Envelope alices = cipher.seal(new byte[] {1}, ALICE);
        Envelope bobs = cipher.seal(new byte[] {2}, BOB);
        assertReason(Reason.DECRYPTION_FAILED, () -> cipher.openBytes(bobs, ALICE));
        assertReason(Reason.DECRYPTION_FAILED, () -> cipher.openBytes(alices, BOB));
        assertReason(Reason.DECRYPTION_FAILED, () -> cipher.openBytes(alices, ALICE.with("version", 2L)));
    }

    @Test
    void partsOfTwoEnvelopesOfOneOwnerDoNotMix() {
        Envelope one = cipher.seal(new byte[] {1}, ALICE);
        Envelope two = cipher.seal(new byte[] {2}, ALICE);
        assertReason(
                Reason.DECRYPTION_FAILED, () -> cipher.openBytes(new Envelope(one.wrappedKey(), two.sealed()), ALICE));
    }

    @Test
    void anotherMasterKeyIsToldApartFromTampering() {
        Envelope envelope = cipher.seal(new byte[] {1}, ALICE);
        assertReason(Reason.INVALID_KEY, () -> cipher(keys(OTHER, 1)).openBytes(envelope, ALICE));
        Envelope newer = cipher(keys(MASTER, 2)).seal(new byte[] {1}, ALICE);
        assertReason(Reason.INVALID_KEY, () -> cipher.openBytes(newer, ALICE));
    }

    @Test
    void relabellingAnEnvelopeToAnotherKnownKeyVersionIsRefused() {
        EnvelopeCipher both = cipher(keys(MASTER, 2));
        Envelope first = cipher.seal(new byte[] {1}, ALICE);
        Envelope relabelled = new Envelope(
                new WrappedKey(
                        new KeyVersion(first.key().keyId(), 2),
                        first.wrappedKey().ciphertext()),
                first.sealed());
        assertReason(Reason.DECRYPTION_FAILED, () -> both.openBytes(relabelled, ALICE));
    }

    @Test
    void rotationRewrapsWithoutTouchingTheSealedSecret() {
        Envelope old = cipher.seal(new byte[] {9}, ALICE);
        EnvelopeCipher rotated = cipher(keys(MASTER, 2));
        assertThat(cipher.isCurrent(old)).isTrue();
        assertThat(rotated.isCurrent(old)).isFalse();
        Envelope rewrapped = rotated.rewrap(old, ALICE);
        assertThat(rotated.isCurrent(rewrapped)).isTrue();
        assertThat(rewrapped.key().version()).isEqualTo(2);
        assertThat(rewrapped.sealed()).isEqualTo(old.sealed());
        assertThat(rotated.openBytes(rewrapped, ALICE)).containsExactly(9);
        assertThat(rotated.openBytes(old, ALICE)).containsExactly(9);
        assertReason(Reason.DECRYPTION_FAILED, () -> rotated.rewrap(old, BOB));
    }

    @Test
    void anEarlierMasterKeyIsReadAndRewrappedToTheCurrentOne() {
        Envelope old = cipher.seal(new byte[] {9}, ALICE);
        EnvelopeCipher moved = cipher(new LocalKeyEncryptionKeys(OTHER, 1, List.of(MASTER), AEAD, MEMORY));
        Envelope rewrapped = moved.rewrap(old, ALICE);
        assertThat(rewrapped.key().keyId()).isEqualTo("local-" + OTHER.id());
        assertThat(moved.openBytes(rewrapped, ALICE)).containsExactly(9);
    }

    @Test
    void theFormatIsTheDocumentedOne() {
        Envelope envelope = new Envelope(
                new WrappedKey(new KeyVersion("k1", 258), new byte[] {(byte) 0xaa, (byte) 0xbb}),
                new byte[] {(byte) 0xcc});
        assertThat(Hex.of(envelope.encode())).isEqualTo("02" + "02" + "6b31" + "00000102" + "0002" + "aabb" + "cc");
        assertThat(Envelope.decode(envelope.encode())).isEqualTo(envelope).hasSameHashCodeAs(envelope);
        assertThat(envelope).hasToString("Envelope[KeyVersion[keyId=k1, version=258]]");
    }

    @Test
    void impossibleEnvelopesAreInvalidData() {
        for (String bytes : List.of("", "01", "02", "0200000000010000", "02026b3100000000000000", "02ff6b31")) {
            assertReason(Reason.INVALID_DATA, () -> Envelope.decode(Hex.bytes(bytes)));
        }
    }

    private static void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DecryptionException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    private static EnvelopeCipher cipher(KeyEncryptionKeyProvider keys) {
        return new EnvelopeCipher(keys, AEAD, MEMORY);
    }

    private static KeyEncryptionKeyProvider keys(MasterKey master, int version) {
        return new LocalKeyEncryptionKeys(master, version, List.of(), AEAD, MEMORY);
    }

    private static AssociatedData wallet(UUID id) {
        return AssociatedData.of("wallet seed").with("wallet", id);
    }
}
