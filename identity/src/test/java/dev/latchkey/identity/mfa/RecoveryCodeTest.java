package dev.latchkey.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoveryCodeTest {

    private static final RecoveryCode CODE = new RecoveryCode("ABCD1234EFGH5678");

    @Test
    void aSetHasTenCodesOfFourGroups() {
        List<RecoveryCode> codes = RecoveryCode.generateSet(new SecureRandom());

        assertThat(codes).hasSize(10).doesNotHaveDuplicates().allSatisfy(code -> assertThat(code.shown())
                .matches("[A-Z0-9]{4}(-[A-Z0-9]{4}){3}"));
    }

    @Test
    void everyCharacterOfTheAlphabetIsUsed() {
        String many = Stream.generate(() -> RecoveryCode.generateSet(new SecureRandom()))
                .limit(20)
                .flatMap(List::stream)
                .map(RecoveryCode::value)
                .collect(Collectors.joining());

        assertThat(many.chars().distinct()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABCD-1234-EFGH-5678",
                "abcd-1234-efgh-5678",
                "ABCD1234EFGH5678",
                " abcd 1234 efgh 5678\n",
                "A-B-C-D-1-2-3-4-E-F-G-H-5-6-7-8"
            })
    void aCodeIsReadHoweverItIsTyped(String typed) {
        assertThat(RecoveryCode.parse(typed)).contains(CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "----", "123456", "ABCD-1234-EFGH-567", "ABCD-1234-EFGH-56789", "ABCD-1234-EFGH-567Ä"})
    void nothingElseIsACode(String typed) {
        assertThat(RecoveryCode.parse(typed)).isEmpty();
    }

    @Test
    void anEndlessTextIsNotEvenLookedAt() {
        assertThat(RecoveryCode.parse("-".repeat(1 << 20) + CODE.value())).isEmpty();
    }

    @Test
    void onlyItsCanonicalFormMakesACode() {
        assertThatThrownBy(() -> new RecoveryCode("abcd1234efgh5678")).isInstanceOf(IllegalArgumentException.class);
        assertThat(CODE.shown()).isEqualTo("ABCD-1234-EFGH-5678");
        assertThat(CODE).asString().doesNotContain("ABCD");
    }
}
