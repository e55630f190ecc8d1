package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookiesTest {

    @Test
    void aValueMayStandInQuotes() {
        assertThat(Cookies.parse("$Version=\"1\"; a=\"x=y\"; b=\"; c=\"\""))
                .containsEntry("a", "x=y")
                .containsEntry("b", "\"")
                .containsEntry("c", "");
    }

    @Test
    void theFirstOfTwoCookiesWithOneNameCounts() {
        assertThat(Cookies.parse("a=1; a=2;;=3; d")).containsExactly(java.util.Map.entry("a", "1"));
    }
}
