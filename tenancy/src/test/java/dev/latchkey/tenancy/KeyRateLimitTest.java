package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The project's limit counts per key and route (mux-api.md 2.3). */
final class KeyRateLimitTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = TenancyHouse.databases();

    private TenancyHouse house;

    @BeforeEach
    void open() {
        house = TenancyHouse.limited(DATABASE.database());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theProjectsLimitIsToldAndKept() {
        Tenant tenant = house.tenant(Map.of("rateLimitRpm", 3));
        for (int left = 2; left >= 0; left--) {
            house.with(tenant)
                    .get("/wallets/protected")
                    .hasStatus(200)
                    .hasHeader("X-RateLimit-Limit", "3")
                    .hasHeader("X-RateLimit-Remaining", String.valueOf(left))
                    .hasHeader(
                            "X-RateLimit-Reset",
                            String.valueOf(TenancyHouse.NOON.plusSeconds(60).getEpochSecond()));
        }
        house.clock.advance(Duration.ofSeconds(15));
        house.with(tenant)
                .get("/wallets/protected")
                .hasStatus(429)
                .hasValue("/message", "Rate limit exceeded. Please try again later.")
                .hasValue("/error", "Too Many Requests")
                .hasValue("/retryAfter", 45)
                .hasHeader("Retry-After", "45")
                .hasHeader("X-RateLimit-Remaining", "0");
        house.with(tenant).get("/projects/" + tenant.projectId()).hasStatus(200);
        house.clock.advance(Duration.ofSeconds(45));
        house.with(tenant).get("/wallets/protected").hasStatus(200);
    }

    @Test
    void unknownKeysAreNotLookedUpWithoutEndAndKnownOnesGoOn() {
        house.awaitListening();
        Tenant known = house.tenant();
        Tenant fresh = house.tenant();
        house.with(known).get("/spoken-for").hasStatus(200);

        List<String> statements = house.database.statements().during(() -> {
            List<Integer> statuses = IntStream.range(0, 60)
                    .parallel()
                    .mapToObj(i -> house.anonymous
                            .withBearer("mux_test_" + "%032d".formatted(i))
                            .get("/spoken-for")
                            .status())
                    .toList();
            assertThat(statuses.stream().filter(status -> status == 401)).hasSize(TenancyHouse.REFUSED);
            assertThat(statuses.stream().filter(status -> status == 429)).hasSize(60 - TenancyHouse.REFUSED);
        });

        assertThat(statements.stream().filter(sql -> sql.contains("key_hash"))).hasSize(TenancyHouse.REFUSED);
        house.with(known).get("/spoken-for").hasStatus(200);
        house.with(fresh).get("/spoken-for").hasStatus(429).hasValue("/code", "RATE_LIMITED");
        house.clock.advance(Duration.ofMinutes(1));
        house.with(fresh).get("/spoken-for").hasStatus(200);
    }

    @Test
    void aChangedLimitCountsFromTheNextRequest() {
        Tenant tenant = house.tenant(Map.of("rateLimitRpm", 1));
        house.with(tenant).get("/wallets/protected").hasStatus(200);
        house.with(tenant).get("/wallets/protected").hasStatus(429);
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("rateLimitRpm", 2))
                .hasStatus(200);
        house.with(tenant).get("/wallets/protected").hasStatus(200);
        house.with(tenant).get("/wallets/protected").hasStatus(429);
    }

    @Test
    void keysOfOneProjectAreCountedEachForItself() {
        Tenant tenant = house.tenant(Map.of("rateLimitRpm", 1));
        String second = house.operator()
                .post("/api-keys", Map.of("name", "2", "projectId", tenant.projectId()))
                .text("/plainTextKey");
        house.with(tenant).get("/wallets/protected").hasStatus(200);
        house.anonymous.withBearer(second).get("/wallets/protected").hasStatus(200);
        house.anonymous.withBearer(second).get("/wallets/protected").hasStatus(429);
    }

    @Test
    void aRequestThatWasNotLetInIsNotCountedAndHasNoHeaders() {
        house.anonymous.get("/wallets/protected").hasStatus(401).hasNoHeader("X-RateLimit-Limit");
        house.operator()
                .get("/projects/" + TenancyHouse.DEFAULT_PROJECT)
                .hasStatus(200)
                .hasNoHeader("X-RateLimit-Limit");
    }
}
