package dev.latchkey.identity;

import static dev.latchkey.identity.PasskeyClient.creationOptions;
import static dev.latchkey.identity.PasskeyClient.enrol;
import static dev.latchkey.identity.PasskeyClient.newUser;
import static dev.latchkey.identity.PasskeyClient.requestOptions;
import static dev.latchkey.identity.PasskeyClient.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the settings change. */
final class PasskeyPolicyTest {

    private static final String EMAIL = "ann@example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    @Test
    void withoutSettingsSignInIsUnknownAndRegistrationUnavailable() {
        try (IdentityHouse house = IdentityHouse.open(DATABASE.database())) {
            house.wipe();
            for (String path : List.of("auth/options", "auth/options/discoverable")) {
                house.anonymous
                        .post("/auth/webauthn/" + path, Map.of())
                        .hasStatus(404)
                        .hasValue("/code", "NOT_FOUND");
            }
            HttpProbe user = newUser(house.anonymous, EMAIL);
            for (String path : List.of("register/options", "step-up/options")) {
                user.post("/auth/webauthn/" + path, "").hasStatus(503).hasValue("/code", "SERVICE_UNAVAILABLE");
            }
        }
    }

    @Test
    void aKeyThatDoesNotVerifyItsUserIsOneFactor() {
        Map<String, String> settings = new HashMap<>(PasskeyClient.SETTINGS);
        settings.put("WEBAUTHN_REQUIRE_UV", "false");
        settings.put("WEBAUTHN_ALLOW_PLATFORM", "false");
        try (IdentityHouse house = IdentityHouse.open(DATABASE.database(), settings)) {
            house.wipe();
            HttpProbe user = newUser(house.anonymous, EMAIL);
            creationOptions(user)
                    .hasValue("/options/publicKey/authenticatorSelection/authenticatorAttachment", "cross-platform")
                    .hasValue("/options/publicKey/authenticatorSelection/userVerification", "preferred");
            SoftwareAuthenticator key = new SoftwareAuthenticator();
            key.flags = SoftwareAuthenticator.UP;
            key.attachment = "cross-platform";
            key.transports = List.of("usb");
            String id = enrol(user, key, "Key ring");

            assertThat(house.rows.queryText("select kind from identity.credentials where id = '" + id + "'"))
                    .isEqualTo("webauthn_security_key");
            signIn(house.anonymous, requestOptions(house.anonymous, EMAIL), key).hasStatus(200);
            assertThat(house.rows.queryText(
                            "select array_to_string(factors, ',') from identity.sessions where method = 'webauthn'"))
                    .isEqualTo("passkey");
            house.rows.execute("update identity.users set second_factor = true");
            signIn(house.anonymous, requestOptions(house.anonymous, EMAIL), key)
                    .hasStatus(200)
                    .hasValue("/mfaRequired", true)
                    .lacks("/tokens");
            assertThat(house.anonymous
                            .post("/auth/webauthn/auth/options", Map.of("email", "nobody@example.com"))
                            .hasStatus(200)
                            .text("/options/publicKey/allowCredentials/0/transports"))
                    .contains("usb");
        }
    }
}
