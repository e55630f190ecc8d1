package dev.latchkey.access.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users do with their own API keys (auth-api.md 16). */
final class UserKeyRoutesTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private static final String KEYS = "/auth/user/api-keys";

    private Person ada;

    @BeforeEach
    void signUp() {
        ada = house.signUp("ada");
        house.clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void registrationShowsAFirstKeyOnce() {
        HttpAnswer registered = house.anonymous
                .post(
                        "/auth/register",
                        Map.of("email", "new@example.com", "password", AccessHouse.PASSWORD, "name", "New"))
                .hasStatus(201)
                .hasValueMatching("/apiKey", "ck_[A-Za-z0-9]{43}");
        String key = registered.text("/apiKey");
        HttpProbe byKey = house.anonymous.withBearer(key);
        byKey.get("/auth/user").hasStatus(200).hasValue("/user/id", registered.text("/user/id"));
        byKey.get("/auth/user/api-key")
                .hasStatus(200)
                .hasValue("/label", "default")
                .hasValue("/keyPrefix", key.substring(0, 16))
                .hasValue("/scopes/0", "*")
                .neverMentions(key);
        house.anonymous
                .post("/auth/login", Map.of("email", "new@example.com", "password", AccessHouse.PASSWORD))
                .hasStatus(200)
                .lacks("/apiKey");
        assertThat(house.rows.queryLong("select count(*) from access.api_keys where encode(key_hash, 'hex') = '"
                        + Tokens.sha256Hex(key) + "'"))
                .isEqualTo(1);
    }

    @Test
    void aKeyIsMadeListedAndEnded() {
        HttpAnswer made = make(Map.of("label", "  robot ", "scopes", List.of("read", "authorize")))
                .hasValue("/label", "robot")
                .hasValue("/scopes/0", "authorize")
                .hasValue("/scopes/1", "read");
        String id = made.text("/id");
        HttpAnswer list = ada.probe().get(KEYS).hasStatus(200).neverMentions(made.text("/apiKey"));
        assertThat(list.json().at("/keys").size()).isEqualTo(2);
        list.hasValue("/keys/0/label", "default").hasValue("/keys/1/status", "ACTIVE");
        assertThat(house.audited("user_api_key.created", id)).isEqualTo(1);

        HttpProbe robot = house.anonymous.withBearer(made.text("/apiKey"));
        robot.get("/auth/me").hasStatus(200);
        ada.probe().delete(KEYS + "/" + id).hasStatus(200);
        robot.get("/auth/me").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        ada.probe().delete(KEYS + "/" + id).hasStatus(404);
        assertThat(house.audited("user_api_key.revoked", id)).isEqualTo(1);
    }

    @Test
    void wishesThatMakeNoSenseAreRefused() {
        for (Map<String, ?> body : List.of(
                Map.of("label", "   "),
                Map.of("label", "x".repeat(101)),
                Map.of("label", "a", "scopes", List.of()),
                Map.of("label", "a", "scopes", List.of("everything")),
                Map.of("label", "a", "scopes", List.of("*", "ADMIN:READ")),
                Map.of("label", "a", "expiresAt", "2026-05-30T12:00:01Z"),
                Map.of("label", "default"))) {
            ada.probe().post(KEYS, body).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        }
    }

    @Test
    void anEleventhKeyIsRefusedUntilOneHasEnded() {
        for (int i = 1; i < UserKeys.MOST; i++) {
            make(Map.of("label", "key " + i, "expiresAt", "2026-05-30T12:01:00Z"));
        }
        ada.probe().post(KEYS, Map.of("label", "one more")).hasStatus(400);
        house.clock.advance(Duration.ofMinutes(2));
        make(Map.of("label", "one more"));
        make(Map.of("label", "key 1"));
        assertThat(ada.probe().get(KEYS).json().at("/keys").size()).isEqualTo(3);
    }

    @Test
    void ofManyAtOnceNoMoreAreMadeThanThereMayBe() throws Exception {
        List<Thread> threads = IntStream.range(0, 16)
                .mapToObj(i -> Thread.ofVirtual().start(() -> ada.probe().post(KEYS, Map.of("label", "key " + i))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ada.probe().get(KEYS).json().at("/keys").size()).isEqualTo(UserKeys.MOST);
    }

    @Test
    void aRotatedKeyWorksUntilItsGraceIsOver() {
        HttpAnswer old = make(Map.of("label", "robot", "scopes", List.of("account:read")));
        String id = old.text("/id");
        house.clock.advance(Duration.ofSeconds(1));
        HttpAnswer successor = ada.probe()
                .post(KEYS + "/" + id + "/rotate", Map.of("graceSeconds", 60))
                .hasStatus(200)
                .hasValue("/label", "robot")
                .hasValue("/scopes/0", "account:read");
        HttpProbe before = house.anonymous.withBearer(old.text("/apiKey"));
        HttpProbe after = house.anonymous.withBearer(successor.text("/apiKey"));
        before.get("/auth/me").hasStatus(200);
        after.get("/auth/me").hasStatus(200);
        ada.probe().post(KEYS + "/" + id + "/rotate", Map.of()).hasStatus(409);
        HttpAnswer list = ada.probe().get(KEYS);
        list.hasValue("/keys/1/status", "ROTATED").hasValue("/keys/2/status", "ACTIVE");
        house.clock.advance(Duration.ofSeconds(60));
        before.get("/auth/me").hasStatus(401);
        after.get("/auth/me").hasStatus(200);
        assertThat(house.audited("user_api_key.rotated", id)).isEqualTo(1);
    }

    @Test
    void rotationKeepsTheExpiryAndNeverLengthensTheOldKeysLife() {
        HttpAnswer old = make(Map.of("label", "short", "expiresAt", "2026-05-30T12:01:00Z"));
        HttpAnswer successor = ada.probe()
                .post(KEYS + "/" + old.text("/id") + "/rotate", Map.of())
                .hasStatus(200)
                .hasValue("/expiresAt", "2026-05-30T12:01:00.000Z");
        house.clock.advance(Duration.ofMinutes(1));
        house.anonymous.withBearer(old.text("/apiKey")).get("/auth/me").hasStatus(401);
        house.anonymous.withBearer(successor.text("/apiKey")).get("/auth/me").hasStatus(401);
    }

    @Test
    void regenerationEndsAllKeysAtOnceTheRotatedOnesToo() {
        HttpAnswer one = make(Map.of("label", "one", "scopes", List.of("read")));
        HttpAnswer two = ada.probe()
                .post(KEYS + "/" + one.text("/id") + "/rotate", Map.of())
                .hasStatus(200);
        HttpAnswer fresh = ada.probe()
                .send("POST", "/auth/user/api-key/regenerate", null)
                .hasStatus(200)
                .hasValue("/label", "default")
                .hasValueMatching("/apiKey", "ck_[A-Za-z0-9]{43}");
        for (HttpAnswer ended : List.of(one, two)) {
            house.anonymous.withBearer(ended.text("/apiKey")).get("/auth/me").hasStatus(401);
        }
        house.anonymous.withBearer(fresh.text("/apiKey")).get("/auth/me").hasStatus(200);
        assertThat(ada.probe().get(KEYS).json().at("/keys").size()).isEqualTo(1);
        assertThat(house.audited("user_api_key.regenerated", fresh.text("/id"))).isEqualTo(1);
        ada.probe().send("POST", "/auth/user/api-key/regenerate", null).hasStatus(200);
    }

    @Test
    void makingAndRotatingTakesARecentSignInRevokingDoesNot() {
        String id = make(Map.of("label", "robot")).text("/id");
        house.clock.advance(Duration.ofMinutes(6));
        ada.probe().post(KEYS, Map.of("label", "late")).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
        ada.probe().post(KEYS + "/" + id + "/rotate", Map.of()).hasStatus(403);
        ada.probe().send("POST", "/auth/user/api-key/regenerate", null).hasStatus(403);
        ada.probe().delete(KEYS + "/" + id).hasStatus(200);
    }

    @Test
    void foreignKeysAreAsUnknownAsThoseThatDoNotExist() {
        String id = make(Map.of("label", "robot")).text("/id");
        Person eve = house.signUp("eve");
        for (String foreign : List.of(id, UUID.randomUUID().toString(), "x")) {
            eve.probe().delete(KEYS + "/" + foreign).hasStatus(404);
            eve.probe().post(KEYS + "/" + foreign + "/rotate", Map.of()).hasStatus(404);
        }
        Person namesake = house.signUp("ada", house.otherProject());
        namesake.probe().delete(KEYS + "/" + id).hasStatus(404);
        assertThat(ada.probe().get(KEYS).json().at("/keys").size()).isEqualTo(2);
    }

    @Test
    void whenAKeyWasUsedIsStoredALittleLaterAndOnceAMinute() throws InterruptedException {
        HttpAnswer made = make(Map.of("label", "robot"));
        HttpProbe robot = house.anonymous.withBearer(made.text("/apiKey"));
        robot.get("/auth/me").hasStatus(200);
        awaitLastUse(made.text("/id"), "2026-05-30T12:00:01.000Z");
        house.clock.advance(Duration.ofSeconds(59));
        List<String> none = house.database.statements().during(() -> {
            robot.get("/auth/me").hasStatus(200);
            try {
                Thread.sleep(1500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(none).noneMatch(sql -> sql.contains("update access.api_keys"));
        house.clock.advance(Duration.ofSeconds(1));
        robot.get("/auth/me").hasStatus(200);
        awaitLastUse(made.text("/id"), "2026-05-30T12:01:01.000Z");
    }

    private void awaitLastUse(String id, String expected) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            HttpAnswer list = ada.probe().get(KEYS).hasStatus(200);
            if (list.body().contains("\"lastUsedAt\":\"" + expected + "\"")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the last use of " + id + " was not stored");
    }

    private HttpAnswer make(Map<String, ?> body) {
        return ada.probe().post(KEYS, body).hasStatus(200);
    }
}
