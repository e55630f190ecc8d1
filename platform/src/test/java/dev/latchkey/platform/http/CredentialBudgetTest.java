package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are no good count against their network: five a minute in this house. */
final class CredentialBudgetTest {

    private static final int BUDGET = 5;

    private final HttpHouse house = HttpHouse.with(
                    HttpHouse.get("/things")
                            .guard(Guard.PROJECT_KEY)
                            .scope(Scope.USERS_READ)
                            .handle(call -> Reply.noContent()),
                    HttpHouse.get("/operators").guard(Guard.OPERATOR).handle(call -> Reply.noContent()))
            .proxies("127.0.0.1")
            .limited()
            .open();

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mux_test_wrong", HttpHouse.STRANGER, "no-key-at-all"})
    void whoSendsTooManyIsToldToWaitAndThenMayGoOn(String token) {
        for (int i = 0; i < BUDGET; i++) {
            get(token, "9.9.9.1").hasStatus(401);
        }

        get(token, "9.9.9.1")
                .hasStatus(429)
                .hasValue("/code", "RATE_LIMITED")
                .hasHeader("Retry-After", "60")
                .hasHeader("X-RateLimit-Limit", "5");
        get(token, "9.9.9.2").hasStatus(401);
        house.clock.advance(Duration.ofSeconds(61));
        get(token, "9.9.9.1").hasStatus(401);
    }

    @Test
    void oneSubscriberIsOneNetwork() {
        for (int i = 0; i < BUDGET; i++) {
            get(HttpHouse.STRANGER, "2001:db8:1:2::" + i).hasStatus(401);
        }
        get(HttpHouse.STRANGER, "2001:db8:1:2:ffff::1").hasStatus(429);
        get(HttpHouse.STRANGER, "2001:db8:1:3::1").hasStatus(401);
    }

    @Test
    void aNeighbourWhoGuessesLocksNobodyOutWhoIsKnown() {
        spend();

        get(HttpHouse.KEY, "9.9.9.1").hasStatus(204);
        // What has to be looked up is not, until there is room again.
        get(HttpHouse.STRANGE_KEY, "9.9.9.1").hasStatus(429);
        get(HttpHouse.STRANGE_KEY, "9.9.9.2").hasStatus(204);
    }

    @Test
    void whatIsGoodAfterAllIsNotCounted() {
        for (int i = 0; i < 4; i++) {
            get(HttpHouse.STRANGE_KEY, "9.9.9.1").hasStatus(204);
            get(HttpHouse.BROKEN, "9.9.9.1").hasStatus(500);
            get(HttpHouse.EXPIRED, "9.9.9.1").hasStatus(401);
            house.probe()
                    .withHeader("X-Forwarded-For", "9.9.9.1")
                    .get("/things")
                    .hasStatus(401);
        }
        spend();
    }

    @Test
    void theRightCredentialForAnotherRouteIsNoGuess() {
        for (int i = 0; i < 2 * BUDGET; i++) {
            get(HttpHouse.KEY, "9.9.9.1", "/operators").hasStatus(403);
        }
        get(HttpHouse.STRANGER, "9.9.9.1").hasStatus(401);
    }

    @RepeatedTest(3)
    void guessesThatComeAtOnceAreCountedExactly() throws Exception {
        List<Callable<HttpAnswer>> calls = Stream.generate(
                        () -> (Callable<HttpAnswer>) () -> get(HttpHouse.STRANGER, "9.9.9.1"))
                .limit(40)
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Integer> statuses = threads.invokeAll(calls).stream()
                    .map(Future::resultNow)
                    .map(HttpAnswer::status)
                    .toList();
            assertThat(statuses.stream().filter(status -> status == 401)).hasSize(BUDGET);
            assertThat(statuses.stream().filter(status -> status == 429)).hasSize(40 - BUDGET);
        }
    }

    private void spend() {
        for (int i = 0; i < BUDGET; i++) {
            get(HttpHouse.STRANGER, "9.9.9.1").hasStatus(401);
        }
        get(HttpHouse.STRANGER, "9.9.9.1").hasStatus(429);
    }

    private HttpAnswer get(String token, String address) {
        return get(token, address, "/things");
    }

    private HttpAnswer get(String token, String address, String path) {
        HttpProbe probe = house.probe().withBearer(token).withHeader("X-Forwarded-For", address);
        return probe.get(path);
    }
}
