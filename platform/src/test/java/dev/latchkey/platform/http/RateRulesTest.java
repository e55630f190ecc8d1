package dev.latchkey.platform.http;

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
                                .rate(RateClass.STANDARD)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.get("/others")
                                .guard(Guard.PROJECT_KEY)
                                .rate(RateClass.STANDARD)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.post("/pay")
                                .guard(Guard.PROJECT_KEY)
                                .rate(RateClass.SENSITIVE)
                                .handle(call -> Reply.noContent()),
                        HttpHouse.post("/auth/authenticate")
                                .rate(RateClass.AUTHENTICATE)
                                .handle(call -> Reply.noContent()),
                        auth("/auth/login", RateClass.AUTH),
                        auth("/auth/user", RateClass.GENERAL),
                        HttpHouse.get("/health").handle(call -> Reply.noContent()))
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
                    .hasHeader("X-RateLimit-Reset", "50");
        }
        house.probe()
                .get("/auth/login")
                .hasStatus(429)
                .hasValue("/code", "RATE_LIMITED")
                .hasValue("/retry_after", 50)
                .hasHeader("Retry-After", "50");
        house.probe().get("/auth/user").hasStatus(204);
    }

    @Test
    void aRouteWithoutLimitSaysNothing() {
        for (int i = 0; i < 20; i++) {
            house.probe().get("/health").hasStatus(204).hasNoHeader("X-RateLimit-Limit");
        }
    }
}
