package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of links can do what they are for, and nothing can be done to them. */
final class LandingPageTest {

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    @Test
    void everyPageIsTheSameWhateverTheAddressSays() {
        for (String path : List.of(
                "/auth/verify-email", "/auth/change-email", "/auth/reset-password", "/auth/instant-link/verify")) {
            String plain = house.anonymous.get(path).hasStatus(200).body();
            String attacked = house.anonymous
                    .get(path + "?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&next=https://evil.example")
                    .hasStatus(200)
                    .hasNoHeader("Location")
                    .body();
            assertThat(attacked).isEqualTo(plain);
        }
    }

    @Test
    void nothingButTheirOwnScriptAndStyleRunsThere() throws Exception {
        HttpAnswer page = house.anonymous
                .get("/auth/reset-password?token=x")
                .hasHeader("Content-Type", "text/html; charset=utf-8")
                .hasHeader("Referrer-Policy", "no-referrer")
                .hasHeader("X-Frame-Options", "DENY")
                .hasHeader("Cache-Control", "no-store");
        String policy = page.header("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("form-action 'none'")
                .contains("script-src 'sha256-" + sha256(between(page.body(), "<script>", "</script>")) + "'")
                .contains("style-src 'sha256-" + sha256(between(page.body(), "<style>", "</style>")) + "'")
                .doesNotContain("unsafe");
        assertThat(page.headers("Content-Security-Policy")).hasSize(1);
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }
}
