package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordSignInTest {

    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;

    @Test
    void registeringSignsInAtOnce() {
        HttpAnswer answer = client.post(
                        "/auth/register",
                        Map.of("email", "Ann.Lee+x@Example.COM", "password", PASSWORD, "name", " Ann "))
                .hasStatus(201)
                .hasValue("/user/email", "ann.lee+x@example.com")
                .hasValue("/user/name", "Ann")
                .hasValue("/user/emailVerified", false)
                .hasValue("/user/authMethods", "[\"email\"]")
                .hasValue("/isNewUser", true)
                .hasValue("/callbackData", "{}")
                .hasValue("/tokens/expiresIn", 900)
                .hasValueMatching("/tokens/refreshToken", "[A-Za-z0-9]{44}")
                .lacks("/user/picture")
                .lacks("/apiKey")
                .hasNoHeader("Set-Cookie");

        String id = answer.text("/user/id");
        assertThat(house.audited("user.register", id)).isOne();
        assertThat(house.userColumn(id, "auth_provider")).isEqualTo("PASSWORD");
        assertThat(house.userColumn(id, "auth_id")).isEqualTo(id);
        assertThat(house.userColumn(id, "password_hash")).startsWith("$argon2id$v=19$");
        client.withBearer(answer.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200)
                .hasValue("/user/id", id);
        house.backend().get("/users/" + id).hasStatus(200).hasValue("/authProvider", "PASSWORD");
    }

    @Test
    void theRootAliasAnswersTheSame() {
        client.post("/register", Map.of("email", "root@example.com", "password", PASSWORD))
                .hasStatus(201);
        client.post("/login", Map.of("email", "root@example.com", "password", PASSWORD))
                .hasStatus(200);
    }

    @Test
    void allBrokenPasswordRulesAreNamedTogether() {
        client.post("/auth/register", Map.of("email", "a@example.com", "password", "short"))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR")
                .hasValueMatching(
                        "/message", ".*at least 10 characters; .*uppercase letter; .*a digit; .*special character.*");
        assertThat(house.count("identity.users")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"Password123!", "Welcome2024!!", "QWERTYuiop1!", "Sunshine99..", "Football2020!"})
    void commonPasswordsAreRefused(String password) {
        client.post("/auth/register", Map.of("email", "a@example.com", "password", password))
                .hasStatus(400)
                .hasValueMatching("/message", ".*too common.*");
    }

    @ParameterizedTest
    @CsvSource({
        "plain", "a@b", "a@@example.com", "a b@example.com", ".a@example.com", "a.@example.com", "a..b@example.com",
        "a@-x.com", "a@x-.com", "a@example.c", "a@example.con", "a@example.c0m", "ä@example.com", "a@exämple.com",
        "'a@example.com\r\nBcc: x@y.zz'", "a@example..com", "'\"a b\"@example.com'"
    })
    void badAddressesAreRefused(String email) {
        client.post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void anAddressHasOneAccountWhateverItsSpelling() {
        client.post("/auth/register", Map.of("email", "bob@example.com", "password", PASSWORD))
                .hasStatus(201);

        client.post("/auth/register", Map.of("email", "BOB@EXAMPLE.com", "password", PASSWORD))
                .hasStatus(409)
                .hasValue("/code", "EMAIL_EXISTS");
        assertThat(house.count("identity.users")).isOne();
        // Full-width letters and the Kelvin sign are letters of the same address.
        client.post("/auth/login", Map.of("email", "\uff22ob@example.com", "password", PASSWORD))
                .hasStatus(200);
    }

    @Test
    void loginAnswersTheUserAndNewTokensInThreeStatements() {
        String id = register("carl@example.com");
        client.post("/auth/login", credentials("carl@example.com", PASSWORD)).hasStatus(200);

        List<String> statements =
                house.statementsOf(() -> client.post("/auth/login", credentials("carl@example.com", PASSWORD))
                        .hasStatus(200)
                        .hasValue("/isNewUser", false)
                        .hasValue("/user/id", id));

        assertThat(statements).hasSizeLessThanOrEqualTo(3);
        assertThat(house.lastAudit("type")).isEqualTo("user.login");
        assertThat(house.lastAudit("actor_id")).isEqualTo(id);
    }

    @Test
    void knownAndUnknownAddressesCostTheSameAndAnswerTheSame() {
        register("dora@example.com");
        house.backend()
                .post("/users", Map.of("authId", "no-password", "email", "nopass@example.com"))
                .hasStatus(201);

        List<String> known = failedLogin("dora@example.com");
        List<String> unknown = failedLogin("nobody@example.com");
        List<String> withoutPassword = failedLogin("nopass@example.com");

        assertThat(unknown).isEqualTo(known);
        assertThat(withoutPassword).isEqualTo(known);
        assertThat(known).hasSize(3);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where type = 'user.login' and outcome = 'FAILURE'"))
                .isEqualTo(3);
    }

    @Test
    void registeringCostsTheSameForKnownAndUnknownAddresses() {
        register("known@example.com");
        List<String> unknown = house.statementsOf(() -> register("fresh@example.com"));
        List<String> known =
                house.statementsOf(() -> client.post("/auth/register", credentials("known@example.com", PASSWORD))
                        .hasStatus(409));

        assertThat(unknown.getFirst()).isEqualTo(known.getFirst());
        assertThat(unknown).hasSize(4);
    }

    @Test
    void fiveFailuresLockTheAddressForHalfAnHourKnownOrNot() {
        String id = register("eve@example.com");
        for (String email : List.of("eve@example.com", "ghost@example.com")) {
            for (int i = 0; i < 5; i++) {
                client.post("/auth/login", credentials(email, "wrong")).hasStatus(401);
            }
            client.post("/auth/login", credentials(email, PASSWORD))
                    .hasStatus(429)
                    .hasValue("/code", "ACCOUNT_LOCKED")
                    .hasValueMatching("/message", ".*30 minutes.*")
                    .hasHeader("Retry-After", "1800");
        }
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.outbox where topic = 'notify.login_threshold' and key = '" + id
                                + "'"))
                .isOne();

        house.clock.advance(Duration.ofMinutes(29).plusSeconds(30));
        client.post("/auth/login", credentials("EVE@example.com", PASSWORD))
                .hasStatus(429)
                .hasValueMatching("/message", ".*1 minute");
        house.clock.advance(Duration.ofSeconds(31));
        client.post("/auth/login", credentials("eve@example.com", PASSWORD)).hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from identity.throttles where locked_until is not null"))
                .as("the success has forgotten one of the two locks")
                .isOne();
    }

    @Test
    void failuresOlderThanTheWindowAndBeforeASuccessDoNotCount() {
        register("flo@example.com");
        for (int i = 0; i < 4; i++) {
            client.post("/auth/login", credentials("flo@example.com", "wrong")).hasStatus(401);
        }
        client.post("/auth/login", credentials("flo@example.com", PASSWORD)).hasStatus(200);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                client.post("/auth/login", credentials("flo@example.com", "wrong"))
                        .hasStatus(401);
            }
            house.clock.advance(Duration.ofMinutes(16));
        }
        client.post("/auth/login", credentials("flo@example.com", PASSWORD)).hasStatus(200);
    }

    @Test
    void anInactiveUserIsToldOnlyWithTheRightPassword() {
        String id = register("gil@example.com");
        house.backend().patch("/users/" + id, Map.of("status", "SUSPENDED")).hasStatus(200);

        client.post("/auth/login", credentials("gil@example.com", "wrong"))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");
        client.post("/auth/login", credentials("gil@example.com", PASSWORD))
                .hasStatus(403)
                .hasValue("/code", "FORBIDDEN");
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
    }

    @Test
    void projectsHaveTheirOwnAccounts() {
        register("same@example.com");
        HttpProbe other =
                client.withHeader("X-Latchkey-Project", house.otherProject().toString());

        other.post("/auth/login", credentials("same@example.com", PASSWORD)).hasStatus(401);
        other.post("/auth/register", credentials("same@example.com", PASSWORD)).hasStatus(201);
        assertThat(house.count("identity.users")).isEqualTo(2);
    }

    @Test
    void oddBodiesAreRefused() {
        client.post("/auth/login", "{")
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR")
                .lacks("/statusCode");
        client.post("/auth/login", Map.of("email", "a@b.de")).hasStatus(400);
        client.post("/auth/login", Map.of("email", 1, "password", true)).hasStatus(400);
        client.post("/auth/login", credentials("a\u0000b@c.de", "x")).hasStatus(400);
        client.post("/auth/login", credentials("x".repeat(10_000) + "@c.de", "y".repeat(10_000)))
                .hasStatus(401);
        client.post("/auth/login", "x".repeat((1 << 20) + 10)).hasStatus(413);
        client.post("/auth/register", credentials("a@example.com", "Aa1!" + "x".repeat(2000)))
                .hasStatus(400);
    }

    @Test
    void emailSignInCanBeSwitchedOff() {
        try (IdentityHouse off = IdentityHouse.open(house.rows, Map.of("EMAIL_ENABLED", "false"))) {
            off.anonymous
                    .post("/auth/register", credentials("a@example.com", PASSWORD))
                    .hasStatus(404);
            off.anonymous
                    .post("/auth/login", credentials("a@example.com", PASSWORD))
                    .hasStatus(404)
                    .hasValue("/code", "NOT_FOUND");
        }
    }

    @Test
    void signInCallsAreLimitedPerAddressAndPath() {
        try (IdentityHouse limited = IdentityHouse.open(house.rows, Map.of("RATE_LIMIT_ENABLED", "true"))) {
            for (int i = 0; i < 10; i++) {
                limited.anonymous
                        .post("/auth/login", credentials("u" + i + "@example.com", "x"))
                        .hasStatus(401);
            }
            limited.anonymous
                    .post("/auth/login", credentials("z@example.com", "x"))
                    .hasStatus(429)
                    .hasValue("/code", "RATE_LIMITED")
                    .hasValueMatching("/retry_after", "[0-9]+");
            limited.anonymous.post("/auth/register", Map.of()).hasStatus(400);
        }
    }

    private List<String> failedLogin(String email) {
        return house.statementsOf(() -> client.post("/auth/login", credentials(email, "Wrong-Pass-1"))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS")
                .hasValue("/message", "E-mail address or password is wrong"));
    }

    private String register(String email) {
        return client.post("/auth/register", credentials(email, PASSWORD))
                .hasStatus(201)
                .text("/user/id");
    }

    private static Map<String, String> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }
}
