package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.mail.Letter;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a refresh token leads to: once, again within the grace, and when it is in two hands. */
final class RefreshTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");
    private static final Duration GRACE = Duration.ofSeconds(10);

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static HttpProbe client = house.anonymous;
    private HttpAnswer registered;
    private String first;

    @BeforeEach
    void register() {
        registered = client.post("/auth/register", CREDENTIALS).hasStatus(201);
        first = registered.text("/tokens/refreshToken");
    }

    @Test
    void aTokenThatComesAgainWithinTheGraceLeadsToTheSameSuccessorInTwoStatements() {
        String second = refresh(first).hasStatus(200).text("/tokens/refreshToken");
        house.clock.advance(GRACE.minusSeconds(1));

        HttpAnswer[] again = new HttpAnswer[1];
        List<String> statements = house.statementsOf(() -> again[0] = refresh(first));

        again[0].hasStatus(200).hasValue("/tokens/refreshToken", second);
        assertThat(statements).hasSize(2);
        assertThat(house.count("identity.sessions")).isEqualTo(2);
        signedIn(again[0]).get("/auth/user").hasStatus(200);
        refresh(second).hasStatus(200);
        assertThat(house.count("platform.outbox")).isZero();
    }

    @Test
    void thirtyDaysAfterTheSignInNoRefreshHelpsAnyMore() {
        String token = first;
        for (int days = 0; days < 30; days += 6) {
            token = refresh(token).hasStatus(200).text("/tokens/refreshToken");
            house.clock.advance(Duration.ofDays(6));
        }
        refresh(token).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        assertThat(house.count("platform.outbox")).isZero();
        client.post("/auth/login", CREDENTIALS).hasStatus(200);
    }

    @Test
    void afterTheGraceItEndsItsFamilyAndTellsOperatorAndUser() {
        house.rows.execute("update identity.users set email_verified = true");
        HttpAnswer otherDevice = client.post("/auth/login", CREDENTIALS).hasStatus(200);
        HttpAnswer fresh = refresh(first).hasStatus(200);
        house.clock.advance(GRACE);

        client.withHeader(
                        "User-Agent",
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1")
                .post("/auth/refresh", Map.of("refreshToken", first))
                .hasStatus(401)
                .hasValue("/code", "TOKEN_EXPIRED");

        signedIn(fresh).get("/auth/user").hasStatus(401);
        refresh(fresh.text("/tokens/refreshToken")).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        signedIn(otherDevice).get("/auth/user").hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_reason = 'token_reuse'"))
                .isOne();
        assertThat(house.rows.queryText("select payload->>'severity' || ' ' || (payload->'metadata'->>'user_id')"
                        + " from platform.outbox where topic = 'notify.token_reuse'"))
                .isEqualTo("critical " + registered.text("/user/id"));
        assertThat(house.audited("session.token_reuse", registered.text("/user/id")))
                .isOne();
        Letter letter = house.mail.last("email.token_reuse", "ann@example.com");
        assertThat(letter.facts())
                .containsEntry("event_time", "2026-05-30T12:00:10Z")
                .containsEntry("ip_address", "127.0.0.1")
                .containsEntry("device", "iPhone")
                .containsEntry("browser", "Safari");
        assertThat(letter.token()).isNull();
    }

    @Test
    void theAlarmIsRaisedOncePerFamilyHoweverOftenTheTokenComes() {
        house.rows.execute("update identity.users set email_verified = true");
        refresh(first).hasStatus(200);
        house.clock.advance(GRACE);

        for (int i = 0; i < 3; i++) {
            refresh(first).hasStatus(401);
        }

        assertThat(house.mail.count("email.token_reuse", "ann@example.com")).isOne();
        assertThat(house.rows.queryLong("select count(*) from platform.outbox where topic = 'notify.token_reuse'"))
                .isOne();
        assertThat(house.audited("session.token_reuse", registered.text("/user/id")))
                .isEqualTo(3);
    }

    @Test
    void nobodyIsMailedAtAnAddressThatIsNotVerified() {
        house.rows.execute("update identity.users set email_verified = false");
        refresh(first).hasStatus(200);
        house.clock.advance(GRACE);

        refresh(first).hasStatus(401);

        assertThat(house.mail.count("email.token_reuse", "ann@example.com")).isZero();
    }

    @Test
    void withinTheGraceATokenWhoseSuccessorWasRotatedItselfIsInTwoHands() {
        String second = refresh(first).hasStatus(200).text("/tokens/refreshToken");
        String third = refresh(second).hasStatus(200).text("/tokens/refreshToken");

        refresh(first).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");

        refresh(third).hasStatus(401);
        assertThat(live()).isZero();
    }

    @Test
    void withinTheGraceAnEndedSessionStaysEnded() {
        HttpAnswer second = refresh(first).hasStatus(200);
        signedIn(second).send("POST", "/auth/logout", null).hasStatus(200);

        refresh(first).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");

        assertThat(live()).isZero();
        assertThat(house.count("platform.outbox")).isZero();
    }

    @Test
    void allOfParallelRefreshesGetTheSameSuccessorAndThereIsOneNewRow() throws Exception {
        List<HttpAnswer> answers = inParallel(12, first);

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(answer -> answer.text("/tokens/refreshToken")))
                .containsOnly(answers.getFirst().text("/tokens/refreshToken"));
        assertThat(house.count("identity.sessions")).isEqualTo(2);
        assertThat(live()).isOne();
        signedIn(answers.getLast()).get("/auth/user").hasStatus(200);
    }

    @Test
    void withoutGraceOneOfParallelRefreshesWinsAndTheFamilyEnds() throws Exception {
        try (IdentityHouse strict = IdentityHouse.open(house.rows, Map.of("REFRESH_REPLAY_GRACE", "0"))) {
            client = strict.anonymous;
            List<HttpAnswer> answers = inParallel(12, first);

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
            assertThat(live()).isZero();
            assertThat(house.count("identity.sessions")).isEqualTo(2);
        } finally {
            client = house.anonymous;
        }
    }

    @Test
    void anAlarmNeverLeavesASuccessorBehindThatWasRotatedMeanwhile() throws Exception {
        for (int round = 0; round < 15; round++) {
            HttpAnswer login = client.post("/auth/login", CREDENTIALS).hasStatus(200);
            String old = login.text("/tokens/refreshToken");
            String fresh = refresh(old).hasStatus(200).text("/tokens/refreshToken");
            house.clock.advance(GRACE);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<HttpAnswer> victim = threads.submit(() -> refresh(fresh));
                Future<HttpAnswer> thief = threads.submit(() -> refresh(old));
                victim.get();
                thief.get().hasStatus(401);
            }
            assertThat(live()).as("only the registered session").isOne();
        }
    }

    @Test
    void rotationKeepsWhatBelongsToTheSignIn() {
        house.rows.execute("update identity.sessions set organization_id ="
                + " '11111111-1111-4111-8111-111111111111', organization_role = 'admin', factors = '{password,otp}',"
                + " strong_auth_at = '2026-05-30T11:58:00Z'");
        house.clock.advance(Duration.ofHours(1));

        HttpAnswer fresh = refresh(first).hasStatus(200);

        assertThat(house.rows.queryText("""
                        select concat_ws(' ', method, factors, strong_auth_at at time zone 'UTC',
                            organization_id, organization_role, signed_in_at at time zone 'UTC',
                            created_at at time zone 'UTC')
                        from identity.sessions where revoked_at is null
                        """))
                .isEqualTo("email {password,otp} 2026-05-30 11:58:00 11111111-1111-4111-8111-111111111111 admin"
                        + " 2026-05-30 12:00:00 2026-05-30 13:00:00");
        assertThat(new JwtText(fresh.text("/tokens/accessToken")).claims().toString())
                .contains("\"org_id\":\"11111111-1111-4111-8111-111111111111\"", "\"role\":\"admin\"")
                .contains("\"amr\":[\"pwd\",\"otp\",\"mfa\"]", "\"auth_time\":1780142280");
        HttpAnswer again = refresh(first).hasStatus(200);
        assertThat(new JwtText(again.text("/tokens/accessToken")).claims())
                .isEqualTo(new JwtText(fresh.text("/tokens/accessToken")).claims());
    }

    @Test
    void aRotatedTokenIsRememberedWhileItsFamilyLivesAndThenForgotten() {
        String token = first;
        for (int day = 0; day < 4; day++) {
            house.clock.advance(Duration.ofDays(3));
            token = refresh(token).hasStatus(200).text("/tokens/refreshToken");
        }
        cleanUp();
        assertThat(house.count("identity.sessions")).isEqualTo(5);
        refresh(first).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        assertThat(live()).as("a copy of an expired token ends what came of it").isZero();

        house.clock.advance(Duration.ofDays(1));
        cleanUp();
        assertThat(house.count("identity.sessions"))
                .as("expired rows of dead families go")
                .isLessThan(5);
        house.clock.advance(Duration.ofDays(40));
        cleanUp();
        assertThat(house.count("identity.sessions")).isZero();
    }

    private static void cleanUp() {
        house.identity.jobs().stream()
                .filter(job -> job.name().equals("identity.clean-up"))
                .forEach(job -> job.work().run());
    }

    private List<HttpAnswer> inParallel(int calls, String token) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<HttpAnswer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpAnswer>> futures = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return refresh(token);
                }));
            }
            start.countDown();
            for (Future<HttpAnswer> future : futures) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    private long live() {
        return house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null");
    }

    private HttpAnswer refresh(String token) {
        return client.post("/auth/refresh", Map.of("refreshToken", token));
    }

    private HttpProbe signedIn(HttpAnswer signIn) {
        return client.withBearer(signIn.text("/tokens/accessToken"));
    }
}
