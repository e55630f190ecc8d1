package dev.latchkey.networks.stellar.strkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The valid and invalid cases are those of SEP-23, section "Tests". */
class StrKeyTest {
    private static final String KEY = "3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a";

    @ParameterizedTest
    @CsvSource({
        "ACCOUNT, GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ, " + KEY,
        "MUXED_ACCOUNT, MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ, " + KEY
                + "0000000000000000",
        "MUXED_ACCOUNT, MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK, " + KEY
                + "8000000000000000",
        "SIGNED_PAYLOAD, PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6IBZGM, "
                + KEY + "000000200102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
        "SIGNED_PAYLOAD, PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUAAAAFGBU, "
                + KEY + "0000001d0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d000000",
        "CONTRACT, CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA, " + KEY,
        "LIQUIDITY_POOL, LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN, " + KEY,
        "CLAIMABLE_BALANCE, BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU, 00" + KEY,
    })
    void validStrkeysDecodeAndEncodeToThemselves(StrKeyKind kind, String text, String payload) {
        assertThat(HexFormat.of().formatHex(StrKey.decode(kind, text))).isEqualTo(payload);
        assertThat(StrKey.encode(kind, HexFormat.of().parseHex(payload))).isEqualTo(text);
        assertThat(StrKey.kindOf(text)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GAAAAAAAACGC6",
                "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR",
                "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA",
                "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUACUSI",
                "G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I",
                "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA",
                "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAAV75I",
                "M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",
                "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUK===",
                "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUO",
                "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6IAAAAAAAAPM",
                "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4Z2PQ",
                "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DXFH6",
                "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TV",
                "BAAT6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGXACA",
                "",
                "G",
                "ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz",
                " GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
                "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSG\u00da",
            })
    void invalidStrkeysAreRefusedAsEveryKind(String text) {
        for (StrKeyKind kind : StrKeyKind.values()) {
            assertThatThrownBy(() -> StrKey.decode(kind, text)).isInstanceOf(InvalidStrKeyException.class);
        }
        assertThat(StrKey.kindOf(text)).isEmpty();
    }

    @Test
    void lettersAreThoseOfTheStandard() {
        assertThat(Arrays.stream(StrKeyKind.values()).map(StrKeyKind::letter).toList())
                .containsExactly('G', 'M', 'S', 'T', 'X', 'P', 'C', 'L', 'B');
    }

    @Test
    void checksumIsCrc16Xmodem() {
        assertThat(Crc16.of("123456789".getBytes(StandardCharsets.US_ASCII), 9)).isEqualTo(0x31c3);
    }

    @Test
    void maskShowsEndsOfPublicKeysOnly() {
        assertThat(StrKey.mask("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"))
                .isEqualTo("GA7Q…VSGZ");
        assertThat(StrKey.mask(StrKey.encode(StrKeyKind.SEED, new byte[32]))).isEqualTo("…");
        assertThat(StrKey.mask("correct horse battery staple correct horse battery staple"))
                .isEqualTo("…");
    }

    @Test
    void refusalNeverRepeatsTheText() {
        String seed = StrKey.encode(StrKeyKind.SEED, new byte[32]);
        assertThatThrownBy(() -> StrKey.decode(StrKeyKind.ACCOUNT, seed))
                .message()
                .doesNotContain(seed.substring(0, 8));
        assertThatThrownBy(() -> StrKey.decode(StrKeyKind.SEED, seed + "A"))
                .message()
                .doesNotContain(seed.substring(0, 8));
    }

    @Property
    void everyPayloadSurvivesTheRoundTrip(@ForAll("fixedKinds") StrKeyKind kind, @ForAll long seed) {
        byte[] payload = new byte[kind == StrKeyKind.MUXED_ACCOUNT ? 40 : 32];
        new Random(seed).nextBytes(payload);
        String text = StrKey.encode(kind, payload);
        assertThat(text.charAt(0)).isEqualTo(kind.letter());
        assertThat(StrKey.decode(kind, text)).isEqualTo(payload);
    }

    @Property
    void noSingleChangedCharacterIsAccepted(@ForAll long seed, @ForAll int position, @ForAll int symbol) {
        byte[] payload = new byte[32];
        new Random(seed).nextBytes(payload);
        StringBuilder text = new StringBuilder(StrKey.encode(StrKeyKind.ACCOUNT, payload));
        int at = Math.floorMod(position, text.length());
        char replacement = Base32.symbol(Math.floorMod(symbol, 32));
        if (text.charAt(at) == replacement) {
            return;
        }
        text.setCharAt(at, replacement);
        assertThat(StrKey.isValid(StrKeyKind.ACCOUNT, text.toString())).isFalse();
    }

    @Provide
    Arbitrary<StrKeyKind> fixedKinds() {
        return Arbitraries.of(
                StrKeyKind.ACCOUNT,
                StrKeyKind.MUXED_ACCOUNT,
                StrKeyKind.SEED,
                StrKeyKind.PRE_AUTH_TRANSACTION,
                StrKeyKind.HASH_X,
                StrKeyKind.CONTRACT,
                StrKeyKind.LIQUIDITY_POOL);
    }
}
