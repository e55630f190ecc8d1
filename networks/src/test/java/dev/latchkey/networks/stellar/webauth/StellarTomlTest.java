package dev.latchkey.networks.stellar.webauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.xdr.AccountId;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StellarTomlTest {
    private static final String KEY = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIGNING_KEY = \"%s\"",
                "SIGNING_KEY='%s' # ours\n[[CURRENCIES]]\ncode=\"X\"",
                "VERSION=\"2.0.0\"\r\n\r\n  \"SIGNING_KEY\"  =\t\"%s\"\r\n",
                "# SIGNING_KEY=\"no\"\nURI_REQUEST_SIGNING_KEY=\"GX\"\nSIGNING_KEY=\"%s\"",
            })
    void theSigningKeyIsFound(String document) {
        assertThat(StellarToml.signingKey(document.formatted(KEY))).contains(AccountId.parse(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[DOCUMENTATION]\nSIGNING_KEY = \"%s\"",
                "SIGNING_KEY = %s",
                "SIGNING_KEY = \"%sX\"",
                "SIGNING_KEY = \"GAAA\"\nSIGNING_KEY = \"%s\"",
                "signing_key = \"%s\"",
                "<html>SIGNING_KEY = \"%s\"</html>",
            })
    void nothingElseIsTakenForIt(String document) {
        assertThat(StellarToml.signingKey(document.formatted(KEY))).isEmpty();
    }

    @Test
    void ourOwnDocumentSaysWhatItWasMadeOf() {
        AccountId key = AccountId.parse(KEY);
        StellarToml toml =
                new StellarToml("A \"quoted\" \\ passphrase", key, URI.create("https://auth.example.com/auth/sep10"));

        assertThat(toml.toText().lines())
                .containsExactly(
                        "VERSION = \"2.0.0\"",
                        "NETWORK_PASSPHRASE = \"A \\\"quoted\\\" \\\\ passphrase\"",
                        "SIGNING_KEY = \"" + KEY + "\"",
                        "WEB_AUTH_ENDPOINT = \"https://auth.example.com/auth/sep10\"");
        assertThat(StellarToml.signingKey(toml.toText())).contains(key);
    }
}
