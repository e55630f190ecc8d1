package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    private static final SecretMemory MEMORY = new SecretMemory(4, Duration.ofSeconds(5));
    /** The order of the base point, RFC 8032 §5.1. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc). */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
                + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
                + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
                + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    })
    void theVectorsOfRfc8032Hold(String seedHex, String publicKey, String message, String signature) {
        try (SecretMemory.Lease seed = MEMORY.leaseOf(Hex.bytes(seedHex))) {
            Ed25519.Signed signed = Ed25519.sign(seed, Hex.bytes(message));
            assertThat(signed.publicKey()).hasToString(publicKey).isEqualTo(Ed25519.publicKey(seed));
            assertThat(signed.signature()).hasToString(signature);
            assertThat(Ed25519.verify(signed.publicKey(), Hex.bytes(message), signed.signature()))
                    .isTrue();
        }
    }

    /** The published vector of the Mux wallet service. */
    @Test
    void theMuxVectorHolds() {
        try (SecretMemory.Lease seed = MEMORY.lease(32)) {
            seed.bytes().fill((byte) 7);
            Ed25519.Signed signed = Ed25519.sign(seed, "hello".getBytes(UTF_8));
            assertThat(Base64.getEncoder().encodeToString(signed.signature().bytes()))
                    .isEqualTo(
                            "NZoxWSDZVBw8wqHdGDnz5AvyM1ih2TpuvYMDwDEM61Al5nkiKrAWtNgixQAeeH4AwM6qasPG6AJIqUS9RxBPDA==");
        }
    }

    @Property(tries = 100)
    void whatIsSignedVerifiesAndAnyFlippedBitIsRefused(
            @ForAll @Size(max = 300) byte[] message, @ForAll @IntRange(max = 511) int bit) {
        try (SecretMemory.Lease seed = Ed25519.generateSeed(MEMORY)) {
            Ed25519.Signed signed = Ed25519.sign(seed, message);
            assertThat(Ed25519.verify(signed.publicKey(), message, signed.signature()))
                    .isTrue();
            Ed25519Signature forged =
                    new Ed25519Signature(flip(signed.signature().bytes(), bit));
            assertThat(Ed25519.verify(signed.publicKey(), message, forged)).isFalse();
            assertThat(Ed25519.verify(
                            new Ed25519PublicKey(flip(signed.publicKey().bytes(), bit % 256)),
                            message,
                            signed.signature()))
                    .isFalse();
            assertThat(Ed25519.verify(
                            signed.publicKey(), Arrays.copyOf(message, message.length + 1), signed.signature()))
                    .isFalse();
        }
    }

    @Test
    void aSignatureWithNonCanonicalSIsRefused() {
        byte[] message = "malleable".getBytes(UTF_8);
        try (SecretMemory.Lease seed = Ed25519.generateSeed(MEMORY)) {
            Ed25519.Signed signed = Ed25519.sign(seed, message);
            for (int multiple : List.of(1, 2, 7, 14)) {
                byte[] forged = addToS(signed.signature().bytes(), ORDER.multiply(BigInteger.valueOf(multiple)));
                assertThat(Ed25519.verify(signed.publicKey(), message, new Ed25519Signature(forged)))
                        .as("S + %d L", multiple)
                        .isFalse();
            }
        }
    }

    /** The encodings of the eight points of small order, and non-canonical spellings of some of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            })
    void keysAndCommitmentsOfSmallOrderAreRefused(String point) {
        byte[] zeroS = Arrays.copyOf(Hex.bytes(point), 64);
        byte[] identityAndZeroS = new byte[64];
        identityAndZeroS[0] = 1;
        for (int i = 0; i < 16; i++) {
            // With a key of small order, the equation holds for some of these messages whatever was signed.
            byte[] message = {(byte) i};
            assertThat(Ed25519.verify(
                            new Ed25519PublicKey(Hex.bytes(point)), message, new Ed25519Signature(identityAndZeroS)))
                    .isFalse();
            assertThat(Ed25519.verify(new Ed25519PublicKey(Hex.bytes(point)), message, new Ed25519Signature(zeroS)))
                    .isFalse();
        }
    }

    @Test
    void aKeyThatIsNoPointOfTheCurveVerifiesNothing() {
        Ed25519PublicKey noPoint =
                new Ed25519PublicKey(Hex.bytes("0200000000000000000000000000000000000000000000000000000000000000"));
        assertThat(Ed25519.verify(noPoint, new byte[0], new Ed25519Signature(new byte[64])))
                .isFalse();
    }

    @Test
    void generatedSeedsAreRandomAndNothingOfTheExpandedKeyRemains() {
        try (SecretMemory.Lease a = Ed25519.generateSeed(MEMORY);
                SecretMemory.Lease b = Ed25519.generateSeed(MEMORY)) {
            assertThat(a.sameAs(b)).isFalse();
            assertThat(Ed25519.publicKey(a)).isNotEqualTo(Ed25519.publicKey(b));
            byte[] scratch = a.withScratch(64, space -> space.toArray(JAVA_BYTE));
            assertThat(scratch).containsOnly(0);
        }
    }

    @Test
    void wrongSizesAreRefused() {
        try (SecretMemory.Lease expanded = MEMORY.lease(64)) {
            assertThatThrownBy(() -> Ed25519.sign(expanded, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Ed25519PublicKey(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ed25519Signature(new byte[65])).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }

    private static byte[] addToS(byte[] signature, BigInteger number) {
        BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64)));
        byte[] sum = reversed(s.add(number).toByteArray());
        byte[] changed = Arrays.copyOf(signature, 32);
        changed = Arrays.copyOf(changed, 64);
        System.arraycopy(sum, 0, changed, 32, Math.min(32, sum.length));
        return changed;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
