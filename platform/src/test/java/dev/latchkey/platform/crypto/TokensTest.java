package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void tokensAreUrlSafeAndNeverRepeat() {
        Tokens tokens = new Tokens(random);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String token = tokens.generate(32);
            assertThat(token).matches("[A-Za-z0-9_-]{43}");
            assertThat(seen.add(token)).isTrue();
        }
    }

    /** The published vector for hashes of API keys. */
    @Test
    void tokensAreLookedUpByTheirSha256() {
        assertThat(Tokens.sha256Hex("mux_test_" + "A".repeat(32)))
                .isEqualTo("95c90b7b6558d0f3eddb2a447e2af6fed0713ecca37edc4e7b4566c709428022");
    }

    @Test
    void comparisonIsByContent() {
        assertThat(Tokens.same("op_abc", "op_" + "abc")).isTrue();
        assertThat(Tokens.same("op_abc", "op_abd")).isFalse();
        assertThat(Tokens.same("op_abc", "op_ab")).isFalse();
    }

    @Property(tries = 200)
    void aTokenHashAcceptsItsTokenOnly(@ForAll String token, @ForAll String other) {
        Assume.that(!token.equals(other));
        TokenHash hash = new TokenHash(TokenHash.generate(token, random).stored());
        assertThat(hash.verify(token)).isTrue();
        assertThat(hash.verify(token + "x")).isFalse();
        assertThat(hash.verify(other)).isFalse();
    }

    @Test
    void tokenHashesAreSaltedAndNotPrinted() {
        TokenHash one = TokenHash.generate("t", random);
        assertThat(one).isNotEqualTo(TokenHash.generate("t", random)).hasToString("TokenHash[1]");
        assertThat(one.stored()).matches("1\\.[0-9a-f]{32}\\.[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2.00000000000000000000000000000000." + "00", "1..", "1.zz.zz"})
    void otherFormatsAreRefused(String stored) {
        assertThatThrownBy(() -> new TokenHash(stored)).isInstanceOf(IllegalArgumentException.class);
    }
}
