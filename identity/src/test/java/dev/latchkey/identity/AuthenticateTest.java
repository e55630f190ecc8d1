package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticateTest {

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe backend = house.backend();

    @Test
    void upperRoomsHearOfNewUsersInTheTransactionThatMakesThem() {
        house.host.refuses = true;
        backend.post("/auth/authenticate", Map.of("authId", "user_refused")).hasStatus(409);
        backend.post("/users", Map.of("authId", "user_refused")).hasStatus(409);
        assertThat(house.rows.queryLong("select count(*) from identity.users")).isZero();
        house.host.refuses = false;
        backend.post("/auth/authenticate", Map.of("authId", "user_refused")).hasStatus(200);
    }

    @Test
    void aFirstSignInMakesUserAndWalletAndAnswersTheUnionOfTheDocuments() {
        HttpAnswer answer = backend.post(
                        "/auth/authenticate",
                        Map.of(
                                "authId", "user_2abc",
                                "email", "Alice@Example.com",
                                "displayName", "Alice",
                                "authProvider", "CLERK",
                                "somethingElse", 1))
                .hasStatus(200)
                .hasValue("/user/authId", "user_2abc")
                .hasValue("/user/email", "alice@example.com")
                .hasValue("/user/displayName", "Alice")
                .hasValue("/user/status", "ACTIVE")
                .hasValue("/user/authProvider", "CLERK")
                .hasValue("/user/lastLoginAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/user/createdAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/user/updatedAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/wallet/network", "TESTNET")
                .hasValue("/wallet/status", "ACTIVE")
                .hasValue("/wallet/ledgerStatus", "PENDING")
                .hasValueMatching("/wallet/publicKey", "G[A-Z2-7]{55}")
                .hasValue("/isNewUser", true)
                .hasValue("/isNewWallet", true)
                .hasNoHeader("Idempotency-Replayed")
                .hasNoHeader("Set-Cookie");

        String id = answer.text("/user/id");
        assertThat(answer.text("/wallet/userId")).isEqualTo(id);
        assertThat(answer.json().get("user").propertyNames())
                .containsExactly(
                        "id",
                        "authId",
                        "email",
                        "displayName",
                        "status",
                        "authProvider",
                        "lastLoginAt",
                        "createdAt",
                        "updatedAt");
        assertThat(house.audited("user.created", id)).isOne();
        assertThat(house.audited("user.register", id)).isOne();
        assertThat(house.lastAudit("actor_kind")).isEqualTo("PROJECT_KEY");
    }

    @Test
    void aReturningUserKeepsItsProfileAndCostsThreeStatements() {
        Map<String, String> body = Map.of("authId", "returning", "displayName", "First", "email", "a@example.com");
        String id = backend.post("/auth/authenticate", body).hasStatus(200).text("/user/id");
        house.clock.advance(Duration.ofMinutes(2));
        backend.get("/users?limit=1").hasStatus(200);

        List<String> statements = house.statementsOf(() -> backend.post(
                        "/auth/authenticate",
                        Map.of("authId", "returning", "displayName", "Second", "email", "b@example.com"))
                .hasStatus(200)
                .hasValue("/user/id", id)
                .hasValue("/user/displayName", "First")
                .hasValue("/user/email", "a@example.com")
                .hasValue("/user/lastLoginAt", "2026-05-30T12:02:00.000Z")
                .hasValue("/user/updatedAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/isNewUser", false)
                .hasValue("/isNewWallet", false));

        assertThat(statements.stream().filter(sql -> !sql.contains("tenancy."))).hasSize(3);
        assertThat(house.wallets.ensured).hasValue(1);
        assertThat(house.audited("user.login", id)).isOne();
    }

    @Test
    void aSecondNetworkGetsItsOwnWallet() {
        backend.post("/auth/authenticate", Map.of("authId", "two-nets")).hasStatus(200);
        backend.post("/auth/authenticate", Map.of("authId", "two-nets", "network", "MAINNET"))
                .hasStatus(200)
                .hasValue("/wallet/network", "MAINNET")
                .hasValue("/isNewUser", false)
                .hasValue("/isNewWallet", true);
    }

    @Test
    void aNetworkThatIsNotConfiguredLeavesNoUserBehind() {
        house.wallets.mainnetConfigured = false;

        backend.post("/auth/authenticate", Map.of("authId", "no-net", "network", "MAINNET"))
                .hasStatus(422)
                .hasValue("/code", "NETWORK_NOT_CONFIGURED");

        assertThat(house.count("identity.users")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                | authId is required and must be a string
            {"authId":null}                                   | authId is required and must be a string
            {"authId":""}                                     | authId is required and must be a string
            {"authId":7}                                      | authId is required and must be a string
            {"authId":{"$ne":""}}                             | authId is required and must be a string
            {"authId":"  \\t "}                               | authId cannot be empty
            {"authId":"abc","email":5}                        | email must be a string
            {"authId":"abc","email":"no-at"}                  | email format is invalid
            {"authId":"abc","email":"a b@c.de"}               | email format is invalid
            {"authId":"abc","email":"a@b"}                    | email format is invalid
            {"authId":"abc","displayName":true}               | displayName must be a string
            {"authId":"abc","displayName":" "}                | displayName cannot be empty
            {"authId":"abc","authProvider":[]}                | authProvider must be a string
            {"authId":"abc","authProvider":""}                | authProvider cannot be empty
            {"authId":"abc","network":"LOCAL"}                | network must be a valid WalletNetwork
            {"authId":"abc","network":1}                      | network must be a valid WalletNetwork
            {"authId":"a\\u0000b"}                            | authId contains characters that cannot be stored
            {"authId":"a\\ud800b"}                            | authId contains characters that cannot be stored
            """)
    void brokenPayloadsAreRefusedInTheContractsWords(String body, String sentence) {
        backend.post("/auth/authenticate", body)
                .hasStatus(400)
                .hasValue("/message", "Invalid authentication payload: " + sentence)
                .hasValue("/error", "Bad Request")
                .hasValue("/statusCode", 400)
                .hasValue("/code", "VALIDATION_ERROR")
                .hasValue("/path", "/auth/authenticate");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void nullsAndEmptyEmailCountAsAbsent() {
        Map<String, Object> body = new HashMap<>();
        body.put("authId", "nulls");
        body.put("email", "");
        body.put("displayName", null);
        body.put("authProvider", null);
        body.put("network", null);

        backend.post("/auth/authenticate", body)
                .hasStatus(200)
                .hasValue("/user/email", "null")
                .hasValue("/user/displayName", "null")
                .hasValue("/user/authProvider", "UNKNOWN");
    }

    @Test
    void malformedDeepAndOversizedBodiesAreRefused() {
        backend.post("/auth/authenticate", "{\"authId\":").hasStatus(400);
        backend.post("/auth/authenticate", "[]").hasStatus(400);
        backend.post("/auth/authenticate", "{\"authId\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .hasStatus(400);
        backend.post("/auth/authenticate", Map.of("authId", "x".repeat(200_000)))
                .hasStatus(413);
        backend.post("/auth/authenticate", Map.of("authId", "x".repeat(257)))
                .hasStatus(400)
                .hasValue("/message", "Invalid authentication payload: authId must be at most 256 characters");
        backend.post("/auth/authenticate", "{\"authId\":\"a\",\"authId\":\"b\"}")
                .hasStatus(400);
    }

    @ParameterizedTest
    @CsvSource({"SUSPENDED", "DISABLED", "RECOVERY_PENDING"})
    void anInactiveUserIsRefusedAndTheAttemptIsAudited(String status) {
        String id = backend.post("/auth/authenticate", Map.of("authId", "inactive"))
                .hasStatus(200)
                .text("/user/id");
        backend.patch("/users/" + id, Map.of("status", status)).hasStatus(200);

        backend.post("/auth/authenticate", Map.of("authId", "inactive"))
                .hasStatus(403)
                .hasValue("/message", "Account is inactive")
                .hasValue("/error", "Forbidden");

        assertThat(house.lastAudit("type")).isEqualTo("user.login");
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        backend.get("/auth/validate/inactive").hasStatus(200).hasValue("/valid", false);
    }

    @Test
    void aDeletedUserIsRefusedAndGetsNoNewWallet() {
        String id = backend.post("/auth/authenticate", Map.of("authId", "gone"))
                .hasStatus(200)
                .text("/user/id");
        backend.delete("/users/" + id).hasStatus(200);

        backend.post("/auth/authenticate", Map.of("authId", "gone"))
                .hasStatus(403)
                .hasValue("/message", "Account is inactive");
        backend.post("/auth/authenticate", Map.of("authId", "gone", "network", "MAINNET"))
                .hasStatus(403);

        assertThat(house.count("public.fake_wallets")).isOne();
        backend.get("/auth/validate/gone").hasValue("/valid", false);
    }

    @Test
    void validateSaysTrueForUnknownAndActiveUsers() {
        backend.post("/auth/authenticate", Map.of("authId", "known")).hasStatus(200);

        backend.get("/auth/validate/known").hasStatus(200).hasValue("/valid", true);
        backend.get("/auth/validate/unknown").hasStatus(200).hasValue("/valid", true);
        house.anonymous.get("/auth/validate/known").hasStatus(401).hasValue("/message", "API key is required");
    }

    @Test
    void withoutTokenOrKeyNobodyIsBelieved() {
        HttpAnswer answer = house.anonymous
                .post("/auth/authenticate", Map.of("authId", "anybody"))
                .hasStatus(401)
                .hasValue("/error", "Unauthorized");

        assertThat(answer.text("/message")).contains("token").contains("project key");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void developmentBelievesAnybodyButNeverTakesTheEmailForVerified() {
        try (IdentityHouse dev =
                IdentityHouse.open(house.rows, Profile.DEV, Map.of(), TestClock.at(IdentityHouse.NOON))) {
            String id = dev.anonymous
                    .post("/auth/authenticate", Map.of("authId", "anybody", "email", "any@example.com"))
                    .hasStatus(200)
                    .text("/user/id");
            assertThat(dev.userColumn(id, "email_verified")).isEqualTo("f");
        }
    }

    @Test
    void projectsDoNotShareUsers() {
        UUID other = house.otherProject();
        HttpProbe otherBackend = house.backend(other);
        Map<String, String> body = Map.of("authId", "same", "email", "same@example.com");

        String here = backend.post("/auth/authenticate", body).hasStatus(200).text("/user/id");
        String there = otherBackend
                .post("/auth/authenticate", body)
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .text("/user/id");

        assertThat(here).isNotEqualTo(there);
        backend.get("/users/" + there).hasStatus(404).hasValue("/message", "User with ID " + there + " not found");
        backend.withHeader("X-Latchkey-Project", other.toString())
                .post("/auth/authenticate", body)
                .hasStatus(404);
        house.operator()
                .withHeader("X-Latchkey-Project", other.toString())
                .post("/auth/authenticate", body)
                .hasStatus(200)
                .hasValue("/user/id", there);
    }

    @Test
    void aVouchedEmailIsTakenOverFromAHolderWhoNeverVerifiedIt() {
        String squatter = house.anonymous
                .post("/auth/register", Map.of("email", "alice@example.com", "password", "Sesame-Street-7"))
                .hasStatus(201)
                .text("/user/id");

        String alice = backend.post("/auth/authenticate", Map.of("authId", "alice", "email", "ALICE@example.com"))
                .hasStatus(200)
                .hasValue("/user/email", "alice@example.com")
                .text("/user/id");

        assertThat(house.userColumn(squatter, "email")).isEqualTo("null");
        assertThat(house.audited("user.email_released", squatter)).isOne();
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null"))
                .isZero();
        assertThat(house.userColumn(alice, "email_verified")).isEqualTo("t");
    }

    @Test
    void anEmailThatSomebodyVerifiedIsRefused() {
        backend.post("/auth/authenticate", Map.of("authId", "first", "email", "x@example.com"))
                .hasStatus(200);

        backend.post("/auth/authenticate", Map.of("authId", "second", "email", "X@EXAMPLE.com"))
                .hasStatus(409)
                .hasValue("/code", "EMAIL_EXISTS")
                .hasValue("/error", "Conflict");

        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void fiftyParallelFirstSignInsMakeOneUserAndOneWallet() throws Exception {
        Map<String, String> body = Map.of("authId", "crowd", "email", "crowd@example.com");

        List<HttpAnswer> answers = parallel(50, i -> () -> backend.post("/auth/authenticate", body));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        assertThat(answers.stream().map(answer -> answer.text("/user/id")).distinct())
                .hasSize(1);
        assertThat(answers.stream().map(answer -> answer.text("/wallet/id")).distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.text("/isNewUser").equals("true")))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.text("/isNewWallet").equals("true")))
                .hasSize(1);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.count("public.fake_wallets")).isOne();
    }

    @Test
    void ofParallelSignInsWithOneEmailOneWinsAndTheOthersAreTold() throws Exception {
        List<HttpAnswer> answers = parallel(
                20,
                i -> () -> backend.post(
                        "/auth/authenticate", Map.of("authId", "person-" + i, "email", "one@example.com")));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 409)).hasSize(19);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void anIdempotencyKeyGivesTheSameAnswerForAMinute() {
        HttpProbe keyed = backend.withHeader("Idempotency-Key", "key-1");
        HttpAnswer first = keyed.post("/auth/authenticate", Map.of("authId", "idem"))
                .hasStatus(200)
                .hasHeader("Idempotency-Replayed", "false");
        house.clock.advance(Duration.ofSeconds(30));

        HttpAnswer second = keyed.post("/auth/authenticate", Map.of("authId", "idem"))
                .hasStatus(200)
                .hasHeader("Idempotency-Replayed", "true");

        assertThat(second.body()).isEqualTo(first.body());
        house.clock.advance(Duration.ofSeconds(31));
        keyed.post("/auth/authenticate", Map.of("authId", "idem"))
                .hasStatus(200)
                .hasHeader("Idempotency-Replayed", "false")
                .hasValue("/isNewUser", false);
    }

    @Test
    void anIdempotencyKeyNeverAnswersAnotherRequestOrCaller() {
        HttpProbe keyed = backend.withHeader("Idempotency-Key", "key-2");
        keyed.post("/auth/authenticate", Map.of("authId", "mine")).hasStatus(200);

        keyed.post("/auth/authenticate", Map.of("authId", "other"))
                .hasStatus(409)
                .hasValue("/error", "Conflict");
        keyed.post("/auth/authenticate", Map.of("authId", "mine", "network", "MAINNET"))
                .hasStatus(409);
        house.backend()
                .withHeader("Idempotency-Key", "key-2")
                .post("/auth/authenticate", Map.of("authId", "mine"))
                .hasStatus(409);
        house.backend(house.otherProject())
                .withHeader("Idempotency-Key", "key-2")
                .post("/auth/authenticate", Map.of("authId", "mine"))
                .hasStatus(200)
                .hasValue("/isNewUser", true);
        assertThat(house.count("identity.users")).isEqualTo(2);
    }

    @Test
    void aReplayNeverNamesAWalletOrUserThatIsGone() {
        HttpProbe keyed = backend.withHeader("Idempotency-Key", "key-3");
        HttpAnswer first =
                keyed.post("/auth/authenticate", Map.of("authId", "short")).hasStatus(200);
        house.rows.execute("update public.fake_wallets set deleted_at = now()");

        HttpAnswer second = keyed.post("/auth/authenticate", Map.of("authId", "short"))
                .hasStatus(200)
                .hasHeader("Idempotency-Replayed", "false")
                .hasValue("/isNewWallet", true);

        assertThat(second.text("/wallet/id")).isNotEqualTo(first.text("/wallet/id"));
        backend.delete("/users/" + first.text("/user/id")).hasStatus(200);
        keyed.post("/auth/authenticate", Map.of("authId", "short")).hasStatus(403);
    }

    @Test
    void aFailedRequestKeepsNoIdempotencyKey() {
        HttpProbe keyed = backend.withHeader("Idempotency-Key", "key-4");
        house.wallets.mainnetConfigured = false;
        keyed.post("/auth/authenticate", Map.of("authId", "fails", "network", "MAINNET"))
                .hasStatus(422);

        keyed.post("/auth/authenticate", Map.of("authId", "works")).hasStatus(200);
        backend.withHeader("Idempotency-Key", "x".repeat(256))
                .post("/auth/authenticate", Map.of("authId", "long"))
                .hasStatus(400);
    }

    @Test
    void parallelCallsWithOneIdempotencyKeyHaveOneEffectAndOneAnswer() throws Exception {
        HttpProbe keyed = backend.withHeader("Idempotency-Key", "key-5");

        List<HttpAnswer> answers = parallel(20, i -> () -> keyed.post("/auth/authenticate", Map.of("authId", "storm")));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200).hasValue("/isNewUser", true));
        assertThat(answers.stream().map(HttpAnswer::body).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer ->
                                answer.header("Idempotency-Replayed").orElse("").equals("false")))
                .hasSize(1);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void withoutAKeyTheAddressIsLimited() {
        try (IdentityHouse limited = IdentityHouse.open(
                house.rows, Profile.DEV, Map.of("RATE_LIMIT_ENABLED", "true"), TestClock.at(IdentityHouse.NOON))) {
            for (int i = 0; i < 10; i++) {
                limited.anonymous
                        .post("/auth/authenticate", Map.of("authId", "eager"))
                        .hasStatus(200);
            }
            limited.anonymous
                    .post("/auth/authenticate", Map.of("authId", "eager"))
                    .hasStatus(429)
                    .hasValue("/message", "Too many authentication attempts. Please try again later.")
                    .hasHeader("X-RateLimit-Limit", "10")
                    .hasHeader("X-RateLimit-Remaining", "0")
                    .hasHeaderMatching("Retry-After", "[0-9]+");
        }
    }

    private interface Work {
        Callable<HttpAnswer> number(int i);
    }

    private static List<HttpAnswer> parallel(int times, Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpAnswer>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Callable<HttpAnswer> call = work.number(i);
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<HttpAnswer> answers = new ArrayList<>();
            for (Future<HttpAnswer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
