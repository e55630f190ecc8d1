package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users change their address once they have shown that the new one is theirs. */
final class AddressChangeTest {

    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;

    @Test
    void theNewAddressCountsOnceItsLinkIsUsedAndTheOldOneHearsOfIt() {
        HttpAnswer ann = verified("ann@example.com");
        String id = ann.text("/user/id");

        change(ann, "Ann@New.Example.com").hasStatus(200);
        assertThat(house.lastAudit("type")).isEqualTo("email.change_requested");
        assertThat(house.userColumn(id, "email")).isEqualTo("ann@example.com");
        assertThat(house.mail
                        .last("email.credential_changed", "ann@example.com")
                        .facts())
                .containsEntry("change", "requested");

        apply(ann, token("ann@new.example.com"))
                .hasStatus(200)
                .hasValue("/user/email", "ann@new.example.com")
                .hasValue("/user/emailVerified", true);

        assertThat(house.lastAudit("type")).isEqualTo("user.email_changed");
        assertThat(house.lastAudit("actor_id")).isEqualTo(id);
        assertThat(house.mail
                        .last("email.credential_changed", "ann@example.com")
                        .facts())
                .containsEntry("change", "changed")
                .containsEntry("credential", "email");
        login("ann@example.com").hasStatus(401);
        login("ann@new.example.com").hasStatus(200);
        apply(ann, token("ann@new.example.com")).hasStatus(400);
    }

    @Test
    void linksToTheOldAddressAreVoid() {
        HttpAnswer bob = verified("bob@example.com");
        client.post("/auth/forgot-password", Map.of("email", "bob@example.com")).hasStatus(200);
        client.post("/auth/instant-link", Map.of("email", "bob@example.com")).hasStatus(200);
        change(bob, "bob@new.example.com").hasStatus(200);
        apply(bob, token("bob@new.example.com")).hasStatus(200);

        client.post(
                        "/auth/reset-password",
                        Map.of(
                                "token",
                                String.valueOf(house.mail
                                        .last("email.password_reset", "bob@example.com")
                                        .token()),
                                "newPassword",
                                "Other-Secret-7"))
                .hasStatus(400);
        client.post(
                        "/auth/instant-link/verify",
                        Map.of(
                                "token",
                                String.valueOf(house.mail
                                        .last("email.instant_link", "bob@example.com")
                                        .token())))
                .hasStatus(400);
    }

    @Test
    void anAddressThatIsTakenIsNotGivenTwiceAndTheAnswerDoesNotTell() {
        verified("carl@example.com");
        HttpAnswer dora = verified("dora@example.com");
        String free = change(dora, "free@example.com").hasStatus(200).body();

        assertThat(change(dora, "carl@example.com").hasStatus(200).body()).isEqualTo(free);

        assertThat(house.mail.count("email.address_change", "carl@example.com")).isZero();
        assertThat(house.mail.count("email.account_exists", "carl@example.com")).isOne();
    }

    @Test
    void anAddressThatIsTakenMeanwhileIsRefused() {
        HttpAnswer eve = verified("eve@example.com");
        change(eve, "popular@example.com").hasStatus(200);
        house.backend()
                .post("/users", Map.of("authId", "somebody", "email", "popular@example.com"))
                .hasStatus(201);

        apply(eve, token("popular@example.com")).hasStatus(409).hasValue("/code", "EMAIL_EXISTS");
        assertThat(house.userColumn(eve.text("/user/id"), "email")).isEqualTo("eve@example.com");
    }

    @Test
    void aHolderWhoNeverProvedTheAddressLosesIt() {
        HttpAnswer flo = verified("flo@example.com");
        change(flo, "contested@example.com").hasStatus(200);
        HttpAnswer squatter = register("contested@example.com");

        apply(flo, token("contested@example.com")).hasStatus(200);

        client.withBearer(squatter.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(401);
        assertThat(house.audited("user.email_released", squatter.text("/user/id")))
                .isOne();
    }

    @Test
    void itNeedsARecentSignInAProperAddressAndAnotherOne() {
        HttpAnswer gil = verified("gil@example.com");
        change(gil, "gil@example.com").hasStatus(400);
        change(gil, "gil@new.example.com\r\nBcc: x@example.com").hasStatus(400);
        change(gil, "no address").hasStatus(400);
        client.post("/auth/user/email", Map.of("email", "x@example.com")).hasStatus(401);
        house.clock.advance(Duration.ofMinutes(6));
        change(gil, "gil@new.example.com").hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
        assertThat(house.count("identity.one_time_tokens where type = 'email_change'"))
                .isZero();
    }

    @Test
    void anAddressIsNotFloodedWithLinks() {
        HttpAnswer hal = verified("hal@example.com");
        for (int i = 0; i < 5; i++) {
            change(hal, "victim@example.com").hasStatus(200);
        }
        change(hal, "victim@example.com").hasStatus(429).hasValue("/code", "RATE_LIMITED");
        assertThat(house.mail.count("email.address_change", "victim@example.com"))
                .isEqualTo(5);
    }

    @Test
    void aLinkExpiresAndOfParallelUsesExactlyOneWins() throws Exception {
        HttpAnswer ida = verified("ida@example.com");
        change(ida, "ida@new.example.com").hasStatus(200);
        String token = token("ida@new.example.com");
        assertThat(EmailVerificationTest.inParallel(() -> apply(ida, token).status()))
                .containsOnlyOnce(200)
                .containsOnly(200, 400);

        change(ida, "ida@newer.example.com").hasStatus(200);
        house.clock.advance(Duration.ofHours(24));
        HttpAnswer later = login("ida@new.example.com").hasStatus(200);
        apply(later, token("ida@newer.example.com")).hasStatus(400);
    }

    private static HttpAnswer verified(String email) {
        HttpAnswer registered = register(email);
        String token =
                String.valueOf(house.mail.last("email.verification", email).token());
        client.post("/auth/verify-email", Map.of("token", token)).hasStatus(200);
        return registered;
    }

    private static HttpAnswer register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private static HttpAnswer login(String email) {
        return client.post("/auth/login", Map.of("email", email, "password", PASSWORD));
    }

    private static HttpAnswer change(HttpAnswer session, String email) {
        return client.withBearer(session.text("/tokens/accessToken")).post("/auth/user/email", Map.of("email", email));
    }

    private static HttpAnswer apply(HttpAnswer session, String token) {
        return client.withBearer(session.text("/tokens/accessToken"))
                .post("/auth/user/email/verify", Map.of("token", token));
    }

    private static String token(String email) {
        return String.valueOf(house.mail.last("email.address_change", email).token());
    }
}
