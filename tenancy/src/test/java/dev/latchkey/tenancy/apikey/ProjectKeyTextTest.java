package dev.latchkey.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.crypto.Tokens;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProjectKeyTextTest {

    private final Tokens tokens = new Tokens(new SecureRandom());

    @Test
    void theHashIsTheVectorOfTheContract() {
        assertThat(ProjectKeyText.parse("mux_test_" + "A".repeat(32))
                        .orElseThrow()
                        .hash())
                .isEqualTo("95c90b7b6558d0f3eddb2a447e2af6fed0713ecca37edc4e7b4566c709428022");
    }

    @Test
    void onlyProductionProjectsGetLiveKeys() {
        assertThat(ProjectKeyText.generate("production", tokens).reveal()).matches("mux_live_[A-Za-z0-9_-]{32}");
        for (String environment : List.of("development", "staging", "Production", "production ", "prod")) {
            assertThat(ProjectKeyText.generate(environment, tokens).reveal()).matches("mux_test_[A-Za-z0-9_-]{32}");
        }
    }

    @Test
    void keysNeverRepeat() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(ProjectKeyText.generate("development", tokens).reveal());
        }
        assertThat(keys).hasSize(1000);
    }

    @Test
    void aKeyShowsItsEndsOnly() {
        ProjectKeyText key =
                ProjectKeyText.parse("mux_live_" + "x".repeat(28) + "Ab_9").orElseThrow();
        assertThat(key.prefix()).isEqualTo("mux_live_");
        assertThat(key.lastFour()).isEqualTo("Ab_9");
        assertThat(key).hasToString("mux_live_…Ab_9");
    }

    @Test
    void whatNoKeyCanBeIsNotLookedUp() {
        for (String text : List.of(
                "mux_",
                "mux_live_",
                "mux_test_" + "A".repeat(31),
                "mux_test_" + "A".repeat(33),
                "mux_prod_" + "A".repeat(32),
                "MUX_TEST_" + "A".repeat(32),
                "mux_test_" + "A".repeat(31) + "+",
                "mux_test_" + "A".repeat(31) + "\n")) {
            assertThat(ProjectKeyText.parse(text)).as(text).isEmpty();
        }
    }
}
