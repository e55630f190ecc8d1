package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.browser.Chromium;
import dev.latchkey.identity.browser.PageServer;
import dev.latchkey.testkit.DatabaseExtension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * A real browser with virtual authenticators: a page that calls {@code navigator.credentials} and hands the W3C's own JSON
 * to and fro. Needs Chromium; where there is none the test says so and is skipped, but not in CI.
 */
final class PasskeyBrowserTest {

    private static final String EMAIL = "ann@example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static PageServer pages;
    private static PageServer otherPages;
    private static IdentityHouse house;
    private static Chromium browser;
    private String token;
    private Chromium.Tab page;
    private String lastAuthenticator = "";

    @BeforeAll
    static void open() {
        Optional<Path> executable = Chromium.installed();
        if (executable.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("Chromium is missing; .ci/run installs it");
        }
        Assumptions.assumeTrue(
                executable.isPresent(), "no Chromium on this machine: passkeys are not tried in a browser");
        pages = PageServer.start();
        otherPages = PageServer.start();
        house = IdentityHouse.open(
                DATABASE.database(),
                Map.of(
                        "WEBAUTHN_ENABLED", "true",
                        "WEBAUTHN_RP_ID", "localhost",
                        "WEBAUTHN_RP_ORIGIN", pages.origin().toString()));
        pages.forwardTo(house.anonymous.base());
        otherPages.forwardTo(house.anonymous.base());
        browser = Chromium.start(executable.get());
    }

    @AfterAll
    static void close() {
        if (house == null) {
            return;
        }
        browser.close();
        house.close();
        pages.close();
        otherPages.close();
    }

    @BeforeEach
    void newUser() {
        house.wipe();
        token = PasskeyClient.register(house.anonymous, EMAIL).text("/tokens/accessToken");
        page = browser.open(pages.origin());
        page.send("WebAuthn.enable", Map.of());
    }

    @AfterEach
    void closePage() {
        page.close();
    }

    @Test
    void aBrowserRegistersAndSignsInByEveryWay() {
        authenticator("internal", Map.of("defaultBackupEligibility", true, "defaultBackupState", true));

        JsonNode registered = page.evaluate("register('" + token + "', 'Laptop')");
        assertThat(registered.get("status").intValue())
                .as(registered.toString())
                .isEqualTo(200);
        assertThat(registered.at("/body/label").stringValue()).isEqualTo("Laptop");
        assertThat(
                        house.rows.queryText(
                                "select concat_ws(' ', kind, array_to_string(transports, ','), is_discoverable,"
                                        + " backup_eligible, backup_state) from identity.passkeys join identity.credentials using (id)"))
                .isEqualTo("webauthn_passkey internal t t t");

        signedIn(page.evaluate("signIn('" + EMAIL + "')"));
        signedIn(page.evaluate("signIn()"));
        signedIn(page.evaluate("discover()"));
        assertThat(house.rows.queryLong("select sign_count from identity.passkeys"))
                .isGreaterThan(1);
        house.clock.advance(Duration.ofMinutes(6));
        assertThat(page.evaluate("stepUp('" + token + "')").get("status").intValue())
                .isEqualTo(200);
    }

    @Test
    void aBrowserDoesNotRegisterAnAuthenticatorTwice() {
        authenticator("usb", Map.of());
        enrol();

        assertThatThrownBy(() -> page.evaluate("register('" + token + "')")).hasMessageContaining("InvalidStateError");
        assertThat(house.count("identity.passkeys")).isEqualTo(1);
    }

    @Test
    void aSecurityKeyThatVerifiesItsUserIsAPasskey() {
        authenticator("usb", Map.of());

        enrol();

        assertThat(house.rows.queryText("select concat_ws(' ', kind, array_to_string(transports, ','), backup_eligible)"
                        + " from identity.passkeys join identity.credentials using (id)"))
                .isEqualTo("webauthn_passkey usb f");
        signedIn(page.evaluate("signIn('" + EMAIL + "')"));
    }

