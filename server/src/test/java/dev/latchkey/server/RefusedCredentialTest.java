package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Crowd;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who sends one bad credential after the other is told to wait; nobody else is, and no session. */
class RefusedCredentialTest {

    private static final int BUDGET = 12;

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest(
            "RATE_LIMIT_REFUSED", String.valueOf(BUDGET),
            "RATE_LIMIT_WINDOW", "3600",
            "TRUST_PROXY", "true",
            "LATCHKEY_TRUSTED_PROXIES", "127.0.0.1/32",
            "COOKIE_ENABLED", "false");

    @Test
    void wrongTokensAndUnknownKeysOfAllKindsShareOneBudget() {
        for (int i = 0; i < BUDGET; i += 3) {
            from("9.0.0.1")
                    .withBearer("ck_" + "%043d".formatted(i))
                    .get("/auth/user")
                    .hasStatus(401);
            from("9.0.0.1")
                    .withBearer("mux_test_" + "%032d".formatted(i))
                    .get("/users")
                    .hasStatus(401);
            from("9.0.0.1").withBearer("no.such.token" + i).get("/auth/user").hasStatus(401);
        }

        from("9.0.0.1")
                .withBearer("ck_" + "1".repeat(43))
                .get("/auth/user")
                .hasStatus(429)
                .hasValue("/code", "RATE_LIMITED");
        from("9.0.0.1").withBearer("no.such.token").get("/auth/user").hasStatus(429);
        from("9.0.0.1").get("/auth/user").hasStatus(401);
        from("9.0.0.2").withBearer("no.such.token").get("/auth/user").hasStatus(401);
    }

    @Test
    void whoSharesTheAddressGoesOn() {
        ProjectUnderTest project = SERVER.project("neighbour");
        HttpAnswer registered = from("9.0.1.1")
                .post("/auth/register", Map.of("email", "ann@users.example", "password", "Correct-Horse-9-Battery"))
                .hasStatus(201);
        HttpProbe session = from("9.0.1.1").withBearer(registered.text("/tokens/accessToken"));
        HttpProbe backend = from("9.0.1.1").withBearer(project.key());
        HttpProbe robot = from("9.0.1.1").withBearer(registered.text("/apiKey"));
        backend.get("/users").hasStatus(200);
        robot.get("/auth/user").hasStatus(200);

        List<HttpAnswer> guesses = Crowd.of(
                50,
                i -> from("9.0.1.1").withBearer("ck_" + "%043d".formatted(i)).get("/auth/user"));

        assertThat(guesses.stream().filter(answer -> answer.status() == 401)).hasSize(BUDGET);
        assertThat(guesses.stream().filter(answer -> answer.status() == 429)).hasSize(50 - BUDGET);
        session.get("/auth/user").hasStatus(200);
        backend.get("/users").hasStatus(200);
        robot.get("/auth/user").hasStatus(200);
    }

    private static HttpProbe from(String address) {
        return SERVER.anonymous().withHeader("X-Forwarded-For", address);
    }
}
