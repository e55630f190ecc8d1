package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Forgotten passwords are set by a link, known ones by the user; both end sessions. */
final class PasswordRecoveryTest {

    private static final String OLD = "SecurePass1!";
    private static final String NEW = "Better-Secret-8";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;

    @Test
    void aResetSetsThePasswordEndsAllSessionsAndProvesTheAddress() {
        HttpAnswer registered = register("ann@example.com");
        String id = registered.text("/user/id");
        forgot("ann@example.com");
        assertThat(house.audited("password.reset_requested", id)).isOne();
        assertThat(house.mail.last("email.password_reset", "ann@example.com").facts())
                .containsEntry("expires_in_minutes", "60");

        reset(resetToken("ann@example.com"), NEW).hasStatus(200);

        assertThat(house.lastAudit("type")).isEqualTo("password.reset_completed");
        assertThat(house.lastAudit("metadata ->> 'revokedSessions'")).isEqualTo("1");
        user(registered).hasStatus(401);
        login("ann@example.com", OLD).hasStatus(401);
        login("ann@example.com", NEW).hasStatus(200).hasValue("/user/emailVerified", true);
        assertThat(house.mail.count("email.password_changed", "ann@example.com"))
                .isOne();
        assertThat(house.rows.queryText("select revoked_reason from identity.sessions where revoked_at is not null"))
                .isEqualTo("password_reset");
        assertThat(passwordChanges()).containsExactly("password null " + NEW);
    }

    @Test
    void aBadPasswordLeavesTheLinkAsItIs() {
        register("bob@example.com");
        forgot("bob@example.com");
        String token = resetToken("bob@example.com");

        reset(token, "short").hasStatus(400).hasValueMatching("/message", ".*at least 10.*uppercase.*");
        reset(token, "Password123!").hasStatus(400);
        reset(token, NEW).hasStatus(200);
        reset(token, "Third-Secret-9").hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        login("bob@example.com", NEW).hasStatus(200);
    }

    @Test
    void aResetOpensALockedLogin() {
        register("carl@example.com");
        for (int i = 0; i < 5; i++) {
            login("carl@example.com", "Wrong-Pass-1").hasStatus(401);
        }
        login("carl@example.com", OLD).hasStatus(429);
        forgot("carl@example.com");
        reset(resetToken("carl@example.com"), NEW).hasStatus(200);

        login("carl@example.com", NEW).hasStatus(200);
    }

    @Test
    void aResetDoesNotReplaceTheSecondFactor() {
        HttpAnswer registered = register("dora@example.com");
        house.addCredential(registered.text("/user/id"), "totp", "authenticator");
        forgot("dora@example.com");

        reset(resetToken("dora@example.com"), NEW).hasStatus(200).lacks("/tokens");

        login("dora@example.com", NEW)
                .hasStatus(200)
                .hasValue("/mfaRequired", true)
                .lacks("/tokens");
    }

