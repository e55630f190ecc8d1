package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.signin.Proof;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReauthenticationTest {

    private static final Duration STALE = Duration.ofMinutes(5).plusSeconds(1);
    private static final Map<String, String> PASSWORD = Map.of("password", SecondFactorUser.PASSWORD);

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    @Test
    void thePasswordRenewsThisSessionAndNoOther() {
        HttpAnswer registered = register("bob@example.com");
        HttpProbe bob = signedIn(registered);
        house.clock.advance(Duration.ofSeconds(1));
        HttpProbe other = signedIn(login("bob@example.com").hasStatus(200));
        house.clock.advance(STALE);
        stale(bob);

        reauthenticate(bob, PASSWORD).hasStatus(200);

        recent(bob);
        stale(other);
        assertThat(house.audited("session.reauthenticated", sessionOf(registered)))
                .isOne();
        assertThat(factorsOf(registered)).isEqualTo("password");
        house.clock.advance(STALE);
        stale(bob);
    }

    @Test
    void whoeverHasASecondFactorNeedsIt() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        house.clock.advance(STALE);

        HttpAnswer refusal = reauthenticate(ann.client, PASSWORD)
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasHeaderMatching("WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\".*");
        assertThat(refusal.text("/details/acceptedFactors"))
                .contains("otp", "recovery_code")
                .doesNotContain("password");
        stale(ann.client);

        reauthenticate(ann.client, Map.of("code", ann.phone.code())).hasStatus(200);
        recent(ann.client);
        house.clock.advance(STALE);
        reauthenticate(ann.client, Map.of("recoveryCode", ann.recoveryCodes.getFirst()))
                .hasStatus(200);
        recent(ann.client);
        HttpProbe again = ann.signedIn();
        house.clock.advance(STALE);
        reauthenticate(again, Map.of("password", SecondFactorUser.PASSWORD, "code", ann.phone.code()))
                .hasStatus(200);
        recent(again);
    }

    @Test
    void changingThePasswordIsNoWayAroundTheSecondFactor() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        house.clock.advance(STALE);

        ann.client
                .post(
                        "/auth/change-password",
                        Map.of("currentPassword", SecondFactorUser.PASSWORD, "newPassword", "Another-Pass-27!"))
                .hasStatus(200);

        stale(ann.client);
        ann.client
                .post("/auth/mfa/disable", Map.of("password", "Another-Pass-27!"))
                .hasStatus(403);
    }

    @Test
    void aNewPasswordEndsHalfASignInWithTheOldOne() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        String token = ann.mfaToken();
        ann.client
                .post(
                        "/auth/change-password",
                        Map.of("currentPassword", SecondFactorUser.PASSWORD, "newPassword", "Another-Pass-27!"))
                .hasStatus(200);

        ann.complete(token, ann.phone.code()).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void verifyAndRecoveryRenewTheSessionToo() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        house.clock.advance(STALE);
        ann.client
                .post("/auth/mfa/verify", Map.of("code", ann.phone.wrongCode()))
                .hasStatus(400);
        stale(ann.client);

        ann.client.post("/auth/mfa/verify", Map.of("code", ann.phone.code())).hasStatus(200);
        recent(ann.client);
        assertThat(house.lastAudit("type")).isEqualTo("session.reauthenticated");
        assertThat(house.lastAudit("metadata")).contains("otp");
        house.clock.advance(STALE);
        stale(ann.client);
        ann.client.post("/auth/mfa/recovery", Map.of("code", ann.phone.code())).hasStatus(400);
        ann.client
                .post("/auth/mfa/verify", Map.of("code", ann.recoveryCodes.getFirst()))
                .hasStatus(400);
        ann.client
                .post("/auth/mfa/recovery", Map.of("code", ann.recoveryCodes.getFirst()))
                .hasStatus(200);
        recent(ann.client);
        assertThat(house.lastAudit("type")).isEqualTo("session.reauthenticated");
        assertThat(house.lastAudit("metadata")).contains("recovery_code");
    }

    @Test
    void aWrongPasswordUsesNoCodeUp() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        String code = ann.phone.code();

        reauthenticate(ann.client, Map.of("password", "wrong", "code", code))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");

        reauthenticate(ann.client, Map.of("code", code)).hasStatus(200);
    }

    @Test
    void codesOfAnybodyWithoutASecondFactorAreRefused() {
        HttpProbe bob = signedIn(register("bob@example.com"));

        for (String path : List.of("/auth/reauthenticate", "/auth/mfa/verify", "/auth/mfa/recovery")) {
            bob.post(path, Map.of("code", "123456")).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        }
        bob.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", "123456"))
                .hasStatus(400);
        reauthenticate(bob, Map.of()).hasStatus(400);
        reauthenticate(bob, Map.of("code", "123456", "recoveryCode", "x")).hasStatus(400);
    }

    @Test
    void whoeverHasNeitherPasswordNorSecondFactorSignsInAgain() {
        String id = house.backend()
                .post("/users", Map.of("authId", "google-1"))
                .hasStatus(201)
                .text("/id");
        HttpProbe eve = new SignInDesk(house).client(id, Proof.of("google", "provider"));

        reauthenticate(eve, PASSWORD)
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasValue("/details/acceptedFactors", "[\"sign_in\"]")
                .hasValue("/details/satisfyAt", "[]");

        house.clock.advance(STALE);
        stale(eve);
        recent(new SignInDesk(house).client(id, Proof.of("google", "provider")));
    }

    @Test
    void wrongPasswordsLockThisQuestionButNotTheDoor() {
        HttpProbe bob = signedIn(register("bob@example.com"));
        for (int i = 0; i < 5; i++) {
            reauthenticate(bob, Map.of("password", "wrong")).hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
        }
        assertThat(house.lastAudit("type")).isEqualTo("password.verification_failed");
        assertThat(house.lastAudit("metadata")).contains("lockedUntil");

        reauthenticate(bob, PASSWORD)
                .hasStatus(429)
                .hasValue("/code", "ACCOUNT_LOCKED")
                .hasHeader("Retry-After", "1800");
        login("bob@example.com").hasStatus(200);
        house.clock.advance(Duration.ofMinutes(30));
        reauthenticate(signedIn(login("bob@example.com")), PASSWORD).hasStatus(200);
    }

    @Test
    void whateverThePasswordIsAskedForAUserHasOneBudgetOfGuesses() {
        HttpProbe bob = signedIn(register("bob@example.com"));
        Map<String, String> wrongChange = Map.of("currentPassword", "wrong", "newPassword", "Another-Pass-1");
        for (int i = 0; i < 3; i++) {
            reauthenticate(bob, Map.of("password", "wrong")).hasStatus(401);
        }
        for (int i = 0; i < 2; i++) {
            bob.post("/auth/change-password", wrongChange).hasStatus(401);
        }
        assertThat(house.lastAudit("type")).isEqualTo("user.password_changed");
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        assertThat(house.lastAudit("metadata")).contains("lockedUntil");

        reauthenticate(bob, PASSWORD).hasStatus(429);
        bob.post("/auth/change-password", wrongChange).hasStatus(429);
    }

    @Test
    void neverMoreThanFivePasswordsAreLookedAtHoweverManyAreSentAtOnce() {
        HttpProbe bob = signedIn(register("bob@example.com"));

        List<HttpAnswer> answers = Parallel.calls(40, i -> reauthenticate(bob, Map.of("password", "wrong " + i)));

        assertThat(answers.stream().filter(answer -> answer.status() == 401)).hasSize(5);
        assertThat(answers.stream().filter(answer -> answer.status() == 429)).hasSize(35);
    }

    @Test
    void theRightPasswordClearsTheCount() {
        HttpProbe bob = signedIn(register("bob@example.com"));
        for (int i = 0; i < 12; i++) {
            reauthenticate(bob, i % 4 == 3 ? PASSWORD : Map.of("password", "wrong"))
                    .hasStatus(i % 4 == 3 ? 200 : 401);
        }
    }

    private static HttpAnswer reauthenticate(HttpProbe client, Map<String, String> body) {
        return client.post("/auth/reauthenticate", body);
    }

    /** A route that needs a recent proof says so. */
    private static void stale(HttpProbe client) {
        client.post("/auth/mfa/enable", Map.of("code", "none")).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
    }

    /** It lets the caller in, and then has other objections. */
    private static void recent(HttpProbe client) {
        client.post("/auth/mfa/enable", Map.of("code", "none")).hasStatus(400);
    }

    private static HttpAnswer register(String email) {
        return house.anonymous
                .post("/auth/register", Map.of("email", email, "password", SecondFactorUser.PASSWORD))
                .hasStatus(201);
    }

    private static HttpAnswer login(String email) {
        return house.anonymous.post("/auth/login", Map.of("email", email, "password", SecondFactorUser.PASSWORD));
    }

    private static HttpProbe signedIn(HttpAnswer signIn) {
        return house.anonymous.withBearer(signIn.text("/tokens/accessToken"));
    }

    private static String sessionOf(HttpAnswer registered) {
        return house.rows.queryText("select id::text from identity.sessions where user_id = '"
                + registered.text("/user/id") + "' order by created_at limit 1");
    }

    private static String factorsOf(HttpAnswer registered) {
        return house.rows.queryText("select array_to_string(factors, ' ') from identity.sessions where id = '"
                + sessionOf(registered) + "'");
    }
}
