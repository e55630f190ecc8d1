package dev.latchkey.networks.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates of the Sign-in with Solana specification, and what departs from its grammar. */
class SignInMessageTest {
    private static final String ADDRESS = "GwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1";
    private static final String MAXIMAL = """
            service.org wants you to sign in with your Solana account:
            GwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1

            I accept the ServiceOrg Terms of Service: https://service.org/tos

            URI: https://service.org/login
            Version: 1
            Chain ID: solana:mainnet
            Nonce: 32891757
            Issued At: 2021-09-30T16:25:24.000Z
            Expiration Time: 2021-09-30T16:30:24Z
            Not Before: 2021-09-30T18:25:24+02:00
            Request ID: abc-123
            Resources:
            - ipfs://Qme7ss3ARVgxv6rXqVPiikMJ8u2NLgmgszg13pYrDKEoiu
            - https://example.com/my-web2-claim.json""";

    @Test
    void theMaximalTemplateIsReadAndWritten() {
        SignInMessage message = SignInMessage.parse(MAXIMAL);

        assertThat(message)
                .isEqualTo(new SignInMessage(
                        "service.org",
                        ADDRESS,
                        "I accept the ServiceOrg Terms of Service: https://service.org/tos",
                        "https://service.org/login",
                        "1",
                        "solana:mainnet",
                        "32891757",
                        "2021-09-30T16:25:24.000Z",
                        "2021-09-30T16:30:24Z",
                        "2021-09-30T18:25:24+02:00",
                        "abc-123",
                        List.of(
                                "ipfs://Qme7ss3ARVgxv6rXqVPiikMJ8u2NLgmgszg13pYrDKEoiu",
                                "https://example.com/my-web2-claim.json")));
        assertThat(message.toText()).isEqualTo(MAXIMAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\nSign in",
                "\n\nURI: https://service.org",
                "\n\nSign in\n\nNonce: 12345678",
                "\n\nNonce: 12345678\nIssued At: 2021-09-30T16:25:24Z",
                "\n\nRequest ID: ",
                "\n\nResources:\n- urn:a:b",
            })
    void whatIsOptionalMayBeMissing(String rest) {
        String text = "localhost:3000 wants you to sign in with your Solana account:\n" + ADDRESS + rest;
        assertThat(SignInMessage.parse(text).toText()).isEqualTo(text);
    }

    @Test
    void aStatementIsToldFromFields() {
        String start = "service.org wants you to sign in with your Solana account:\n" + ADDRESS;
        assertThat(SignInMessage.parse(start + "\n\nNonce: 12345678").nonce()).isEqualTo("12345678");
        SignInMessage both = SignInMessage.parse(start + "\n\nNonce: 12345678\n\nNonce: 87654321");
        assertThat(both.statement()).isEqualTo("Nonce: 12345678");
        assertThat(both.nonce()).isEqualTo("87654321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\n\n",
                "\nSign in",
                "\n\nSign in\n",
                "\n\nSign in\n\n",
                "\n\nTwo\nlines",
                "\n\nTwo\n\nparagraphs",
                "\n\nSch\u00f6n",
                "\n\nA \"quote\"",
                "\n\nSign in\n\nSign in\n\nNonce: 12345678",
                "\n\nURI: no scheme",
                "\n\nVersion: 2",
                "\n\nChain ID: bitcoin",
                "\n\nNonce: 1234567",
                "\n\nNonce: 1234-5678",
                "\n\nNonce: 12345678\nNonce: 12345678",
                "\n\nNonce: 12345678\nURI: https://service.org",
                "\n\nNonce: 12345678\r\nIssued At: 2021-09-30T16:25:24Z",
                "\n\nNonce: 12345678 ",
                "\n\nNonce:12345678\nVersion: 1",
                "\n\nnonce: 12345678\nVersion: 1",
                "\n\nIssued At: yesterday",
                "\n\nIssued At: 2021-02-30T16:25:24Z",
                "\n\nIssued At: 2021-09-30 16:25:24Z",
                "\n\nIssued At: 2021-09-30T16:25:24",
                "\n\nNonce: 12345678\nOther: field",
                "\n\nNonce: 12345678\n\nmore",
                "\n\nVersion: 1\nResources:",
                "\n\nResources:\n- no scheme\u0000",
                "\n\nResources:\n-urn:a",
            })
    void whatDepartsFromTheGrammarIsRefused(String rest) {
        String text = "service.org wants you to sign in with your Solana account:\n" + ADDRESS + rest;
        assertThatThrownBy(() -> SignInMessage.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "https://service.org wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "service.org/x wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "user@service.org wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "evil.org wants you to sign in with your Solana account: service.org wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "service.org wants you to sign in with your Ethereum account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
                "service.org wants you to sign in with your Solana account:",
                "service.org wants you to sign in with your Solana account:\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                " service.org wants you to sign in with your Solana account:\nGwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
            })
    void otherBeginningsAreRefused(String text) {
        assertThatThrownBy(() -> SignInMessage.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hugeTextsAreRefused() {
        assertThatThrownBy(() -> SignInMessage.parse(MAXIMAL + "\n- urn:x".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever is accepted says exactly what was signed: no two texts are one message. */
    @Property
    void aChangedTextIsRefusedOrReadAsItStands(
            @ForAll @IntRange(max = 500) int position,
            @ForAll @CharRange(from = '\n', to = '~') @StringLength(max = 3) String inserted,
            @ForAll @IntRange(max = 12) int removed) {
        int at = Math.min(position, MAXIMAL.length());
        String changed =
                MAXIMAL.substring(0, at) + inserted + MAXIMAL.substring(Math.min(MAXIMAL.length(), at + removed));
        try {
            assertThat(SignInMessage.parse(changed).toText()).isEqualTo(changed);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("sign-in message");
        }
    }
}
