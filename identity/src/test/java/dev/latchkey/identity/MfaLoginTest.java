package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MfaLoginTest {

    private static final Duration STEP = Duration.ofSeconds(30);

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private SecondFactorUser ann;

    @BeforeEach
    void enable() {
        ann = SecondFactorUser.of(house, "ann@example.com");
    }

    @Test
    void aPasswordAloneGivesNoSession() {
        HttpAnswer answer =
                ann.login().hasValue("/userId", ann.id).lacks("/tokens").lacks("/user");

        assertThat(answer.text("/mfaToken")).matches("[A-Za-z0-9_-]{43}");
        answer.hasNoHeader("Set-Cookie");
        assertThat(sessions()).isOne();
        assertThat(house.lastAudit("type")).isEqualTo("mfa.challenge_issued");
        assertThat(house.audited("user.login", ann.id)).isZero();
        house.anonymous.withBearer(answer.text("/mfaToken")).get("/auth/user").hasStatus(401);
    }

    @Test
    void theCodeCompletesTheSignIn() {
        HttpAnswer answer = ann.complete(ann.mfaToken(), ann.phone.code())
                .hasStatus(200)
                .hasValue("/user/id", ann.id)
                .hasValue("/isNewUser", false);

        house.anonymous
                .withBearer(answer.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);
        assertThat(newestSession("method")).isEqualTo("email");
        assertThat(newestSession("array_to_string(factors, ' ')")).isEqualTo("password otp");
        assertThat(house.lastAudit("type")).isEqualTo("mfa.login_completed");
        assertThat(house.lastAudit("actor_id")).isEqualTo(ann.id);
        assertThat(house.audited("user.login", ann.id)).isZero();
        assertThat(house.rows.queryText("select last_used_at::text from identity.credentials where kind = 'totp'"))
                .isNotNull();
    }

    @Test
    void aRecoveryCodeCompletesTheSignInOnce() {
        String code = ann.recoveryCodes.getFirst();
        ann.complete(ann.mfaToken(), code.toLowerCase(Locale.ROOT).replace("-", " "))
                .hasStatus(200);

        assertThat(newestSession("array_to_string(factors, ' ')")).isEqualTo("password recovery_code");
        assertThat(house.audited("mfa.recovery_code_used", ann.id)).isOne();
        assertThat(house.lastAudit("type")).isEqualTo("mfa.login_completed");
        assertThat(house.mail.last("email.credential_changed", ann.email).facts())
                .containsEntry("change", "recovery_code_used")
                .containsEntry("remaining", "9");
        refused(ann.complete(ann.mfaToken(), code));
        house.anonymous
                .post("/auth/login/mfa", Map.of("mfaToken", ann.mfaToken(), "recoveryCode", ann.recoveryCodes.get(1)))
                .hasStatus(200);
        ann.client.get("/auth/mfa/status").hasValue("/recoveryCodesRemaining", 8);
    }

    @Test
    void theTokenSurvivesWrongCodesAndIsUsedUpByTheRightOne() {
        String token = ann.mfaToken();

        refused(ann.complete(token, ann.phone.wrongCode()));
        assertThat(house.lastAudit("type")).isEqualTo("mfa.verification_failed");
        assertThat(house.lastAudit("target_id")).isEqualTo(ann.id);
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        refused(ann.complete(token, "AAAA-BBBB-CCCC-DDDD"));
        ann.complete(token, ann.phone.code()).hasStatus(200);

        house.clock.advance(STEP);
        refused(ann.complete(token, ann.phone.code()));
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void aCodeIsGoodOnceAlsoInTheNextStep() {
        String code = ann.phone.code();
        ann.complete(ann.mfaToken(), code).hasStatus(200);

        refused(ann.complete(ann.mfaToken(), code));
        house.clock.advance(STEP);
        refused(ann.complete(ann.mfaToken(), code));
        ann.complete(ann.mfaToken(), ann.phone.code()).hasStatus(200);
    }

    @Test
    void theCodeThatEnabledIsNoGoodForSigningIn() {
        refused(ann.complete(ann.mfaToken(), ann.phone.code(STEP.negated())));
    }

    @Test
    void aCodeFromAheadUsesUpTheStepsBeforeIt() {
        String now = ann.phone.code();
        ann.complete(ann.mfaToken(), ann.phone.code(STEP)).hasStatus(200);

        refused(ann.complete(ann.mfaToken(), now));
        house.clock.advance(STEP);
        refused(ann.complete(ann.mfaToken(), ann.phone.code()));
        house.clock.advance(STEP);
        ann.complete(ann.mfaToken(), ann.phone.code()).hasStatus(200);
    }

    @ParameterizedTest
    @CsvSource({"-60, 400", "-30, 200", "0, 200", "30, 200", "60, 400"})
    void thePhonesClockMayBeOneStepOff(long seconds, int status) {
        house.clock.advance(STEP.multipliedBy(4));

        ann.complete(ann.mfaToken(), ann.phone.code(Duration.ofSeconds(seconds)))
                .hasStatus(status);
    }

    @Test
    void theTokenLivesFiveMinutes() {
        String token = ann.mfaToken();
        house.clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        refused(ann.complete(token, ann.phone.wrongCode()));
        assertThat(house.lastAudit("type")).isEqualTo("mfa.verification_failed");

        house.clock.advance(Duration.ofSeconds(1));
        long audited = house.count("platform.audit_events");
        refused(ann.complete(token, ann.phone.code()));
        assertThat(house.count("platform.audit_events")).isEqualTo(audited);
        assertThat(sessions()).isOne();
    }

    @Test
    void theNextSignInEndsTheTokenBefore() {
        String first = ann.mfaToken();
        String second = ann.mfaToken();

        refused(ann.complete(first, ann.phone.code()));
        ann.complete(second, ann.phone.code()).hasStatus(200);
    }

    @ParameterizedTest
    @EnumSource(value = TokenType.class, names = "MFA_PENDING", mode = EnumSource.Mode.EXCLUDE)
    void noOtherTokenStandsForThePassword(TokenType type) {
        SignInDesk desk = new SignInDesk(house);
        String other = desk.issue(type, ann.id);
        String mine = ann.mfaToken();

        refused(ann.complete(other, ann.phone.code()));
        assertThat(desk.redeem(type, IdentityHouse.DEFAULT_PROJECT, mine)).isEmpty();

        assertThat(desk.redeem(type, IdentityHouse.DEFAULT_PROJECT, other)).isPresent();
        ann.complete(mine, ann.phone.code()).hasStatus(200);
    }

    @Test
    void theTokenIsNoGoodInAnotherProject() {
        String token = ann.mfaToken();
        HttpProbe elsewhere = house.anonymous.withHeader(
                "X-Latchkey-Project", house.otherProject().toString());

        refused(elsewhere.post("/auth/login/mfa", Map.of("mfaToken", token, "code", ann.phone.code())));

        ann.complete(token, ann.phone.code()).hasStatus(200);
    }

    @Test
    void malformedAnswersAreRefused() {
        String token = ann.mfaToken();
        refused(house.anonymous.post("/auth/login/mfa", Map.of("mfaToken", token)));
        refused(house.anonymous.post("/auth/login/mfa", Map.of("code", ann.phone.code())));
        refused(house.anonymous.post(
                "/auth/login/mfa",
                Map.of("mfaToken", token, "code", ann.phone.code(), "recoveryCode", ann.recoveryCodes.getFirst())));
        refused(ann.complete("", ann.phone.code()));
        refused(ann.complete("x".repeat(100_000), ann.phone.code()));
        refused(ann.complete(token, "1".repeat(100_000)));

        ann.complete(
                        token,
                        " " + ann.phone.code().substring(0, 3) + " "
                                + ann.phone.code().substring(3))
                .hasStatus(200);
    }

    @ParameterizedTest
    @CsvSource({
        "email, password, true",
        "instant_link, link, true",
        "google, provider, true",
        "apple, provider, true",
        "sso, provider, true",
        "solana, wallet, true",
        "stellar, wallet, true",
        "webauthn, passkey, true",
        "webauthn, passkey user_verified, false"
    })
    void everyWayToSignInThatIsNotMultiFactorAsksForTheSecond(String method, String factors, boolean asks) {
        Proof proof = Proof.of(method, factors.split(" "));

        SignIn.Outcome outcome = new SignInDesk(house).signIn(ann.id, proof);

        assertThat(outcome instanceof SignIn.Outcome.SecondFactorRequired).isEqualTo(asks);
        if (outcome instanceof SignIn.Outcome.SecondFactorRequired(var user, var token)) {
            ann.complete(token, ann.phone.code()).hasStatus(200);
            assertThat(newestSession("array_to_string(factors, ' ')")).isEqualTo(factors + " otp");
        }
        assertThat(newestSession("method")).isEqualTo(method);
    }

    @Test
    void ofParallelUsesOfOneTokenExactlyOneWins() {
        for (int round = 0; round < 5; round++) {
            house.clock.advance(STEP);
            long before = sessions();
            String token = ann.mfaToken();
            String code = ann.phone.code();
            List<String> recoveryCodes = ann.recoveryCodes;
            int used = 2 * round;

            List<HttpAnswer> answers = Parallel.calls(
                    6, i -> ann.complete(token, i % 3 == 0 ? code : recoveryCodes.get(used + i % 3 - 1)));

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() == 400))
                    .hasSize(5);
            assertThat(sessions() - before).isOne();
        }
        // Those that lost kept their recovery codes.
        assertThat(house.rows.queryLong("select count(*) from identity.recovery_codes where used_at is not null"))
                .isLessThanOrEqualTo(5);
    }

    @Test
    void ofParallelUsesOfOneCodeExactlyOneWins() {
        HttpProbe other = ann.signedIn();
        for (int round = 0; round < 5; round++) {
            house.clock.advance(STEP);
            String code = ann.phone.code();

            List<HttpAnswer> answers = Parallel.calls(
                    4, i -> (i % 2 == 0 ? ann.client : other).post("/auth/mfa/verify", Map.of("code", code)));

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
        }
    }

    @Test
    void ofParallelUsesOfOneRecoveryCodeExactlyOneWins() {
        HttpProbe other = ann.signedIn();
        for (String code : ann.recoveryCodes) {
            List<HttpAnswer> answers = Parallel.calls(
                    4, i -> (i % 2 == 0 ? ann.client : other).post("/auth/mfa/recovery", Map.of("code", code)));

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
        }
        ann.client.get("/auth/mfa/status").hasValue("/recoveryCodesRemaining", 0);
    }

    @Test
    void aSuspendedUserStaysOutside() {
        String token = ann.mfaToken();
        house.backend().patch("/users/" + ann.id, Map.of("status", "SUSPENDED")).hasStatus(200);

        ann.complete(token, ann.phone.code()).hasStatus(403);

        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null"))
                .isZero();
    }

    @Test
    void switchingTheSecondFactorOffEndsTheToken() {
        String token = ann.mfaToken();
        ann.client
                .post("/auth/mfa/disable", Map.of("password", SecondFactorUser.PASSWORD))
                .hasStatus(200);

        refused(ann.complete(token, ann.phone.code()));
    }

    @Test
    void whoeverHasNoAddressAndNoPasswordSignsInTheSameWay() {
        String id = house.backend()
                .post("/users", Map.of("authId", "wallet-1"))
                .hasStatus(201)
                .text("/id");
        SignInDesk desk = new SignInDesk(house);
        SecondFactorUser bob = SecondFactorUser.of(house, id, "none", desk.client(id, Proof.of("stellar", "wallet")));

        SignIn.Outcome outcome = desk.signIn(id, Proof.of("stellar", "wallet"));

        assertThat(outcome).isInstanceOf(SignIn.Outcome.SecondFactorRequired.class);
        if (outcome instanceof SignIn.Outcome.SecondFactorRequired(var user, var token)) {
            bob.complete(token, bob.phone.code()).hasStatus(200).lacks("/user/email");
        }
    }

    @Test
    void itWorksWithEmailSignInOffAndInCookieMode() {
        String token = ann.mfaToken();
        try (IdentityHouse other =
                IdentityHouse.open(house.rows, Map.of("EMAIL_ENABLED", "false", "COOKIE_ENABLED", "true"))) {
            other.clock.set(house.clock.instant());
            other.anonymous
                    .post("/auth/login", Map.of("email", ann.email, "password", SecondFactorUser.PASSWORD))
                    .hasStatus(404);

            HttpAnswer answer = other.anonymous
                    .post("/auth/login/mfa", Map.of("mfaToken", token, "code", ann.phone.code()))
                    .hasStatus(200)
                    .lacks("/tokens");

            String access = answer.headers("Set-Cookie").stream()
                    .filter(cookie -> cookie.startsWith("cedros_access="))
                    .findFirst()
                    .orElseThrow();
            other.anonymous
                    .withHeader("Cookie", access.substring(0, access.indexOf(';')))
                    .get("/auth/user")
                    .hasStatus(200)
                    .hasValue("/user/id", ann.id);
        }
    }

    private static long sessions() {
        return house.count("identity.sessions");
    }

    private static String newestSession(String column) {
        return house.rows.queryText(
                "select " + column + " from identity.sessions order by created_at desc, id limit 1");
    }

    private static void refused(HttpAnswer answer) {
        answer.hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }
}
