package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

final class OrganizationSwitchTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    private AccessHouse house;
    private Person ada;
    private UUID first;
    private UUID second;

    @BeforeEach
    void open() {
        house = AccessHouse.open(DATABASE.database());
        ada = house.signUp("ada");
        first = house.found(ada, "First");
        house.clock.advance(Duration.ofSeconds(1));
        second = house.found(ada, "Second");
    }

    @AfterEach
    void close() {
        house.wipe();
        house.close();
    }

    @Test
    void aSignInActsForTheOrganizationThatWasJoinedFirst() {
        JsonNode claims = AccessHouse.claims(house.signIn(ada).text("/tokens/accessToken"));
        assertThat(claims.get("org_id").asString()).isEqualTo(first.toString());
        assertThat(claims.get("role").asString()).isEqualTo("owner");
    }

    @Test
    void aSwitchEndsTheOldSessionAndTheNewOneKeepsItsOrganizationOverRefreshes() {
        HttpAnswer signedIn = house.signIn(ada);
        HttpProbe before = house.anonymous.withBearer(signedIn.text("/tokens/accessToken"));
        HttpAnswer switched = before.send("POST", "/auth/orgs/" + second + "/switch", null)
                .hasStatus(200)
                .hasValue("/orgId", second.toString())
                .hasValue("/role", "owner");
        JsonNode claims = AccessHouse.claims(switched.text("/tokens/accessToken"));
        assertThat(claims.get("org_id").asString()).isEqualTo(second.toString());
        before.get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        house.anonymous
                .post("/auth/refresh", Map.of("refreshToken", signedIn.text("/tokens/refreshToken")))
                .hasStatus(401);
        house.anonymous
                .withBearer(switched.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);
        String refreshToken = switched.text("/tokens/refreshToken");
        for (int i = 0; i < 3; i++) {
            HttpAnswer refreshed = house.anonymous
                    .post("/auth/refresh", Map.of("refreshToken", refreshToken))
                    .hasStatus(200);
            JsonNode again = AccessHouse.claims(refreshed.text("/tokens/accessToken"));
            assertThat(again.get("org_id").asString()).isEqualTo(second.toString());
            assertThat(again.get("role").asString()).isEqualTo("owner");
            refreshToken = refreshed.text("/tokens/refreshToken");
        }
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_reason = 'org_switch'"))
                .isEqualTo(1);
        assertThat(house.audited("session.org_switched", claims.get("sid").asString()))
                .isEqualTo(1);
    }

    @Test
    void anOldRefreshTokenAfterASwitchRaisesNoAlarm() {
        HttpAnswer signedIn = house.signIn(ada);
        HttpAnswer switched = switchTo(signedIn.text("/tokens/accessToken"), second);
        house.anonymous
                .post("/auth/refresh", Map.of("refreshToken", signedIn.text("/tokens/refreshToken")))
                .hasStatus(401)
                .hasValue("/code", "TOKEN_EXPIRED");
        house.anonymous
                .withBearer(switched.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);
    }

    @Test
    void noStepUpIsCarriedOver() {
        HttpAnswer signedIn = house.signIn(ada);
        String path = "/auth/user/export";
        house.anonymous
                .withBearer(signedIn.text("/tokens/accessToken"))
                .get(path)
                .hasStatus(200);
        HttpAnswer switched = switchTo(signedIn.text("/tokens/accessToken"), second);
        HttpProbe after = house.anonymous.withBearer(switched.text("/tokens/accessToken"));
        after.get(path).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
        HttpAnswer refreshed = house.anonymous
                .post("/auth/refresh", Map.of("refreshToken", switched.text("/tokens/refreshToken")))
                .hasStatus(200);
        house.anonymous
                .withBearer(refreshed.text("/tokens/accessToken"))
                .get(path)
                .hasStatus(403);
    }

    @Test
    void aSwitchDoesNotKeepUsersSignedInForLonger() {
        HttpAnswer signedIn = house.signIn(ada);
        house.clock.advance(Duration.ofMinutes(10));
        HttpAnswer switched = switchTo(signedIn.text("/tokens/accessToken"), second);
        String sid = AccessHouse.claims(switched.text("/tokens/accessToken"))
                .get("sid")
                .asString();
        assertThat(house.rows.queryLong("select count(*) from identity.sessions s join identity.sessions o"
                        + " on o.family_id = s.family_id and o.revoked_reason = 'org_switch'"
                        + " where s.id = '" + sid + "' and s.signed_in_at = o.signed_in_at"))
                .isEqualTo(1);
    }

    @Test
    void ofTwoSwitchesOfOneSessionOneWins() throws Exception {
        String token = house.signIn(ada).text("/tokens/accessToken");
        HttpProbe probe = house.anonymous.withBearer(token);
        CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() ->
                probe.send("POST", "/auth/orgs/" + first + "/switch", null).status());
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() ->
                probe.send("POST", "/auth/orgs/" + second + "/switch", null).status());
        assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(200, 401);
        String sid = AccessHouse.claims(token).get("sid").asString();
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null"
                        + " and family_id = (select family_id from identity.sessions where id = '" + sid + "')"))
                .isEqualTo(1);
    }

    @Test
    void cookiesCarryTheNewSessionWhereTheyAreOn() {
        house.close();
        house = AccessHouse.open(DATABASE.database(), Map.of("COOKIE_ENABLED", "true"));
        HttpAnswer signedIn = house.signIn(ada).lacks("/tokens");
        HttpProbe browser = house.anonymous.withHeader("Cookie", cookies(signedIn) + "; XSRF-TOKEN=abc");
        String path = "/auth/orgs/" + second + "/switch";
        browser.send("POST", path, null).hasStatus(403);
        HttpAnswer switched = browser.withHeader("X-CSRF-Token", "abc")
                .send("POST", path, null)
                .hasStatus(200)
                .hasValue("/orgId", second.toString())
                .lacks("/tokens");
        browser.get("/auth/user").hasStatus(401);
        house.anonymous
                .withHeader("Cookie", cookies(switched))
                .get("/auth/user")
                .hasStatus(200);
        assertThat(switched.headers("Set-Cookie"))
                .anyMatch(cookie -> cookie.matches("cedros_refresh=[A-Za-z0-9]{44}; Path=/auth/refresh;.*HttpOnly.*"));
    }

    private static String cookies(HttpAnswer answer) {
        return answer.headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("cedros_"))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }

    private HttpAnswer switchTo(String accessToken, UUID organization) {
        return house.anonymous
                .withBearer(accessToken)
                .send("POST", "/auth/orgs/" + organization + "/switch", null)
                .hasStatus(200);
    }
}
