package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Crowd;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits count exactly, per key and route, whatever a client says about itself. Windows are an hour long here. */
class RateLimitTest {

    private static final int SENSITIVE = 7;
    private static final int AUTHENTICATE = 6;
    private static final int SIGN_IN = 4;
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest(
            "RATE_LIMIT_WINDOW_MS", String.valueOf(HOUR.toMillis()),
            "RATE_LIMIT_SENSITIVE_WINDOW_MS", String.valueOf(HOUR.toMillis()),
            "RATE_LIMIT_SENSITIVE_MAX_REQUESTS", String.valueOf(SENSITIVE),
            "AUTH_RATE_LIMIT_WINDOW_MS", String.valueOf(HOUR.toMillis()),
            "AUTH_RATE_LIMIT_MAX", String.valueOf(AUTHENTICATE),
            "RATE_LIMIT_WINDOW", String.valueOf(HOUR.toSeconds()),
            "RATE_LIMIT_AUTH", String.valueOf(SIGN_IN));

    @Test
    void aKeyIsToldWhatIsLeftAndThenToWait() {
        HttpProbe backend = limited(3);
        for (int left = 2; left >= 0; left--) {
            backend.get("/wallets")
                    .hasStatus(200)
                    .hasHeader("x-ratelimit-limit", "3")
                    .hasHeader("x-ratelimit-remaining", String.valueOf(left))
                    .hasNoHeader("retry-after");
        }
        HttpAnswer refused = backend.get("/wallets").hasStatus(429);

        long hour = HOUR.toSeconds();
        long end = (Instant.now().getEpochSecond() / hour + 1) * hour;
        long wait = Long.parseLong(refused.header("retry-after").orElse("0"));
        assertThat(wait).isBetween(1L, end - Instant.now().getEpochSecond() + 2);
        refused.hasHeader("x-ratelimit-limit", "3")
                .hasHeader("x-ratelimit-remaining", "0")
                .hasHeader("x-ratelimit-reset", String.valueOf(end))
                .hasValue("/statusCode", 429)
                .hasValue("/code", "RATE_LIMITED")
                .hasValue("/message", "Rate limit exceeded. Please try again later.")
                .hasValue("/retryAfter", wait);
    }

    @Test
    void everyRouteAndEveryKeyHasItsOwnCount() {
        ProjectUnderTest project = project(1);
        HttpProbe first = project.backend();
        first.get("/wallets").hasStatus(200);
        first.get("/wallets").hasStatus(429);

        first.get("/users").hasStatus(200);
        first.get("/wallets/" + UUID.randomUUID()).hasStatus(404);
        first.get("/wallets/" + UUID.randomUUID()).hasStatus(429);
        // An alias is the same route.
        first.get("/v1/wallets").hasStatus(429);
        HttpAnswer issued = SERVER.operator()
                .post("/api-keys", Map.of("name", "second", "projectId", project.id()))
                .hasStatus(201);
        SERVER.anonymous()
                .withBearer(issued.text("/plainTextKey"))
                .get("/wallets")
                .hasStatus(200);
    }

    @Test
    void refusedAndMalformedRequestsCountToo() {
        HttpProbe backend = limited(2);
        backend.post("/users", "{").hasStatus(400);
        backend.post("/users", Map.of()).hasStatus(400);

        backend.post("/users", Map.of("authId", "late")).hasStatus(429);
        assertThat(SERVER.database().queryLong("select count(*) from identity.users where auth_id = 'late'"))
                .isZero();
    }

    @RepeatedTest(3)
    void exactlyAsManyAsTheLimitPassHoweverManyComeAtOnce() {
        HttpProbe backend = limited(20);
        Instant begun = Instant.now();
        List<HttpAnswer> answers = Crowd.of(60, number -> backend.get("/wallets"));
        if (isSameWindow(begun)) {
            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(20);
            assertThat(answers.stream().filter(answer -> answer.status() == 429))
                    .hasSize(40);
            assertThat(answers.stream().filter(answer -> answer.status() == 200).map(answer -> answer.header(
                                    "x-ratelimit-remaining")
                            .orElse("")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void sensitiveRoutesHaveTheSmallerLimit() {
        HttpProbe backend = limited(1000);
        Map<String, ?> body = Map.of("userId", UUID.randomUUID().toString(), "network", "TESTNET");
        for (int i = 0; i < SENSITIVE; i++) {
            backend.post("/wallets", body).hasStatus(404).hasNoHeader("retry-after");
        }
        backend.post("/wallets", body).hasStatus(429).hasHeader("x-ratelimit-limit", String.valueOf(SENSITIVE));
        backend.get("/wallets").hasStatus(200).hasHeader("x-ratelimit-limit", "1000");
    }

    @Test
    void signInsWithoutAKeyCountPerAddressAndNoHeaderChangesTheAddress() {
        for (int i = 0; i < AUTHENTICATE; i++) {
            authenticate("10.0.0." + i).hasStatus(200);
        }
        authenticate("10.0.0.200")
                .hasStatus(429)
                .hasValue("/message", "Too many authentication attempts. Please try again later.");
        // Who brings a key counts against the key.
        limited(5)
                .post("/auth/authenticate", Map.of("authId", "keyed"))
                .hasStatus(200)
                .hasHeader("x-ratelimit-limit", "5");
    }

    @Test
    void passwordGuessersRunIntoTheSlidingWindowOfTheirAddress() {
        Map<String, ?> guess = Map.of("email", "target@users.example", "password", "Wrong-Horse-9-Battery");
        for (int i = 0; i < SIGN_IN; i++) {
            SERVER.anonymous()
                    .withHeader("X-Forwarded-For", "10.1.0." + i)
                    .withHeader("Forwarded", "for=10.1.0." + i)
                    .withHeader("X-Real-IP", "10.1.0." + i)
                    .post(i % 2 == 0 ? "/auth/login" : "/login", guess)
                    .hasStatus(401);
        }
        HttpAnswer refused = SERVER.anonymous().post("/auth/login", guess).hasStatus(429);

        refused.hasValue("/code", "RATE_LIMITED")
                .lacks("/statusCode")
                .hasHeader("x-ratelimit-limit", String.valueOf(SIGN_IN))
                .hasHeader("x-ratelimit-remaining", "0");
        assertThat(refused.text("/retry_after"))
                .isEqualTo(refused.header("retry-after").orElse(""));
        assertThat(Long.parseLong(refused.header("x-ratelimit-reset").orElse("")))
                .isBetween(1L, HOUR.toSeconds());
    }

    @Test
    void whatEverybodyMayAskIsNotCounted() {
        for (String path : List.of("/health", "/ready", "/openapi.json", "/docs", "/metrics", "/auth/health")) {
            SERVER.anonymous().get(path).hasStatus(200).hasNoHeader("x-ratelimit-limit");
        }
        SERVER.operator().get("/developers").hasStatus(200).hasNoHeader("x-ratelimit-limit");
    }

    private static HttpAnswer authenticate(String pretended) {
        return SERVER.anonymous()
                .withHeader("X-Forwarded-For", pretended)
                .post("/auth/authenticate", Map.of("authId", "of " + pretended));
    }

    private static HttpProbe limited(int requests) {
        return project(requests).backend();
    }

    private static ProjectUnderTest project(int requests) {
        return SERVER.project("limited-" + UUID.randomUUID(), requests);
    }

    private static boolean isSameWindow(Instant begun) {
        return begun.getEpochSecond() / HOUR.toSeconds() == Instant.now().getEpochSecond() / HOUR.toSeconds();
    }
}
