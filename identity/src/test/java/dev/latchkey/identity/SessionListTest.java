package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.device.TinyGeoDatabase;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SessionListTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");
    private static final String PHONE =
            "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0.0.0 Mobile Safari/537.36";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;
    private HttpAnswer registered;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        Path places = folder.resolve("places.mmdb");
        Files.write(places, TinyGeoDatabase.of("127.0.0.0/8", "Lisbon", "Portugal"));
        house = IdentityHouse.open(DATABASE.database(), Map.of("GEOIP_DATABASE", places.toString()));
        client = house.anonymous;
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void register() {
        house.wipe();
        registered = client.post("/auth/register", CREDENTIALS).hasStatus(201);
    }

    @Test
    void sessionsAreListedWithDeviceBrowserPlaceAndTimes() {
        house.clock.advance(Duration.ofMinutes(1));
        HttpAnswer phone = onPhone();
        house.clock.advance(Duration.ofMinutes(10));
        HttpAnswer refreshed = client.withHeader("User-Agent", PHONE)
                .post("/auth/refresh", Map.of("refreshToken", phone.text("/tokens/refreshToken")))
                .hasStatus(200);

        signedIn(refreshed)
                .get("/auth/sessions")
                .hasStatus(200)
                .hasValue("/total", 2)
                .hasValue("/limit", 50)
                .hasValue("/offset", 0)
                .hasValue("/sessions/0/isCurrent", true)
                .hasValue("/sessions/0/device", "Android Phone")
                .hasValue("/sessions/0/browser", "Chrome")
                .hasValue("/sessions/0/location", "Lisbon, Portugal")
                .hasValue("/sessions/0/method", "email")
                .hasValue("/sessions/0/ipAddress", "127.0.0.1")
                .hasValue("/sessions/0/createdAt", "2026-05-30T12:01:00.000Z")
                .hasValue("/sessions/0/lastUsedAt", "2026-05-30T12:11:00.000Z")
                .hasValue("/sessions/0/expiresAt", "2026-06-06T12:11:00.000Z")
                .hasValue("/sessions/1/isCurrent", false)
                .hasValue("/sessions/1/browser", "Unknown browser");
        signedIn(refreshed)
                .get("/auth/sessions?limit=1&offset=5")
                .hasValue("/total", 2)
                .hasValue("/limit", 1)
                .hasValue("/sessions", "[]");
        signedIn(refreshed).get("/auth/sessions?limit=0").hasStatus(400);
        signedIn(refreshed).get("/auth/sessions?limit=1000").hasStatus(200).hasValue("/limit", 100);
        client.get("/auth/sessions").hasStatus(401);
    }

    @Test
    void theMailAboutANewDeviceTellsTheSameFacts() {
        house.rows.execute("update identity.users set email_verified = true");

        onPhone();

        assertThat(house.mail.last("email.security_alert", "ann@example.com").facts())
                .containsEntry("login_time", "2026-05-30T12:00:00Z")
                .containsEntry("ip_address", "127.0.0.1")
                .containsEntry("device", "Android Phone")
                .containsEntry("browser", "Chrome")
                .containsEntry("location", "Lisbon, Portugal");
    }

    @Test
    void aDeviceThatOnlyRefreshesDoesNotMakeAnotherOneNewAgain() {
        house.rows.execute("update identity.users set email_verified = true");
        HttpAnswer phone = onPhone();
        for (int i = 0; i < 12; i++) {
            house.clock.advance(Duration.ofMinutes(1));
            phone = client.withHeader("User-Agent", PHONE)
                    .post("/auth/refresh", Map.of("refreshToken", phone.text("/tokens/refreshToken")))
                    .hasStatus(200);
        }
        house.mail.letters.clear();

        client.post("/auth/login", CREDENTIALS).hasStatus(200);

        assertThat(house.mail.letters).isEmpty();
    }

    @Test
    void endingAllSessionsEndsThisOneToo() {
        HttpAnswer phone = onPhone();

        signedIn(phone).delete("/auth/sessions").hasStatus(200).hasValue("/revokedCount", 2);

        signedIn(phone).get("/auth/user").hasStatus(401);
        signedIn(registered).get("/auth/user").hasStatus(401);
    }

    @Test
    void oneSessionCanBeEnded() {
        HttpAnswer phone = onPhone();
        String id = new JwtText(phone.text("/tokens/accessToken"))
                .claims()
                .get("sid")
                .asString();

        signedIn(registered).delete("/auth/sessions/" + id).hasStatus(200).hasValue("/revokedCount", 1);

        signedIn(phone).get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        signedIn(registered).get("/auth/user").hasStatus(200);
        assertThat(house.lastAudit("type")).isEqualTo("session.revoked");
        assertThat(house.lastAudit("target_id")).isEqualTo(id);
        assertThat(house.rows.queryText("select revoked_reason from identity.sessions where id = '" + id + "'"))
                .isEqualTo("user_revoke_session");
        signedIn(registered).delete("/auth/sessions/" + id).hasStatus(404).hasValue("/code", "NOT_FOUND");
    }

    @Test
    void anIdFromAnOlderListEndsWhatTheSessionHasBecome() {
        HttpAnswer phone = onPhone();
        String listed = signedIn(registered).get("/auth/sessions").text("/sessions/0/id");
        String other = signedIn(registered).get("/auth/sessions").text("/sessions/1/id");
        String shown = listed.equals(sessionOf(phone)) ? listed : other;
        HttpAnswer refreshed = client.post("/auth/refresh", Map.of("refreshToken", phone.text("/tokens/refreshToken")))
                .hasStatus(200);

        signedIn(registered).delete("/auth/sessions/" + shown).hasStatus(200);

        signedIn(refreshed).get("/auth/user").hasStatus(401);
        signedIn(registered).get("/auth/user").hasStatus(200);
    }

    @Test
    void sessionsOfOthersAreAsUnknownAsNone() {
        HttpAnswer bob = client.post("/auth/register", Map.of("email", "bob@example.com", "password", "SecurePass1!"))
                .hasStatus(201);
        List<String> foreign = List.of(sessionOf(bob), UUID.randomUUID().toString(), "nonsense");

        List<String> bodies = foreign.stream()
                .map(id -> signedIn(registered)
                        .delete("/auth/sessions/" + id)
                        .hasStatus(404)
                        .body())
                .toList();

        assertThat(bodies).containsOnly(bodies.getFirst());
        signedIn(bob).get("/auth/user").hasStatus(200);
        signedIn(bob).get("/auth/sessions").hasValue("/total", 1);
    }

    @Test
    void allOtherSessionsCanBeEndedAtOnce() {
        HttpAnswer phone = onPhone();
        HttpAnswer tablet = onPhone();

        signedIn(tablet)
                .send("POST", "/auth/sessions/revoke-others", null)
                .hasStatus(200)
                .hasValue("/revokedCount", 2);

        signedIn(tablet).get("/auth/user").hasStatus(200);
        signedIn(phone).get("/auth/user").hasStatus(401);
        signedIn(registered).get("/auth/user").hasStatus(401);
        assertThat(house.lastAudit("type")).isEqualTo("session.revoked_all");
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_reason ="
                        + " 'user_revoke_other_sessions'"))
                .isEqualTo(2);
        client.send("POST", "/auth/sessions/revoke-others", null).hasStatus(401);
    }

    private static HttpAnswer onPhone() {
        return client.withHeader("User-Agent", PHONE)
                .post("/auth/login", CREDENTIALS)
                .hasStatus(200);
    }

    private static String sessionOf(HttpAnswer signIn) {
        return new JwtText(signIn.text("/tokens/accessToken"))
                .claims()
                .get("sid")
                .asString();
    }

    private static HttpProbe signedIn(HttpAnswer signIn) {
        return client.withBearer(signIn.text("/tokens/accessToken"));
    }
}
