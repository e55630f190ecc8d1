package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the vectors that the wallet service's documents publish. */
class MuxEnvelopeV1Test {
    private static final String MASTER_SECRET = "unit-test-master-key-0123456789abcdef";
    private static final String DATA = "6850dc13391926ae07ffa41ffbfa28ea37a728e2cb235aecaaeb0f7f3681119e"
            + "d0a022047042cbba58ae2d47b5ca8359f9af6098ec0284a3";
    private static final String IV = "000102030405060708090a0b0c0d0e0f";
    private static final String TAG = "75cc9010b3dc9ad0a66a53e9ee2fef7f";

    private final SecretMemory memory = new SecretMemory(2, Duration.ofSeconds(1));
    private final MuxEnvelopeV1 mux = new MuxEnvelopeV1(MASTER_SECRET, memory);

    @AfterEach
    void free() {
        mux.close();
        memory.close();
    }

    @Test
    void thePublishedEnvelopeHoldsTheSecretKeyOfThePublishedKeyPair() {
        try (SecretMemory.Lease opened = mux.open(json(DATA, IV, TAG))) {
            byte[] text = opened.bytes().toArray(JAVA_BYTE);
            assertThat(text).hasSize(56).startsWith((byte) 'S');
            byte[] decoded = base32(new String(text, US_ASCII));
            assertThat(decoded[0]).isEqualTo((byte) (18 << 3));
            assertThat(Arrays.copyOfRange(decoded, 1, 33)).containsOnly(7);
        }
    }

    @Test
    void whateverIsChangedIsRefusedAsNotAuthentic() {
        List<String> forgeries = List.of(
                json("69" + DATA.substring(2), IV, TAG),
                json(DATA.substring(2), IV, TAG),
                json(DATA, "01" + IV.substring(2), TAG),
                json(DATA, IV, "74" + TAG.substring(2)));
        for (String forgery : forgeries) {
            assertReason(mux, forgery, Reason.DECRYPTION_FAILED);
        }
        try (MuxEnvelopeV1 other = new MuxEnvelopeV1(MASTER_SECRET + "x", memory)) {
            assertReason(other, json(DATA, IV, TAG), Reason.DECRYPTION_FAILED);
        }
        assertThat(memory.diagnostics().leasedPages()).isZero();
    }

    @Test
    void whatIsNoEnvelopeIsInvalidData() {
        List<String> malformed = List.of(
                "",
                "null",
                "[]",
                "{}",
                "S",
                json("zz", IV, TAG),
                json(DATA, IV.substring(8), TAG),
                json(DATA, IV, TAG.substring(2)),
                json(DATA, IV, TAG) + "x",
                json(DATA, IV, TAG).replace("}", ",\"tag\":\"00\"}"),
                json(DATA, IV, TAG).replace("}", ",\"more\":1}"),
                json("00".repeat(3000), IV, TAG),
                "{\"encryptedData\":1,\"iv\":2,\"tag\":3}");
        for (String text : malformed) {
            assertReason(mux, text, Reason.INVALID_DATA);
        }
    }

    @Test
    void aShortMasterSecretIsRefused() {
        assertThatThrownBy(() -> new MuxEnvelopeV1("short", memory)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MuxEnvelopeV1(" ".repeat(40), memory))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertReason(MuxEnvelopeV1 mux, String envelope, Reason reason) {
        assertThatThrownBy(() -> mux.open(envelope))
                .as(envelope)
                .isInstanceOfSatisfying(
                        DecryptionException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static String json(String data, String iv, String tag) {
        return "{\"encryptedData\":\"%s\",\"iv\":\"%s\",\"tag\":\"%s\"}".formatted(data, iv, tag);
    }

    private static byte[] base32(String text) {
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(digit));
        }
        byte[] bytes = bits.toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - 35, bytes.length);
    }
}