    @Test
    void forgettingRunsTheSameStatementsAndAnswersTheSameForEveryAddress() {
        register("eve@example.com");
        house.backend()
                .post("/users", Map.of("authId", "no-password", "email", "nopass@example.com"))
                .hasStatus(201);
        String suspended = register("sue@example.com").text("/user/id");
        house.backend()
                .patch("/users/" + suspended, Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        house.mail.letters.clear();

        List<List<String>> statements = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (String email :
                List.of("eve@example.com", "nopass@example.com", "sue@example.com", "nobody@example.com", "nonsense")) {
            statements.add(house.statementsOf(() -> bodies.add(forgot(email).body())));
        }

        assertThat(statements).allMatch(statements.getFirst()::equals);
        assertThat(bodies).allMatch(bodies.getFirst()::equals);
        assertThat(house.mail.letters).extracting(letter -> letter.to()).containsExactly("eve@example.com");
        assertThat(house.count("identity.one_time_tokens where type = 'password_reset'"))
                .isOne();
    }

    @Test
    void tooManyRequestsAreAnsweredAsAlwaysButSendNothing() {
        register("flo@example.com");
        String answer = forgot("flo@example.com").body();
        for (int i = 0; i < 7; i++) {
            assertThat(forgot("flo@example.com").body()).isEqualTo(answer);
        }
        assertThat(house.mail.count("email.password_reset", "flo@example.com")).isEqualTo(5);
        // The last link sent still works.
        reset(resetToken("flo@example.com"), NEW).hasStatus(200);
    }

    @Test
    void aLinkEndsWithTheNextOneAndWithTime() {
        register("gil@example.com");
        forgot("gil@example.com");
        String first = resetToken("gil@example.com");
        forgot("gil@example.com");
        reset(first, NEW).hasStatus(400);

        String second = resetToken("gil@example.com");
        house.clock.advance(Duration.ofMinutes(60));
        reset(second, NEW).hasStatus(400);
        login("gil@example.com", OLD).hasStatus(200);
    }

    @Test
    void aLinkIsVoidOnceTheUserHasAnotherAddressOrIsSuspended() {
        String id = register("hal@example.com").text("/user/id");
        forgot("hal@example.com");
        house.backend()
                .patch("/users/" + id, Map.of("email", "hal@new.example.com"))
                .hasStatus(200);
        reset(resetToken("hal@example.com"), NEW).hasStatus(400);

        forgot("hal@new.example.com");
        house.backend().patch("/users/" + id, Map.of("status", "SUSPENDED")).hasStatus(200);
        reset(resetToken("hal@new.example.com"), NEW).hasStatus(400);
    }

    @Test
    void ofParallelResetsExactlyOneWins() throws Exception {
        register("ida@example.com");
        forgot("ida@example.com");
        String token = resetToken("ida@example.com");

        assertThat(EmailVerificationTest.inParallel(() -> reset(token, NEW).status()))
                .containsOnlyOnce(200)
                .containsOnly(200, 400);
        assertThat(passwordChanges()).hasSize(1);
    }

    @Test
    void aLinkOfAnotherProjectIsUnknown() {
        register("jan@example.com");
        forgot("jan@example.com");
        String token = resetToken("jan@example.com");

        client.withHeader("X-Latchkey-Project", house.otherProject().toString())
                .post("/auth/reset-password", Map.of("token", token, "newPassword", NEW))
                .hasStatus(400);
        reset(token, NEW).hasStatus(200);
    }

    @Test
    void aChangeNeedsTheCurrentPasswordAndEndsTheOtherSessionsOnly() {
        HttpAnswer registered = register("kim@example.com");
        String id = registered.text("/user/id");
        HttpAnswer other = login("kim@example.com", OLD);
        forgot("kim@example.com");
        prove("kim@example.com");

        change(registered, "Wrong-Pass-1", NEW).hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        change(registered, OLD, OLD).hasStatus(400).hasValueMatching("/message", ".*differ.*");
        change(registered, OLD, "short").hasStatus(400);
        change(registered, null, NEW).hasStatus(400);
        house.clock.advance(Duration.ofMinutes(6));
        change(registered, OLD, NEW).hasStatus(200);

        assertThat(house.lastAudit("type")).isEqualTo("user.password_changed");
        assertThat(house.lastAudit("actor_id")).isEqualTo(id);
        assertThat(passwordChanges()).containsExactly("password " + OLD + " " + NEW);
        assertThat(house.mail.count("email.password_changed", "kim@example.com"))
                .isOne();
        user(other).hasStatus(401);
        user(registered).hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null and"
                        + " strong_auth_at = '2026-05-30T12:06:00Z'"))
                .isOne();
        // A link that whoever knew the old password may have asked for is gone.
        reset(resetToken("kim@example.com"), "Third-Secret-9").hasStatus(400);
        login("kim@example.com", OLD).hasStatus(401);
        login("kim@example.com", NEW).hasStatus(200);
    }

    @Test
    void aStolenSessionCannotGuessTheCurrentPasswordOnAndDoesNotLockTheLogin() {
        HttpAnswer registered = register("liz@example.com");
        for (int i = 0; i < 5; i++) {
            change(registered, "Wrong-Pass-" + i, NEW).hasStatus(401);
        }
        change(registered, OLD, NEW)
                .hasStatus(429)
                .hasValue("/code", "RATE_LIMITED")
                .hasHeader("Retry-After", "1800");
        login("liz@example.com", OLD).hasStatus(200);

        house.clock.advance(Duration.ofMinutes(31));
        HttpAnswer again = login("liz@example.com", OLD);
        change(again, OLD, NEW).hasStatus(200);
    }

    @Test
    void aHundredGuessesAtOnceGetNoMoreTriesThanFive() throws Exception {
        HttpAnswer registered = register("mia@example.com");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.addAll(EmailVerificationTest.inParallel(
                    () -> change(registered, "Wrong-Pass-1", NEW).status()));
        }
        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void ofParallelChangesExactlyOneWins() throws Exception {
        HttpAnswer registered = register("ned@example.com");

        List<Integer> statuses = EmailVerificationTest.inParallel(
                () -> change(registered, OLD, NEW).status());

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(passwordChanges()).hasSize(1);
    }

    @Test
    void aListenerThatRefusesLeavesEverythingAsItWas() {
        HttpAnswer registered = register("ole@example.com");
        HttpAnswer other = login("ole@example.com", OLD);
        house.host.refuses = true;

        change(registered, OLD, NEW).hasStatus(409).hasValue("/code", "CONFLICT");

        user(other).hasStatus(200);
        login("ole@example.com", OLD).hasStatus(200);
        assertThat(house.mail.count("email.password_changed", "ole@example.com"))
                .isZero();
    }

    @Test
    void aUserWithoutAPasswordSetsAFirstOneRightAfterSigningIn() {
        HttpAnswer signedIn = viaLink("pia@example.com");
        house.clock.advance(Duration.ofMinutes(6));
        change(signedIn, null, NEW)
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasValue("/details/maxAgeSeconds", 300);

        HttpAnswer recent = viaLinkAgain("pia@example.com");
        change(recent, null, NEW).hasStatus(200);
        login("pia@example.com", NEW).hasStatus(200).hasValue("/user/authMethods", "[\"email\"]");
        change(recent, null, "Third-Secret-9").hasStatus(400);
    }

    @Test
    void changingNeedsASession() {
        client.post("/auth/change-password", Map.of("currentPassword", OLD, "newPassword", NEW))
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN");
    }

    private static List<String> passwordChanges() {
        return house.host.heard.stream()
                .filter(what -> what.startsWith("password "))
                .toList();
    }

    /** A user whom a backend knows, with an address but no password, signed in by a link. */
    private static HttpAnswer viaLink(String email) {
        house.backend().post("/users", Map.of("authId", email, "email", email)).hasStatus(201);
        return viaLinkAgain(email);
    }

    private static HttpAnswer viaLinkAgain(String email) {
        client.post("/auth/instant-link", Map.of("email", email)).hasStatus(200);
        String token =
                String.valueOf(house.mail.last("email.instant_link", email).token());
        return client.post("/auth/instant-link/verify", Map.of("token", token)).hasStatus(200);
    }

    private static void prove(String email) {
        String token =
                String.valueOf(house.mail.last("email.verification", email).token());
        client.post("/auth/verify-email", Map.of("token", token)).hasStatus(200);
    }

    private static HttpAnswer register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", OLD))
                .hasStatus(201);
    }

    private static HttpAnswer login(String email, String password) {
        return client.post("/auth/login", Map.of("email", email, "password", password));
    }

    private static HttpAnswer forgot(String email) {
        return client.post("/auth/forgot-password", Map.of("email", email)).hasStatus(200);
    }

    private static HttpAnswer reset(String token, String password) {
        return client.post("/auth/reset-password", Map.of("token", token, "newPassword", password));
    }

    private static HttpAnswer change(
            HttpAnswer session, @org.jspecify.annotations.Nullable String current, String password) {
        Map<String, String> body = new HashMap<>(Map.of("newPassword", password));
        if (current != null) {
            body.put("currentPassword", current);
        }
        return client.withBearer(session.text("/tokens/accessToken")).post("/auth/change-password", body);
    }

    private static HttpAnswer user(HttpAnswer session) {
        return client.withBearer(session.text("/tokens/accessToken")).get("/auth/user");
    }

    private static String resetToken(String email) {
        return String.valueOf(house.mail.last("email.password_reset", email).token());
    }
}
