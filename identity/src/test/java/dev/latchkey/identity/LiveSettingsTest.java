package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.identity.callback.Callbacks;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.settings.SettingWriters;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What administrators change shows with the next request. */
final class LiveSettingsTest {

    private static final String PASSWORD = "SecurePass1!";
    private static final SettingWriters ANYBODY = (tx, caller) -> {};
    private static final String SECRET = "a secret of at least thirty-two characters";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(
                DATABASE.database(),
                Profile.DEV,
                Map.of(
                        "EMAIL_REQUIRE_VERIFICATION", "",
                        "GOOGLE_CLIENT_ID", "web.apps.example",
                        "WEBAUTHN_ENABLED", "false",
                        "SOLANA_ENABLED", "true"),
                TestClock.at(IdentityHouse.NOON));
        client = house.anonymous;
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
    }

    @AfterEach
    void reset() {
        Map<String, Optional<String>> none = new HashMap<>();
        Identity.SYSTEM_SETTINGS.forEach(setting -> none.put(setting.key(), Optional.empty()));
        house.systemSettings.change(none, Origin.SYSTEM, ANYBODY);
    }

    @Test
    void aWayToSignInIsSwitchedOffAndOnAgain() {
        Map<String, String> credentials = Map.of("email", "ann@example.com", "password", PASSWORD);
        client.post("/auth/register", credentials).hasStatus(201);
        set("auth_email_enabled", "false");
        client.post("/auth/login", credentials).hasStatus(404);
        client.post("/auth/instant-link", Map.of("email", "ann@example.com")).hasStatus(404);
        set("auth_email_enabled", "true");
        client.post("/auth/login", credentials).hasStatus(200);

        set("auth_instantlink_enabled", "no");
        client.post("/auth/instant-link", Map.of("email", "ann@example.com")).hasStatus(404);
        set("auth_solana_enabled", "0");
        challenge().hasStatus(404);
        set("feature_sso", "false");
        client.post("/auth/sso/start", Map.of("providerId", UUID.randomUUID())).hasStatus(404);
    }

    @Test
    void noRowSwitchesAnythingOff() {
        assertThat(house.count("platform.system_settings")).isZero();
        challenge().hasStatus(200);
        client.post("/auth/google", Map.of("idToken", "no.such.token")).hasStatus(401);
        set("auth_google_enabled", "false");
        client.post("/auth/google", Map.of("idToken", "no.such.token")).hasStatus(404);
    }

    @Test
    void aProviderNeedsAClientId() {
        client.post("/auth/apple", Map.of("idToken", "no.such.token")).hasStatus(404);
        set("auth_apple_enabled", "true");
        client.post("/auth/apple", Map.of("idToken", "no.such.token")).hasStatus(404);
        set("auth_apple_client_id", "com.example.app");
        client.post("/auth/apple", Map.of("idToken", "no.such.token")).hasStatus(401);
        set("auth_google_client_id", "");
        client.post("/auth/google", Map.of("idToken", "no.such.token")).hasStatus(404);
    }

    @Test
    void verificationIsRequiredFromTheNextRequestOn() {
        set("auth_email_require_verification", "true");
        register("bob@example.com").hasStatus(201).lacks("/tokens");
        set("auth_email_require_verification", "false");
        register("cat@example.com").hasStatus(201).hasValueMatching("/tokens/accessToken", ".+");
    }

    @Test
    void throwAwayAddressesAreRefusedByTheListsOfTheMoment() {
        HttpProbe operator = house.operator();
        operator.get("/auth/admin/disposable-domains")
                .hasStatus(200)
                .hasValue("/customDomains", "[]")
                .hasValue("/enabled", false)
                .hasValueMatching("/builtInCount", "[1-9][0-9]{2,}");
        operator.put(
                        "/auth/admin/disposable-domains",
                        Map.of("domains", List.of(" Burner.Example ", "burner.example", "", "@other.example")))
                .hasStatus(200)
                .hasValue("/customDomains", "[\"burner.example\",\"other.example\"]");
        register("dan@burner.example").hasStatus(201);
        set("auth_email_block_disposable", "true");
        operator.get("/auth/admin/disposable-domains").hasValue("/enabled", true);
        register("eve@mail.burner.example").hasStatus(400).hasValue("/code", "DISPOSABLE_EMAIL_BLOCKED");
        operator.put("/auth/admin/disposable-domains", Map.of("domains", List.of()))
                .hasStatus(200)
                .hasValue("/customDomains", "[]");
        register("eve@mail.burner.example").hasStatus(201);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where type = 'admin.settings_updated'"))
                .isEqualTo(3);
    }

    @Test
    void onlyDomainsAreTakenAndOnlyFromThoseWhoLookAfterTheInstallation() {
        for (Object bad : List.of(
                Map.of(),
                Map.of("domains", "a.example"),
                Map.of("domains", List.of("no domain")),
                Map.of("domains", List.of("a@b.example")),
                Map.of("domains", List.of("example")),
                Map.of("domains", List.of("x".repeat(64) + ".example")),
                Map.of("domains", List.of(1)))) {
            house.operator().put("/auth/admin/disposable-domains", bad).hasStatus(400);
        }
        client.get("/auth/admin/disposable-domains").hasStatus(401);
        client.put("/auth/admin/disposable-domains", Map.of("domains", List.of()))
                .hasStatus(401);
        HttpProbe user = client.withBearer(registered("fay@example.com"));
        user.get("/auth/admin/disposable-domains").hasStatus(403);
        user.put("/auth/admin/disposable-domains", Map.of("domains", List.of())).hasStatus(403);
        user.get("/auth/admin/settings").hasStatus(403);
    }

    @Test
    void theFlagOfASystemAdminIsReadAtEachCall() {
        HttpProbe user = client.withBearer(registered("gus@example.com"));
        user.get("/auth/admin/settings").hasStatus(403);
        house.rows.execute("update identity.users set is_system_admin = true");
        user.get("/auth/admin/settings").hasStatus(200);
        house.rows.execute("update identity.users set is_system_admin = false");
        user.get("/auth/admin/settings").hasStatus(403);
    }

    @Test
    void linksLiveAsLongAndComeAsOftenAsIsSet() {
        registered("hal@example.com");
        house.systemSettings.change(
                Map.of(
                        "auth_instantlink_expiry", Optional.of("120"),
                        "auth_instantlink_rate_limit", Optional.of("2")),
                Origin.SYSTEM,
                ANYBODY);
        ask("hal@example.com").hasStatus(200);
        assertThat(house.mail.last("email.instant_link", "hal@example.com").facts())
                .containsEntry("expires_in_minutes", "2");
        String token = Objects.requireNonNull(
                house.mail.last("email.instant_link", "hal@example.com").token());
        house.clock.advance(Duration.ofSeconds(121));
        client.post("/auth/instant-link/verify", Map.of("token", token)).hasStatus(400);
        ask("hal@example.com").hasStatus(200);
        ask("hal@example.com").hasStatus(429);
    }

    @Test
    void challengesOfWalletsLiveAsLongAsIsSet() {
        set("auth_solana_challenge_expiry", "60");
        challenge().hasStatus(200).hasValueMatching("/expiresAt", "2026-05-30T12:01:00.*");
    }

    @Test
    void passkeysAreMadeForTheDomainOfTheMoment() {
        client.post("/auth/webauthn/auth/options", Map.of()).hasStatus(404);
        set("auth_webauthn_enabled", "true");
        client.post("/auth/webauthn/auth/options", Map.of())
                .hasStatus(200)
                .hasValue("/options/publicKey/rpId", "localhost");
        house.systemSettings.change(
                Map.of(
                        "auth_webauthn_rp_id", Optional.of("example.com"),
                        "auth_webauthn_rp_origin", Optional.of("https://example.com")),
                Origin.SYSTEM,
                ANYBODY);
        client.post("/auth/webauthn/auth/options", Map.of())
                .hasStatus(200)
                .hasValue("/options/publicKey/rpId", "example.com");
        set("auth_webauthn_rp_id", "");
        client.post("/auth/webauthn/auth/options", Map.of()).hasStatus(503);
    }

    @Test
    void theWebhookIsBuiltAgainWhenItsSettingsChange() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            heard.add(exchange.getRequestURI().getPath());
            byte[] answer = "{\"known\": true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        application.start();
        try {
            String url = "http://127.0.0.1:" + application.getAddress().getPort();
            AuthCallback callback = Callbacks.from(
                    IdentityHouse.settings(Profile.DEV, Map.of()),
                    house.systemSettings,
                    AuthCallback.NONE,
                    house.clock);
            assertThat(callback.onAuthenticated(event())).isEqualTo(Map.of());
            patch("webhook_enabled", "true")
                    .hasStatus(400)
                    .hasValueMatching("/message", ".*webhook_url is not set.*webhook_secret is not set.*");
            house.systemSettings.change(
                    Map.of(
                            "webhook_enabled", Optional.of("true"),
                            "webhook_url", Optional.of(url + "/first"),
                            "webhook_secret", Optional.of(SECRET)),
                    Origin.SYSTEM,
                    ANYBODY);
            assertThat(callback.onAuthenticated(event())).isInstanceOf(JsonNode.class);
            set("webhook_url", url + "/second");
            callback.onRegistered(event());
            set("webhook_notify_registrations", "false");
            callback.onRegistered(event());
            callback.onLogout(UUID.randomUUID());
            set("webhook_notify_signins", "false");
            callback.onAuthenticated(event());
            set("webhook_enabled", "false");
            callback.onLogout(UUID.randomUUID());
            assertThat(heard).containsExactly("/first", "/second", "/second");
            house.operator().get("/auth/admin/settings").neverMentions(SECRET);
        } finally {
            application.stop(0);
        }
    }

    private static AuthCallback.Event event() {
        AuthUser user = new AuthUser(
                UUID.randomUUID(),
                "ann@example.com",
                null,
                null,
                null,
                List.of("password"),
                true,
                IdentityHouse.NOON,
                IdentityHouse.NOON);
        return new AuthCallback.Event(user, "password", false, null, null, null);
    }

    private static HttpAnswer challenge() {
        return client.post(
                "/auth/solana/challenge", Map.of("publicKey", "4fYNw3dojWmQ4dXtSGE9epjRGy9pFSx62YypT7avPYvA"));
    }

    private static HttpAnswer ask(String email) {
        return client.post("/auth/instant-link", Map.of("email", email));
    }

    private static HttpAnswer register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", PASSWORD));
    }

    private static String registered(String email) {
        return register(email).hasStatus(201).text("/tokens/accessToken");
    }

    private static HttpAnswer patch(String key, String value) {
        return house.operator()
                .patch("/auth/admin/settings", Map.of("settings", List.of(Map.of("key", key, "value", value))));
    }

    private static void set(String key, String value) {
        patch(key, value).hasStatus(200).hasValue("/updated/0/key", key);
    }
}
