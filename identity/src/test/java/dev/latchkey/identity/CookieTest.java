package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CookieTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(
                DATABASE.database(),
                Map.of("COOKIE_ENABLED", "true", "COOKIE_DOMAIN", "example.com", "COOKIE_SAME_SITE", "strict"));
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

    @Test
    void signingInSetsTheCookiesInTheContractsOrderAndKeepsTokensOutOfJson() {
        HttpAnswer answer =
                client.post("/auth/register", CREDENTIALS).hasStatus(201).lacks("/tokens");

        assertThat(answer.headers("Set-Cookie")).hasSize(4);
        assertThat(cookie(answer, "latchkey_registration"))
                .matches(
                        "latchkey_registration=[A-Za-z0-9_-]{43}; Path=/auth/verify-email; Max-Age=86400; Secure; HttpOnly;"
                                + " SameSite=Strict; Domain=example\\.com");
        assertThat(cookie(answer, "cedros_access"))
                .matches("cedros_access=[^;]+; Path=/auth; Max-Age=900; Secure; HttpOnly; SameSite=Strict;"
                        + " Domain=example\\.com");
        assertThat(cookie(answer, "cedros_refresh"))
                .matches("cedros_refresh=[A-Za-z0-9]{44}; Path=/auth/refresh; Max-Age=604800; Secure; HttpOnly;"
                        + " SameSite=Strict; Domain=example\\.com");
        assertThat(cookie(answer, "XSRF-TOKEN"))
                .matches("XSRF-TOKEN=[A-Za-z0-9]{44}; Path=/auth; Max-Age=86400; Secure; SameSite=Strict;"
                        + " Domain=example\\.com");
    }

    @Test
    void theAccessCookieSignsIn() {
        Browser browser = Browser.signedIn();

        browser.probe().get("/auth/user").hasStatus(200).hasValue("/user/email", "ann@example.com");
        client.get("/auth/user").hasStatus(401).hasHeaderMatching("Set-Cookie", "XSRF-TOKEN=.*");
    }

    @Test
    void aBearerTokenWinsOverTheCookie() {
        Browser browser = Browser.signedIn();

        browser.probe().withBearer("nonsense").get("/auth/user").hasStatus(401);
        browser.probe()
                .withHeader("Cookie", "cedros_access=nonsense")
                .withBearer(browser.access())
                .get("/auth/user")
                .hasStatus(200);
    }

    @Test
    void changesByCookieNeedTheDoubledToken() {
        Browser browser = Browser.signedIn();
        Map<String, String> change = Map.of("name", "Changed");

        browser.probe().patch("/auth/me", change).hasStatus(403).hasValue("/code", "FORBIDDEN");
        browser.probe()
                .withHeader("X-CSRF-Token", "wrong")
                .patch("/auth/me", change)
                .hasStatus(403);
        browser.probe().withHeader("X-CSRF-Token", "").patch("/auth/me", change).hasStatus(403);
        browser.probe().delete("/auth/sessions").hasStatus(403);
        browser.probe().send("POST", "/auth/logout", null).hasStatus(403);
        assertThat(house.userColumn(house.rows.queryText("select id from identity.users"), "display_name"))
                .isEqualTo("null");
        browser.doubled().patch("/auth/me", change).hasStatus(200).hasNoHeader("Set-Cookie");
    }

    @Test
    void theOldCookieNameCountsToo() {
        Browser browser = Browser.signedIn();

        client.withHeader("Cookie", "cedros_access=" + browser.access() + "; csrf-token=abc")
                .withHeader("X-CSRF-Token", "abc")
                .patch("/auth/me", Map.of("name", "Old"))
                .hasStatus(200);
    }

    @Test
    void withoutTheCsrfCookieARefusalBringsANewOne() {
        Browser browser = Browser.signedIn();

        client.withHeader("Cookie", "cedros_refresh=" + browser.refresh())
                .send("POST", "/auth/refresh", null)
                .hasStatus(403)
                .hasHeaderMatching("Set-Cookie", "XSRF-TOKEN=[A-Za-z0-9]{44};.*");
    }

    @Test
    void loginOverALiveSessionNeedsTheTokenAndMakesANewSession() {
        Browser browser = Browser.signedIn();

        browser.probe().post("/auth/login", CREDENTIALS).hasStatus(403);
        HttpAnswer login = browser.doubled().post("/auth/login", CREDENTIALS).hasStatus(200);
        assertThat(value(login, "cedros_access")).isNotEqualTo(browser.access());
        assertThat(value(login, "cedros_refresh")).isNotEqualTo(browser.refresh());
        assertThat(house.count("identity.sessions")).isEqualTo(2);
    }

    @Test
    void aPlantedSessionIdOrTokenIsNeverAdopted() {
        HttpAnswer login = client.withHeader("Cookie", "sid=chosen; JSESSIONID=chosen; XSRF-TOKEN=chosen")
                .post("/auth/register", CREDENTIALS)
                .hasStatus(201);

        assertThat(login.headers("Set-Cookie")).noneMatch(cookie -> cookie.contains("chosen"));
    }

    @Test
    void bearerClientsAndClientsWithoutCookiesNeedNoToken() {
        Browser browser = Browser.signedIn();

        client.withBearer(browser.access())
                .patch("/auth/me", Map.of("name", "Api"))
                .hasStatus(200);
        client.post("/auth/login", CREDENTIALS).hasStatus(200);
    }

    @Test
    void refreshWorksByCookieAndAnswersAnEmptyObject() {
        Browser browser = Browser.signedIn();
        HttpAnswer answer = client.withHeader(
                        "Cookie", "cedros_refresh=" + browser.refresh() + "; XSRF-TOKEN=" + browser.csrf())
                .withHeader("X-CSRF-Token", browser.csrf())
                .send("POST", "/auth/refresh", null)
                .hasStatus(200);

        assertThat(answer.body()).isEqualTo("{}");
        client.withHeader("Cookie", "cedros_access=" + value(answer, "cedros_access"))
                .get("/auth/user")
                .hasStatus(200);
    }

    @Test
    void logoutTakesTheCookiesBackEvenWithoutAValidToken() {
        Browser browser = Browser.signedIn();
        HttpAnswer answer = browser.doubled().send("POST", "/auth/logout", null).hasStatus(200);

        assertThat(cookie(answer, "cedros_access"))
                .isEqualTo("cedros_access=deleted; Path=/auth; Max-Age=0; Secure; HttpOnly; SameSite=Strict;"
                        + " Domain=example.com");
        assertThat(cookie(answer, "cedros_refresh"))
                .startsWith("cedros_refresh=deleted; Path=/auth/refresh; Max-Age=0");
        browser.probe().get("/auth/user").hasStatus(401);
        client.send("POST", "/auth/logout", null).hasStatus(200);
        client.send("POST", "/auth/logout-all", null).hasStatus(200);
    }

    @Test
    void logoutByTheRefreshCookieAloneEndsItsSession() {
        Browser browser = Browser.signedIn();

        client.withHeader("Cookie", "cedros_refresh=" + browser.refresh() + "; XSRF-TOKEN=" + browser.csrf())
                .withHeader("X-CSRF-Token", browser.csrf())
                .send("POST", "/auth/logout", null)
                .hasStatus(200);

        browser.probe().get("/auth/user").hasStatus(401);
        assertThat(house.lastAudit("type")).isEqualTo("user.logout");
    }

    @Test
    void cookiesMeanNothingOnRoutesForBackends() {
        Browser browser = Browser.signedIn();

        browser.probe().get("/users").hasStatus(401);
        browser.probe()
                .post("/auth/authenticate", Map.of("authId", "by-cookie"))
                .hasStatus(401)
                .hasNoHeader("Set-Cookie");
        house.anonymous
                .withHeader("Cookie", "cedros_access=expired-or-broken")
                .withBearer(
                        house.backend().header("Authorization").orElseThrow().substring("Bearer ".length()))
                .post("/auth/authenticate", Map.of("authId", "by-key"))
                .hasStatus(200);
    }

    @Test
    void namesAndUserAgentsCannotInjectHeaders() {
        HttpAnswer answer = client.post(
                        "/auth/register",
                        Map.of(
                                "email", "h@example.com",
                                "password", "SecurePass1!",
                                "name", "x\r\nSet-Cookie: evil=1"))
                .hasStatus(400);

        assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("evil"));
    }

    /** What a browser holds after it signed in. */
    private record Browser(String access, String refresh, String csrf) {

        static Browser signedIn() {
            HttpAnswer answer = client.post("/auth/register", CREDENTIALS).hasStatus(201);
            return new Browser(
                    value(answer, "cedros_access"), value(answer, "cedros_refresh"), value(answer, "XSRF-TOKEN"));
        }

        HttpProbe probe() {
            return client.withHeader("Cookie", "cedros_access=" + access + "; XSRF-TOKEN=" + csrf);
        }

        HttpProbe doubled() {
            return probe().withHeader("X-CSRF-Token", csrf);
        }
    }

    private static String value(HttpAnswer answer, String name) {
        return cookie(answer, name).split("[=;]")[1];
    }

    private static String cookie(HttpAnswer answer, String name) {
        List<String> cookies = answer.headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .toList();
        assertThat(cookies).as("%s of %s", name, answer).hasSize(1);
        return cookies.getFirst();
    }
}