    @Test
    void aBrowserDoesNotAnswerWithoutUserVerification() {
        String id = authenticator("internal", Map.of());
        enrol();
        page.send("WebAuthn.setUserVerified", Map.of("authenticatorId", id, "isUserVerified", false));

        assertThatThrownBy(() -> page.evaluate("signIn('" + EMAIL + "')")).hasMessageContaining("NotAllowedError");
        assertThat(house.count("identity.sessions")).isEqualTo(1);
    }

    @Test
    void aCopiedAuthenticatorIsFoundOut() {
        String original = authenticator("internal", Map.of());
        enrol();
        JsonNode credential = page.send("WebAuthn.getCredentials", Map.of("authenticatorId", original))
                .at("/credentials/0");
        signedIn(page.evaluate("signIn('" + EMAIL + "')"));
        signedIn(page.evaluate("signIn('" + EMAIL + "')"));
        page.send("WebAuthn.removeVirtualAuthenticator", Map.of("authenticatorId", original));
        String copy = authenticator("internal", Map.of());
        page.send("WebAuthn.addCredential", Map.of("authenticatorId", copy, "credential", credential));

        JsonNode refused = page.evaluate("signIn('" + EMAIL + "')");

        assertThat(refused.get("status").intValue()).as(refused.toString()).isEqualTo(401);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where type = 'passkey.counter_regression'"))
                .isEqualTo(1);
    }

    @Test
    void aPageOfAnotherOriginOnTheSameDomainIsRefused() {
        authenticator("internal", Map.of());
        enrol();
        JsonNode credential = page.send("WebAuthn.getCredentials", Map.of("authenticatorId", lastAuthenticator))
                .at("/credentials/0");
        page.close();
        page = browser.open(otherPages.origin());
        page.send("WebAuthn.enable", Map.of());
        String here = authenticator("internal", Map.of());
        page.send("WebAuthn.addCredential", Map.of("authenticatorId", here, "credential", credential));

        JsonNode refused = page.evaluate("discover()");

        assertThat(refused.get("status").intValue()).as(refused.toString()).isEqualTo(401);
        assertThat(house.lastAudit("metadata->>'reason'")).isEqualTo("origin");
    }

    @Test
    void aFrameInAPageOfAnotherOriginIsRefused() {
        authenticator("internal", Map.of());
        enrol();
        JsonNode credential = page.send("WebAuthn.getCredentials", Map.of("authenticatorId", lastAuthenticator))
                .at("/credentials/0");
        URI attacker = URI.create("http://127.0.0.1:" + otherPages.origin().getPort());
        page.close();
        page = browser.open(attacker);
        page.send("WebAuthn.enable", Map.of());
        String here = authenticator("internal", Map.of());
        page.send("WebAuthn.addCredential", Map.of("authenticatorId", here, "credential", credential));

        JsonNode heard = page.evaluate("new Promise(done => {"
                + " const frame = document.createElement('iframe');"
                + " frame.allow = 'publickey-credentials-get *';"
                + " frame.src = '" + pages.origin() + "';"
                + " addEventListener('message', event => { event.stopImmediatePropagation(); done(event.data); }, true);"
                + " frame.onload = () => frame.contentWindow.postMessage('sign in', '*');"
                + " document.documentElement.append(frame); })");

        assertThat(house.count("identity.sessions")).as(heard.toString()).isEqualTo(1);
        assertThat(heard.path("status").intValue()).as(heard.toString()).isEqualTo(401);
        assertThat(house.lastAudit("metadata->>'reason'")).isEqualTo("crossOrigin");
    }

    private void enrol() {
        JsonNode answer = page.evaluate("register('" + token + "')");
        assertThat(answer.get("status").intValue()).as(answer.toString()).isEqualTo(200);
    }

    private String authenticator(String transport, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "protocol", "ctap2",
                "transport", transport,
                "hasResidentKey", true,
                "hasUserVerification", true,
                "isUserVerified", true,
                "automaticPresenceSimulation", true));
        options.putAll(more);
        lastAuthenticator = page.send("WebAuthn.addVirtualAuthenticator", Map.of("options", options))
                .get("authenticatorId")
                .stringValue();
        return lastAuthenticator;
    }

    private static void signedIn(JsonNode answer) {
        assertThat(answer.get("status").intValue()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.at("/body/user/email").stringValue()).isEqualTo(EMAIL);
    }
}
