package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests share a counter, and how each contract tells where a client stands. */
final class RateRulesTest {

    private HttpHouse house;

    @BeforeEach
    void open() {
        house = HttpHouse.with(
                        HttpHouse.get("/things/{id}")
                                .guard(Guard.PROJECT_KEY)
                                .anyScope()
                                .rate(RateClass.STANDARD)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.get("/others")
                                .guard(Guard.PROJECT_KEY)
                                .anyScope()
                                .rate(RateClass.STANDARD)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.post("/pay")
                                .guard(Guard.PROJECT_KEY)
                                .anyScope()
                                .rate(RateClass.SENSITIVE)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.post("/auth/authenticate")
                                .rate(RateClass.AUTHENTICATE)
                                .handle(call -> Reply.noContent()),
                        auth("/auth/login", RateClass.AUTH),
                        auth("/auth/user", RateClass.GENERAL),
                        Route.get("/auth/refresh")
                                .style(Style.AUTH)
                                .guard(Guard.OPEN)
                                .rate(RateClass.AUTH)
                                .rateSubject(call -> call.cookie("token"))
                                .handle(call -> Reply.noContent()),
                        Route.get("/auth/me")
                                .style(Style.AUTH)
                                .guard(Guard.USER)
                                .rate(RateClass.GENERAL)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.get("/health").handle(call -> Reply.noContent()))
                .proxies("127.0.0.1")
                .limited()
                .open();
    }

    private static Route auth(String path, RateClass rate) {
        return Route.get(path).style(Style.AUTH).guard(Guard.OPEN).rate(rate).handle(call -> Reply.noContent());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private HttpAnswer withKey(String method, String path) {
        return house.probe().withBearer(HttpHouse.KEY).send(method, path, null);
    }

    @Test
    void aRouteIsCountedByItsPatternNotByItsPath() {
        for (int i = 4; i >= 0; i--) {
            withKey("GET", "/things/" + i)
                    .hasStatus(204)
                    .hasHeader("X-RateLimit-Limit", "5")
                    .hasHeader("X-RateLimit-Remaining", String.valueOf(i));
        }
        withKey("GET", "/things/9").hasStatus(429);
        withKey("GET", "/others").hasStatus(204);
    }

    @Test
    void aSensitiveRouteTakesTheSmallerLimit() {
        withKey("POST", "/pay").hasStatus(204).hasHeader("X-RateLimit-Limit", "2");
        withKey("POST", "/pay").hasStatus(204);
        withKey("POST", "/pay").hasStatus(429).hasHeader("Retry-After", "50");
        house.clock.advance(Duration.ofSeconds(50));
        withKey("POST", "/pay").hasStatus(204);
    }

    @Test
    void authenticateCountsAKeyWhereThereIsOneAndElseTheAddress() {
        for (int i = 0; i < 3; i++) {
            house.probe()
                    .send("POST", "/auth/authenticate", null)
                    .hasStatus(204)
                    .hasHeader("X-RateLimit-Limit", "3");
        }
        house.probe()
                .send("POST", "/auth/authenticate", null)
                .hasStatus(429)
                .hasValue("/message", "Too many authentication attempts. Please try again later.")
                .hasValue("/retryAfter", 50);
        withKey("POST", "/auth/authenticate").hasStatus(204).hasHeader("X-RateLimit-Limit", "5");
    }

    @Test
    void signInRoutesTellSecondsLeft() {
        for (int i = 3; i >= 0; i--) {
            house.probe()
                    .get("/auth/login")
                    .hasStatus(204)
                    .hasHeader("X-RateLimit-Remaining", String.valueOf(i))
                    .hasHeader("X-RateLimit-Reset", "60");
        }
        house.probe()
                .get("/auth/login")
                .hasStatus(429)
                .hasValue("/code", "RATE_LIMITED")
                .hasValue("/retry_after", 60)
                .hasHeader("Retry-After", "60");
        house.probe().get("/auth/user").hasStatus(204);
        house.clock.advance(Duration.ofSeconds(60));
        house.probe().get("/auth/login").hasStatus(204);
    }

    @Test
    void whoHasProvedWhoTheyAreDoesNotPayForTheirNetwork() {
        for (int i = 0; i < 6; i++) {
            asUser("ann").hasStatus(204);
        }
        asUser("ann").hasStatus(429).hasValue("/code", "RATE_LIMITED");
        asUser("bob").hasStatus(204).hasHeader("X-RateLimit-Remaining", "5");
        house.probe()
                .withHeader("X-Forwarded-For", "203.0.113.9")
                .withBearer("user_ann")
                .get("/auth/me")
                .hasStatus(429);
    }

    @Test
    void anAddressIsCountedAsItsNetwork() {
        for (int i = 0; i < 4; i++) {
            from("2001:db8:1:2::" + i).hasStatus(204);
        }
        from("2001:db8:1:2:ffff::1").hasStatus(429);
        from("2001:db8:1:3::1").hasStatus(204);
        for (int i = 0; i < 4; i++) {
            from("198.51.100.7").hasStatus(204);
        }
        from("::ffff:198.51.100.7").hasStatus(429);
        from("198.51.100.8").hasStatus(204);
    }

    @Test
    void projectsThatShareANetworkHaveBudgetsOfTheirOwnButNotWithoutEnd() {
        for (int i = 0; i < 4; i++) {
            ofProject("noisy").hasStatus(204);
        }
        ofProject("noisy").hasStatus(429);
        ofProject("quiet").hasStatus(204).hasHeader("X-RateLimit-Remaining", "3");
        int passed = 0;
        for (int i = 0; i < 60; i++) {
            passed += ofProject("invented-" + i).status() == 204 ? 1 : 0;
        }
        assertThat(passed)
                .as("ten times the limit in all, five of them spent before")
                .isEqualTo(35);
        ofProject("quiet").hasStatus(429).hasHeader("X-RateLimit-Limit", "40").hasHeader("Retry-After", "60");
    }

    @Test
    void whatARouteTellsCallersApartByGivesThemBudgetsOfTheirOwn() {
        for (int i = 0; i < 4; i++) {
            refresh("a").hasStatus(204);
        }
        refresh("a").hasStatus(429);
        refresh("b").hasStatus(204);
        int passed = 0;
        for (int i = 0; i < 60; i++) {
            passed += refresh("invented-" + i).status() == 204 ? 1 : 0;
        }
        assertThat(passed).isEqualTo(35);
    }

    private HttpAnswer asUser(String name) {
        return house.probe().withBearer("user_" + name).get("/auth/me");
    }

    private HttpAnswer from(String address) {
        return house.probe().withHeader("X-Forwarded-For", address).get("/auth/login");
    }

    private HttpAnswer ofProject(String project) {
        return house.probe().withHeader("X-Latchkey-Project", project).get("/auth/login");
    }

    private HttpAnswer refresh(String token) {
        return house.probe().withHeader("Cookie", "token=" + token).get("/auth/refresh");
    }

    @Test
    void aRouteWithoutLimitSaysNothing() {
        for (int i = 0; i < 20; i++) {
            house.probe().get("/health").hasStatus(204).hasNoHeader("X-RateLimit-Limit");
        }
    }
}
