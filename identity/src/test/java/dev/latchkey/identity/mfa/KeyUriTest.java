package dev.latchkey.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyUriTest {

    @Test
    void hasTheFormOfTheContract() {
        assertThat(new KeyUri("Cedros", "ann@example.com", "JBSWY3DP").text())
                .isEqualTo("otpauth://totp/Cedros:ann@example.com?secret=JBSWY3DP&issuer=Cedros");
    }

    @ParameterizedTest
    @CsvSource({
        "Acme & Sons, a+b@example.com, Acme%20%26%20Sons:a%2Bb@example.com, Acme%20%26%20Sons",
        "Käse, x:y/z?q#f, K%C3%A4se:x%3Ay%2Fz%3Fq%23f, K%C3%A4se",
        "A@B, 100%, A@B:100%25, A%40B"
    })
    void whatCouldBeTakenForPartOfTheUriIsEncoded(String issuer, String account, String label, String parameter) {
        assertThat(new KeyUri(issuer, account, "JBSWY3DP").text())
                .isEqualTo("otpauth://totp/" + label + "?secret=JBSWY3DP&issuer=" + parameter);
    }

    @Test
    void anIssuerWithAColonIsRefused() {
        assertThatThrownBy(() -> new KeyUri("A:B", "ann", "JBSWY3DP")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsToStringTellsNoSecret() {
        assertThat(new KeyUri("Cedros", "ann", "JBSWY3DP")).asString().doesNotContain("JBSWY3DP");
    }
}
