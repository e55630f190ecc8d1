package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A link signs in the device that opens it, after a question where that is not the device that asked. */
final class InstantLinkTest {

    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;

    @Test
    void aLinkSignsInAndProvesTheAddress() {
        String id = known("ann@example.com");
        ask("ann@example.com").hasStatus(200).hasValueMatching("/requestId", "[A-Za-z0-9_-]{22}");
        assertThat(house.audited("instant_link.requested", id)).isOne();
        assertThat(house.mail.last("email.instant_link", "ann@example.com").facts())
                .containsEntry("expires_in_minutes", "15");

        HttpAnswer signedIn = open(token("ann@example.com"))
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", id)
                .hasValue("/user/emailVerified", true);

        assertThat(house.lastAudit("type")).isEqualTo("user.login");
        assertThat(house.lastAudit("metadata ->> 'method'")).isEqualTo("instant_link");
        client.withBearer(signedIn.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);
        open(token("ann@example.com")).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void loadingTheLinkDoesNothing() {
        known("bob@example.com");
        ask("bob@example.com");
        String token = token("bob@example.com");

        for (int i = 0; i < 3; i++) {
            client.get("/auth/instant-link/verify?token=" + token)
                    .hasStatus(200)
                    .neverMentions(token);
            client.send("HEAD", "/auth/instant-link/verify?token=" + token, null);
            client.send("OPTIONS", "/auth/instant-link/verify?token=" + token, null);
        }
        assertThat(house.count("identity.sessions")).isZero();
        open(token).hasStatus(200);
    }

    @Test
    void aBrowserThatAskedIsSignedInAndAnotherOneHasToConfirm() {
        try (IdentityHouse web =
                IdentityHouse.open(house.rows, Map.of("COOKIE_ENABLED", "true", "COOKIE_SAME_SITE", "strict"))) {
            web.backend()
                    .post("/users", Map.of("authId", "carl", "email", "carl@example.com"))
                    .hasStatus(201);
            HttpAnswer asked = web.anonymous
                    .post("/auth/instant-link", Map.of("email", "carl@example.com"))
                    .hasStatus(200)
                    .lacks("/requestId");
            String cookie = cookie(asked);
            String token = String.valueOf(
                    web.mail.last("email.instant_link", "carl@example.com").token());

            HttpProbe phone = web.anonymous.withHeader("User-Agent", "Phone");
            phone.post("/auth/instant-link/verify", Map.of("token", token))
                    .hasStatus(409)
                    .hasValue("/code", "CONFIRMATION_REQUIRED")
                    .hasValue("/details/email", "carl@example.com");
            phone.withHeader("Cookie", "latchkey_link=of-another-request")
                    .post("/auth/instant-link/verify", Map.of("token", token, "confirm", false))
                    .hasStatus(409);
            assertThat(web.count("identity.sessions")).isZero();

            // Asking from elsewhere gives nothing to whoever asked: the session is the opener's.
            phone.post("/auth/instant-link/verify", Map.of("token", token, "confirm", true))
                    .hasStatus(200)
                    .lacks("/tokens")
                    .hasHeaderMatching("Set-Cookie", "cedros_access=.*");
            web.anonymous.withHeader("Cookie", cookie).get("/auth/user").hasStatus(401);

            cookie = cookie(web.anonymous.post("/auth/instant-link", Map.of("email", "carl@example.com")));
            token = String.valueOf(
                    web.mail.last("email.instant_link", "carl@example.com").token());
            web.anonymous
                    .withHeader("Cookie", cookie)
                    .post("/auth/instant-link/verify", Map.of("token", token))
                    .hasStatus(200);
        }
    }

    @Test
    void theCookieOfARequestIsOutOfReachOfScriptsAndOtherPaths() {
        try (IdentityHouse web = IdentityHouse.open(house.rows, Map.of("COOKIE_ENABLED", "true"))) {
            String cookie = web
                    .anonymous
                    .post("/auth/instant-link", Map.of("email", "nobody@example.com"))
                    .headers("Set-Cookie")
                    .stream()
                    .filter(header -> header.startsWith("latchkey_link="))
                    .findFirst()
                    .orElseThrow();
            assertThat(cookie)
                    .matches("latchkey_link=[A-Za-z0-9_-]{22}; Path=/auth; Max-Age=900; Secure; HttpOnly;"
                            + " SameSite=Lax");
        }
    }

    @Test
    void aClientWithoutCookiesMayHaveItsRequestChecked() {
        known("dora@example.com");
        String requestId = ask("dora@example.com").text("/requestId");
        String token = token("dora@example.com");

        client.post("/auth/instant-link/verify", Map.of("token", token, "requestId", "of-another-one"))
                .hasStatus(409);
        client.post("/auth/instant-link/verify", Map.of("token", token, "requestId", requestId))
                .hasStatus(200);
    }

    @Test
    void theSecondFactorIsAskedForAndTheAddressIsProvedBeforeIt() {
        String id = register("eve@example.com");
        house.addCredential(id, "totp", "authenticator");
        ask("eve@example.com");

        open(token("eve@example.com"))
                .hasStatus(200)
                .hasValue("/mfaRequired", true)
                .lacks("/tokens");

        assertThat(house.userColumn(id, "email_verified")).isEqualTo("t");
        assertThat(house.lastAudit("type")).isEqualTo("mfa.challenge_issued");
        assertThat(house.count("identity.sessions where revoked_at is null")).isZero();
        open(token("eve@example.com")).hasStatus(400);
    }

    @Test
    void askingRunsTheSameStatementsAndAnswersTheSameForEveryAddress() {
        known("flo@example.com");
        List<List<String>> statements = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (String email : List.of("flo@example.com", "nobody@example.com", "nonsense")) {
            statements.add(house.statementsOf(
                    () -> messages.add(ask(email).hasStatus(200).text("/message"))));
        }
        assertThat(statements).allMatch(statements.getFirst()::equals);
        assertThat(messages).allMatch(messages.getFirst()::equals);
        assertThat(house.mail.letters).hasSize(1);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void theSixthRequestOfAnAddressInAnHourIsRefusedKnownOrNot() {
        known("gil@example.com");
        for (String email : List.of("gil@example.com", "ghost@example.com")) {
            for (int i = 0; i < 5; i++) {
                ask(email).hasStatus(200);
            }
            ask(email.toUpperCase(java.util.Locale.ROOT))
                    .hasStatus(429)
                    .hasValue("/code", "RATE_LIMITED")
                    .hasHeader("Retry-After", "3600");
        }
        assertThat(house.mail.letters).hasSize(5);
        house.clock.advance(Duration.ofMinutes(61));
        ask("gil@example.com").hasStatus(200);
    }

    @Test
    void aLinkExpiresAndEndsWithTheNextOne() {
        known("hal@example.com");
        ask("hal@example.com");
        String first = token("hal@example.com");
        ask("hal@example.com");
        open(first).hasStatus(400);
        house.clock.advance(Duration.ofMinutes(15));
        open(token("hal@example.com")).hasStatus(400);
    }

    @Test
    void ofParallelUsesOfALinkExactlyOneWins() throws Exception {
        known("ida@example.com");
        ask("ida@example.com");
        String token = token("ida@example.com");

        assertThat(EmailVerificationTest.inParallel(() -> open(token).status()))
                .containsOnlyOnce(200)
                .containsOnly(200, 400);
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void suspendedUsersAndUsersWithAnotherAddressDoNotGetIn() {
        String id = known("jan@example.com");
        ask("jan@example.com");
        String token = token("jan@example.com");
        house.backend().patch("/users/" + id, Map.of("status", "SUSPENDED")).hasStatus(200);
        open(token).hasStatus(403).hasValue("/code", "FORBIDDEN");
        ask("jan@example.com").hasStatus(200);
        assertThat(house.mail.letters).hasSize(1);

        house.backend()
                .patch("/users/" + id, Map.of("status", "ACTIVE", "email", "jan@new.example.com"))
                .hasStatus(200);
        open(token).hasStatus(400);
    }

    @Test
    void aLinkOfAnotherProjectIsUnknown() {
        known("kim@example.com");
        ask("kim@example.com");
        String token = token("kim@example.com");

        client.withHeader("X-Latchkey-Project", house.otherProject().toString())
                .post("/auth/instant-link/verify", Map.of("token", token))
                .hasStatus(400);
        open(token).hasStatus(200);
    }

    @Test
    void linksCanBeSwitchedOffAlone() {
        try (IdentityHouse off = IdentityHouse.open(house.rows, Map.of("INSTANT_LINK_ENABLED", "false"))) {
            off.anonymous
                    .post("/auth/instant-link", Map.of("email", "a@example.com"))
                    .hasStatus(404)
                    .hasValue("/code", "NOT_FOUND");
            off.anonymous
                    .post("/auth/instant-link/verify", Map.of("token", "x"))
                    .hasStatus(404);
            off.anonymous
                    .post("/auth/login", Map.of("email", "a@example.com", "password", "x"))
                    .hasStatus(401);
        }
    }

    private static String known(String email) {
        return house.backend()
                .post("/users", Map.of("authId", email, "email", email))
                .hasStatus(201)
                .text("/id");
    }

    private static String register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201)
                .text("/user/id");
    }

    private static HttpAnswer ask(String email) {
        return client.post("/auth/instant-link", Map.of("email", email));
    }

    private static HttpAnswer open(String token) {
        return client.post("/auth/instant-link/verify", Map.of("token", token));
    }

    private static String token(String email) {
        return String.valueOf(house.mail.last("email.instant_link", email).token());
    }

    private static String cookie(HttpAnswer answer) {
        return answer.headers("Set-Cookie").stream()
                .filter(header -> header.startsWith("latchkey_link="))
                .map(header -> header.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }
}
