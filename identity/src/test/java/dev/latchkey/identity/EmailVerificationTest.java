package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.mail.Letter;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Addresses are proved by links, and where that is required nobody gets in before. */
final class EmailVerificationTest {

    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), Map.of("EMAIL_REQUIRE_VERIFICATION", "true"));
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
    void registeringGivesNothingUntilTheAddressIsVerified() {
        HttpAnswer registered = register("ann@example.com")
                .hasStatus(201)
                .hasValue("/isNewUser", true)
                .hasValue("/emailQueued", true)
                .hasValue("/user/email", "ann@example.com")
                .hasValue("/user/emailVerified", false)
                .lacks("/tokens")
                .lacks("/apiKey")
                .lacks("/callbackData")
                .hasNoHeader("Set-Cookie");
        String id = registered.text("/user/id");
        assertThat(house.count("identity.sessions")).isZero();
        assertThat(house.audited("user.register", id)).isOne();

        login("ann@example.com").hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
        Letter letter = house.mail.last("email.verification", "ann@example.com");
        assertThat(letter.facts()).containsEntry("expires_in_hours", "24");

        verify(String.valueOf(letter.token())).hasStatus(200);
        assertThat(house.audited("user.email_verified", id)).isOne();
        assertThat(house.userColumn(id, "email_verified")).isEqualTo("t");
        login("ann@example.com").hasStatus(200).hasValue("/user/emailVerified", true);
    }

    @Test
    void theRightPasswordOfAnUnverifiedAddressIsAnsweredLikeAWrongOneAndNeitherCountsNorClears() {
        register("bob@example.com");
        for (int i = 0; i < 4; i++) {
            login("bob@example.com", "Wrong-Pass-1").hasStatus(401);
        }
        String wrong = login("zoe@example.com", "Wrong-Pass-1").hasStatus(401).body();
        for (int i = 0; i < 10; i++) {
            assertThat(login("bob@example.com").hasStatus(401).body()).isEqualTo(wrong);
        }
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");

        verify(token("bob@example.com")).hasStatus(200);
        login("bob@example.com", "Wrong-Pass-1").hasStatus(401);
        login("bob@example.com").hasStatus(429).hasValue("/code", "ACCOUNT_LOCKED");
    }

    @Test
    void registrationTellsNobodyWhetherTheAddressHasAnAccount() {
        register("known@example.com");
        verify(token("known@example.com")).hasStatus(200);
        register("waiting@example.com");

        HttpAnswer known = register("known@example.com").hasStatus(201);
        HttpAnswer waiting = register("waiting@example.com").hasStatus(201);
        HttpAnswer fresh = register("fresh@example.com").hasStatus(201);

        assertThat(shape(known, "known@example.com")).isEqualTo(shape(fresh, "fresh@example.com"));
        assertThat(shape(waiting, "waiting@example.com")).isEqualTo(shape(fresh, "fresh@example.com"));
        assertThat(headerNames(known)).isEqualTo(headerNames(fresh));
        assertThat(house.mail.count("email.account_exists", "known@example.com"))
                .isOne();
        assertThat(house.mail.count("email.verification", "known@example.com")).isOne();
        assertThat(house.count("identity.users")).isEqualTo(3);
        // The account that was there is as it was.
        login("known@example.com").hasStatus(200);
    }

    @Test
    void registrationRunsTheSameStatementsWhoeverHasTheAddress() {
        register("known@example.com");
        verify(token("known@example.com"));
        register("waiting@example.com");

        List<String> known = statements(() -> register("known@example.com"));
        List<String> waiting = statements(() -> register("waiting@example.com"));
        List<String> fresh = statements(() -> register("fresh@example.com"));

        assertThat(known).isEqualTo(fresh);
        assertThat(waiting).isEqualTo(fresh);
    }

    @Test
    void theNewestRegistrationCountsWhileNobodyHasProvedTheAddress() {
        HttpAnswer first = register("carl@example.com", "Attackers-1-Word");
        String firstToken = token("carl@example.com");
        HttpAnswer second = register("carl@example.com", "Owners-Own-2-Word");

        // Not even the id tells that somebody waits already.
        assertThat(second.text("/user/id")).isNotEqualTo(first.text("/user/id"));
        verify(firstToken).hasStatus(400);
        verify(token("carl@example.com")).hasStatus(200);
        login("carl@example.com", "Attackers-1-Word").hasStatus(401);
        login("carl@example.com", "Owners-Own-2-Word").hasStatus(200);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void nobodyWaitsOnAnAddressThatAProviderVerifies() {
        register("dora@example.com");
        house.backend()
                .post("/users", Map.of("authId", "dora-at-work", "email", "dora@example.com"))
                .hasStatus(201);

        verify(token("dora@example.com")).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        login("dora@example.com").hasStatus(401);
    }

    @Test
    void whereVerificationIsNotRequiredTheUserIsInAndTheMailGoesOutAllTheSame() {
        try (IdentityHouse lax = IdentityHouse.open(DATABASE.database())) {
            HttpAnswer registered = lax.anonymous
                    .post("/auth/register", Map.of("email", "eve@example.com", "password", PASSWORD))
                    .hasStatus(201)
                    .hasValue("/user/emailVerified", false)
                    .lacks("/emailQueued");
            String token = String.valueOf(
                    lax.mail.last("email.verification", "eve@example.com").token());

            lax.anonymous.post("/auth/verify-email", Map.of("token", token)).hasStatus(200);
            lax.anonymous
                    .withBearer(registered.text("/tokens/accessToken"))
                    .get("/auth/user")
                    .hasValue("/user/emailVerified", true);
            lax.anonymous
                    .post("/auth/register", Map.of("email", "eve@example.com", "password", PASSWORD))
                    .hasStatus(409)
                    .hasValue("/code", "EMAIL_EXISTS");
        }
    }

    @Test
    void aLinkWorksOnceAndExpires() {
        register("flo@example.com");
        String first = token("flo@example.com");
        house.clock.advance(Duration.ofHours(24));
        verify(first).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");

        sendVerification("flo@example.com");
        String second = token("flo@example.com");
        verify(second).hasStatus(200);
        verify(second).hasStatus(400);
    }

    @Test
    void ofParallelUsesOfALinkExactlyOneWins() throws Exception {
        register("gil@example.com");
        String token = token("gil@example.com");

        assertThat(inParallel(() -> verify(token).status()))
                .containsOnlyOnce(200)
                .containsOnly(200, 400);
    }

    @Test
    void linksOfOtherKindsAndProjectsAreLeftAlone() {
        String id = register("hal@example.com").text("/user/id");
        String verification = token("hal@example.com");
        HttpProbe other =
                client.withHeader("X-Latchkey-Project", house.otherProject().toString());

        other.post("/auth/verify-email", Map.of("token", verification)).hasStatus(400);
        client.post("/auth/reset-password", Map.of("token", verification, "newPassword", "Other-Secret-7"))
                .hasStatus(400);
        client.post("/auth/instant-link/verify", Map.of("token", verification)).hasStatus(400);
        verify(verification).hasStatus(200);

        client.post("/auth/forgot-password", Map.of("email", "hal@example.com")).hasStatus(200);
        String reset = String.valueOf(
                house.mail.last("email.password_reset", "hal@example.com").token());
        verify(reset).hasStatus(400);
        client.post("/auth/reset-password", Map.of("token", reset, "newPassword", "Other-Secret-7"))
                .hasStatus(200);
        assertThat(house.audited("password.reset_completed", id)).isOne();
    }

    @Test
    void uselessTokensAreRefused() {
        for (String token : List.of("", "x", "x".repeat(129), "x".repeat(100_000), "' or 1=1 --")) {
            verify(token).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        }
        client.post("/auth/verify-email", Map.of()).hasStatus(400);
        client.post("/auth/verify-email", "{\"token\":null}").hasStatus(400);
        client.post("/auth/verify-email", "{\"token\":[\"a\"]}").hasStatus(400);
    }

    @Test
    void askingForAnotherLinkTellsNothing() {
        register("ida@example.com");
        register("jan@example.com");
        verify(token("jan@example.com"));
        house.mail.letters.clear();

        List<String> unverified = statements(() -> sendVerification("ida@example.com"));
        List<String> verified = statements(() -> sendVerification("jan@example.com"));
        List<String> unknown = statements(() -> sendVerification("nobody@example.com"));
        List<String> nonsense = statements(() -> sendVerification("no address at all\r\nBcc: x@example.com"));

        assertThat(unverified).hasSize(4);
        assertThat(List.of(verified, unknown, nonsense)).containsOnly(unverified);
        assertThat(List.of(
                        sendVerification("jan@example.com").body(),
                        sendVerification("nobody@example.com").body()))
                .containsOnly(sendVerification("ida@example.com").body());
        assertThat(house.mail.letters).extracting(Letter::to).containsOnly("ida@example.com");
    }

    @Test
    void anAddressGetsFiveLinksAnHourAndTheAnswerStaysTheSame() {
        register("kim@example.com");
        String answer = sendVerification("kim@example.com").body();
        for (int i = 0; i < 8; i++) {
            assertThat(sendVerification("KIM@example.com").body()).isEqualTo(answer);
        }
        assertThat(house.mail.count("email.verification", "kim@example.com")).isEqualTo(5);
        assertThat(house.lastAudit("metadata ->> 'reason'")).isEqualTo("throttled");

        house.clock.advance(Duration.ofMinutes(61));
        sendVerification("kim@example.com");
        assertThat(house.mail.count("email.verification", "kim@example.com")).isEqualTo(6);
    }

    @Test
    void aNetworkCausesAHundredMailsAnHour() {
        for (int i = 0; i < 103; i++) {
            register("user" + i + "@example.com").hasStatus(201);
        }
        assertThat(house.mail.letters).hasSize(100);
    }

    @Test
    void namesCannotAddLinesToAMail() {
        for (String name : List.of("Ann\r\nBcc: all@example.com", "Ann\u0000", "a\tb")) {
            client.post("/auth/register", Map.of("email", "liz@example.com", "password", PASSWORD, "name", name))
                    .hasStatus(400);
        }
        assertThat(house.mail.letters).isEmpty();
    }

    @Test
    void everythingIsOffWithEmailSignIn() {
        try (IdentityHouse off = IdentityHouse.open(DATABASE.database(), Map.of("EMAIL_ENABLED", "false"))) {
            Map<String, Map<String, String>> calls = Map.of(
                    "/auth/send-verification", Map.of("email", "a@example.com"),
                    "/auth/verify-email", Map.of("token", "x"),
                    "/auth/forgot-password", Map.of("email", "a@example.com"),
                    "/auth/reset-password", Map.of("token", "x", "newPassword", "x"),
                    "/auth/instant-link", Map.of("email", "a@example.com"),
                    "/auth/instant-link/verify", Map.of("token", "x"));
            calls.forEach((path, body) ->
                    off.anonymous.post(path, body).hasStatus(404).hasValue("/code", "NOT_FOUND"));
        }
    }

    private static HttpAnswer register(String email) {
        return register(email, PASSWORD);
    }

    private static HttpAnswer register(String email, String password) {
        return client.post("/auth/register", Map.of("email", email, "password", password));
    }

    private static HttpAnswer login(String email) {
        return login(email, PASSWORD);
    }

    private static HttpAnswer login(String email, String password) {
        return client.post("/auth/login", Map.of("email", email, "password", password));
    }

    private static HttpAnswer verify(String token) {
        return client.post("/auth/verify-email", Map.of("token", token));
    }

    private static HttpAnswer sendVerification(String email) {
        return client.post("/auth/send-verification", Map.of("email", email)).hasStatus(200);
    }

    private static String token(String email) {
        return String.valueOf(house.mail.last("email.verification", email).token());
    }

    private static List<String> statements(Runnable work) {
        return house.statementsOf(work);
    }

    /** The body without what must differ. */
    private static String shape(HttpAnswer answer, String email) {
        return answer.body().replace(answer.text("/user/id"), "ID").replace(email, "EMAIL");
    }

    private static Set<String> headerNames(HttpAnswer answer) {
        return List.of("set-cookie", "content-type", "content-length", "cache-control").stream()
                .filter(name -> answer.header(name).isPresent())
                .collect(Collectors.toSet());
    }

    static List<Integer> inParallel(Callable<Integer> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = threads.invokeAll(List.of(call, call, call, call, call, call, call, call));
            List<Integer> statuses = new java.util.ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        }
    }
}
