package dev.latchkey.networks.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {
    /** The numbers of Bitcoin's base58_encode_decode.json. */
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "61, 2g",
        "626262, a3gV",
        "636363, aPEr",
        "73696d706c792061206c6f6e6720737472696e67, 2cFupjhnEsSn59qHXstmK2ffpLv2",
        "00eb15231dfceb60925886b67d065299925915aeb172c06647, 1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
        "516b6fcd0f, ABnLTmg",
        "bf4f89001e670274dd, 3SEo3LWLoPntC",
        "572e4794, 3EFU7m",
        "ecac89cad93923c02321, EJDM8drfXA6uyA",
        "10c8511e, Rt5zm",
        "00000000000000000000, 1111111111",
    })
    void theUsualNumbers(String hex, String text) {
        assertThat(Base58.encode(HexFormat.of().parseHex(hex))).isEqualTo(text);
        assertThat(Base58.decode(text)).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Property
    void decodingIsTheReverseOfEncoding(@ForAll @Size(max = 70) byte[] bytes) {
        assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "O", "I", "l", " ", "a b", "a\n", "é", "+", "/", "\uD83D\uDE00"})
    void otherCharactersAreRefused(String text) {
        assertThatThrownBy(() -> Base58.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longTextsAreRefusedBeforeAnyWork() {
        assertThatThrownBy(() -> Base58.decode("z".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressHasThirtyTwoBytes() {
        String system = "11111111111111111111111111111111";
        assertThat(SolanaAddress.parse(system)).hasToString(system);
        String token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
        assertThat(SolanaAddress.parse(token)).hasToString(token);
        for (String other : new String[] {"", system + "1", system.substring(1), token + "A", "0" + token}) {
            assertThatThrownBy(() -> SolanaAddress.parse(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
