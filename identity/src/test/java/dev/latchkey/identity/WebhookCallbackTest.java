package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.identity.callback.TimedCallback;
import dev.latchkey.identity.callback.WebhookCallback;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.json.Json;
import dev.latchkey.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The application's own server is a real one on the loopback address. */
final class WebhookCallbackTest {

    private static final String SECRET = "a secret of at least thirty-two characters";

    private record Heard(String timestamp, String signature, String body) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private HttpServer application;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String answer = "{\"subscription\":\"premium\"}";
    private volatile long slowMillis;

    @BeforeEach
    void start() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/hook", this::serve);
        application.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", url("/hook").toString());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        application.start();
    }

    @AfterEach
    void stop() {
        application.stop(0);
    }

    @Test
    void aSignInIsToldSignedAndTheAnswerComesBack() throws Exception {
        AuthCallback.Event event = event();
        Object data = Objects.requireNonNull(webhook("/hook", true).onAuthenticated(event));

        assertThat(data).isInstanceOfSatisfying(JsonNode.class, json -> assertThat(
                        json.get("subscription").asString())
                .isEqualTo("premium"));
        Heard call = heard.getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of()
                .formatHex(mac.doFinal((call.timestamp() + "." + call.body()).getBytes(StandardCharsets.UTF_8)));
        assertThat(call.signature()).isEqualTo(expected);
        JsonNode body = Json.read(call.body());
        assertThat(body.get("event").asString()).isEqualTo("user_authenticated");
        assertThat(body.get("timestamp").asLong()).isEqualTo(IdentityHouse.NOON.getEpochSecond());
        assertThat(body.at("/data/user_id").asString())
                .isEqualTo(event.user().id().toString());
        assertThat(body.at("/data/auth_method").asString()).isEqualTo("google");
        assertThat(body.at("/data").has("name")).isFalse();
    }

    @Test
    void registrationsAndSignOutsHaveEventsOfTheirOwn() {
        AuthCallback webhook = webhook("/hook", true);
        webhook.onRegistered(event());
        webhook.onLogout(UUID.randomUUID());
        assertThat(heard.get(0).body()).contains("\"user_registered\"");
        assertThat(heard.get(1).body()).contains("\"user_logout\"").doesNotContain("email");
    }

    @Test
    void aCallThatFailsIsTriedAgainButNotForEver() {
        failures.set(2);
        assertThat(webhook("/hook", true).onAuthenticated(event())).isNotNull();
        assertThat(heard).hasSize(3);

        failures.set(99);
        AuthCallback webhook = webhook("/hook", true);
        AuthCallback.Event event = event();
        assertThatThrownBy(() -> webhook.onAuthenticated(event)).hasMessageContaining("answered 500");
        assertThat(heard).hasSize(6);
    }

    @Test
    void redirectsAreNotFollowed() {
        AuthCallback webhook = webhook("/moved", true);
        AuthCallback.Event event = event();
        assertThatThrownBy(() -> webhook.onAuthenticated(event)).hasMessageContaining("answered 307");
        assertThat(heard).isEmpty();
    }

    @Test
    void inProductionNoPrivateAddressIsCalled() {
        AuthCallback webhook = webhook("/hook", false);
        AuthCallback.Event event = event();
        assertThatThrownBy(() -> webhook.onAuthenticated(event)).isInstanceOf(IllegalStateException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void anAnswerThatIsNoJsonAddsNothing() {
        answer = "thanks";
        assertThat(webhook("/hook", true).onAuthenticated(event())).hasToString("{}");
    }

    @Test
    void whoeverWaitsGivesUp() {
        slowMillis = 1_000;
        AuthCallback timed = TimedCallback.around(webhook("/hook", true), Duration.ofMillis(50));
        assertThat(timed.onAuthenticated(event())).isNull();
    }

    private void serve(HttpExchange exchange) throws IOException {
        heard.add(new Heard(
                exchange.getRequestHeaders().getFirst("X-Cedros-Timestamp"),
                exchange.getRequestHeaders().getFirst("X-Cedros-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        try {
            Thread.sleep(slowMillis);
        } catch (InterruptedException stopped) {
            return;
        }
        boolean fails = failures.getAndDecrement() > 0;
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private AuthCallback webhook(String path, boolean anyAddress) {
        return new WebhookCallback(
                url(path),
                new Secret(SECRET),
                2,
                new GuardedFetcher(Duration.ofSeconds(20), anyAddress),
                TestClock.at(IdentityHouse.NOON));
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + application.getAddress().getPort() + path);
    }

    private static AuthCallback.Event event() {
        AuthUser user = new AuthUser(
                UUID.randomUUID(),
                "ann@example.com",
                null,
                null,
                null,
                List.of("google"),
                true,
                IdentityHouse.NOON,
                IdentityHouse.NOON);
        return new AuthCallback.Event(user, "google", false, UUID.randomUUID(), "192.0.2.1", null);
    }
}
