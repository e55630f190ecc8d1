package dev.latchkey.identity;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an application's page does with passkeys: asks for options, lets the authenticator answer, sends the answer. */
final class PasskeyClient {

    static final Map<String, String> SETTINGS = Map.of(
            "WEBAUTHN_ENABLED", "true",
            "WEBAUTHN_RP_ID", "example.org",
            "WEBAUTHN_RP_NAME", "Example",
            "WEBAUTHN_RP_ORIGIN", "https://example.org,https://login.example.org");

    private static final String PASSWORD = "SecurePass1!";

    private PasskeyClient() {}

    static HttpAnswer register(HttpProbe anonymous, String email) {
        return anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    /** A session of a new account. */
    static HttpProbe newUser(HttpProbe anonymous, String email) {
        return anonymous.withBearer(register(anonymous, email).text("/tokens/accessToken"));
    }

    static HttpProbe login(HttpProbe anonymous, String email) {
        return anonymous.withBearer(anonymous
                .post("/auth/login", Map.of("email", email, "password", PASSWORD))
                .hasStatus(200)
                .text("/tokens/accessToken"));
    }

    static JsonNode publicKey(HttpAnswer options) {
        return options.hasStatus(200).json().at("/options/publicKey");
    }

    static HttpAnswer creationOptions(HttpProbe user) {
        return user.post("/auth/webauthn/register/options", "").hasStatus(200);
    }

    static HttpAnswer finish(
            HttpProbe user, HttpAnswer options, Map<String, Object> credential, @Nullable String label) {
        Map<String, Object> body = new HashMap<>(body(options, credential));
        if (label != null) {
            body.put("label", label);
        }
        return user.post("/auth/webauthn/register/verify", body);
    }

    /** Registers; answers the id of the credential. */
    static String enrol(HttpProbe user, SoftwareAuthenticator authenticator, @Nullable String label) {
        HttpAnswer options = creationOptions(user);
        return finish(user, options, authenticator.create(publicKey(options)), label)
                .hasStatus(200)
                .text("/credentialId");
    }

    static HttpAnswer requestOptions(HttpProbe anonymous, @Nullable String email) {
        return anonymous
                .post("/auth/webauthn/auth/options", email == null ? Map.of() : Map.of("email", email))
                .hasStatus(200);
    }

    static HttpAnswer signIn(HttpProbe anonymous, HttpAnswer options, SoftwareAuthenticator authenticator) {
        return signIn(anonymous, options, authenticator.get(publicKey(options)));
    }

    static HttpAnswer signIn(HttpProbe anonymous, HttpAnswer options, Map<String, Object> credential) {
        return anonymous.post("/auth/webauthn/auth/verify", body(options, credential));
    }

    static Map<String, Object> body(HttpAnswer options, Map<String, Object> credential) {
        return Map.of("challengeId", options.text("/challengeId"), "credential", credential);
    }
}
