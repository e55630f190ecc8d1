package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The owner of an address does not make a stranger's password good by using the link that the stranger has caused. */
final class ChosenPasswordTest {

    private static final String ATTACKERS = "Attackers-1-Word";
    private static final String OWNERS = "Owners-Own-2-Word";
    private static final String ADDRESS = "ann@example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(
                DATABASE.database(),
                Profile.DEV,
                Map.of("COOKIE_ENABLED", "true", "EMAIL_REQUIRE_VERIFICATION", "true"),
                TestClock.at(IdentityHouse.NOON));
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
    void theBrowserThatHasRegisteredNeedsNoMoreThanTheLink() {
        HttpProbe browser = browser();
        register(browser, OWNERS).hasStatus(201);

        verify(browser, Map.of("token", token())).hasStatus(200);

        login(OWNERS).hasStatus(200);
    }

    @Test
    void theOwnersClickDoesNotConfirmWhatAStrangerHasRegistered() {
        register(browser(), ATTACKERS);
        HttpProbe owner = browser();
        String token = token();

        verify(owner, Map.of("token", token))
                .hasStatus(409)
                .hasValue("/code", "CONFIRMATION_REQUIRED")
                .hasValue("/details/email", ADDRESS)
                .hasValue("/details/field", "password");
        verify(owner, Map.of("token", token, "password", OWNERS))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");

        assertThat(house.rows.queryText("select email_verified from identity.users"))
                .isEqualTo("f");
        login(ATTACKERS).hasStatus(401);
    }

    @Test
    void anotherBrowserOfTheOwnerGivesThePassword() {
        register(browser(), OWNERS);

        verify(browser(), Map.of("token", token(), "password", OWNERS)).hasStatus(200);

        login(OWNERS).hasStatus(200);
    }

    @Test
    void aStrangerWhoRegistersAfterTheOwnerGainsNothing() {
        HttpProbe owner = browser();
        register(owner, OWNERS);
        register(browser(), ATTACKERS);

        verify(owner, Map.of("token", token())).hasStatus(409);
        register(owner, OWNERS);
        verify(owner, Map.of("token", token())).hasStatus(200);

        login(ATTACKERS).hasStatus(401);
        login(OWNERS).hasStatus(200);
    }

    @Test
    void anotherLinkThatTheOwnerAsksForChangesNothing() {
        register(browser(), ATTACKERS);
        HttpProbe owner = browser();
        owner.post("/auth/send-verification", Map.of("email", ADDRESS)).hasStatus(200);

        verify(owner, Map.of("token", token())).hasStatus(409);
    }

    @Test
    void theOwnerMakesTheAccountTheirsByAReset() {
        register(browser(), ATTACKERS);
        HttpProbe owner = browser();
        owner.post("/auth/forgot-password", Map.of("email", ADDRESS)).hasStatus(200);
        String reset =
                String.valueOf(house.mail.last("email.password_reset", ADDRESS).token());

        owner.post("/auth/reset-password", Map.of("token", reset, "newPassword", OWNERS))
                .hasStatus(200);

        login(ATTACKERS).hasStatus(401);
        login(OWNERS).hasStatus(200);
    }

    @Test
    void aMarkOfAnotherRegistrationOrNoneAtAllIsRefused() {
        HttpProbe attacker = browser();
        attacker.post("/auth/register", Map.of("email", "eve@example.com", "password", ATTACKERS));
        register(browser(), OWNERS);
        String token = token();

        verify(attacker, Map.of("token", token)).hasStatus(409);
        for (String mark : new String[] {"", "x", "\"", "A".repeat(43)}) {
            house.anonymous
                    .withHeader("Cookie", "latchkey_registration=" + mark)
                    .post("/auth/verify-email", Map.of("token", token))
                    .hasStatus(409);
        }
    }

    /** The link alone is no way to try out passwords. */
    @Test
    void wrongPasswordsAreCounted() {
        register(browser(), ATTACKERS);
        String token = token();
        for (int i = 0; i < 5; i++) {
            verify(browser(), Map.of("token", token, "password", "Wrong-Pass-" + i))
                    .hasStatus(401);
        }

        verify(browser(), Map.of("token", token, "password", ATTACKERS)).hasStatus(429);
        verify(browser(), Map.of("token", "unknown", "password", ATTACKERS)).hasStatus(400);
    }

    private static HttpProbe browser() {
        return house.anonymous.withCookies();
    }

    private static HttpAnswer register(HttpProbe browser, String password) {
        return browser.post("/auth/register", Map.of("email", ADDRESS, "password", password));
    }

    private static HttpAnswer verify(HttpProbe browser, Map<String, String> body) {
        return browser.post("/auth/verify-email", body);
    }

    private static HttpAnswer login(String password) {
        return browser().post("/auth/login", Map.of("email", ADDRESS, "password", password));
    }

    private static String token() {
        return String.valueOf(house.mail.last("email.verification", ADDRESS).token());
    }
}
