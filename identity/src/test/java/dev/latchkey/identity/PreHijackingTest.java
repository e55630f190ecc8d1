package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody registers a stranger's address, leaves ways in behind, and waits for its owner to come. */
final class PreHijackingTest {

    private static final String ATTACKERS = "Attackers-1-Word";
    private static final String OWNERS = "Owners-Own-2-Word";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;

    @Test
    void aResetByTheOwnerEndsEverythingTheAttackerHas() {
        HttpAnswer attacker = attackerWithWaysIn("ann@example.com");
        String id = attacker.text("/user/id");

        resetByOwner("ann@example.com");

        user(attacker).hasStatus(401);
        refresh(attacker).hasStatus(401);
        login("ann@example.com", ATTACKERS).hasStatus(401);
        assertThat(house.rows.queryText("select string_agg(kind, ',') from identity.credentials"))
                .isEqualTo("password");
        login("ann@example.com", OWNERS).hasStatus(200).hasValue("/user/authMethods", "[\"email\"]");
        assertThat(house.mail.count("email.credential_changed", "ann@example.com"))
                .isEqualTo(2);
        assertThat(house.audited("password.reset_completed", id)).isOne();
        assertThat(house.rows.queryText("select metadata ->> 'removedCredentials' from platform.audit_events"
                        + " where type = 'password.reset_completed'"))
                .isEqualTo("2");
    }

    @Test
    void aResetAfterAVerificationStillEndsWhatWasThereBeforeIt() {
        HttpAnswer attacker = attackerWithWaysIn("bob@example.com");
        verifyByOwner("bob@example.com");
        house.clock.advance(Duration.ofDays(1));

        resetByOwner("bob@example.com");

        user(attacker).hasStatus(401);
        assertThat(house.rows.queryText("select string_agg(kind, ',') from identity.credentials"))
                .isEqualTo("password");
    }

    @Test
    void whatTheOwnerAddsAfterTheProofStays() {
        String id = register("carl@example.com").text("/user/id");
        verifyByOwner("carl@example.com");
        house.clock.advance(Duration.ofMinutes(1));
        house.addCredential(id, "webauthn_passkey", "owners-key");

        resetByOwner("carl@example.com");

        assertThat(house.rows.queryText("select string_agg(kind, ',' order by kind) from identity.credentials"))
                .isEqualTo("password,webauthn_passkey");
    }

    @Test
    void usersWhoseAddressNeverWasUnprovedKeepTheirWaysIn() {
        String id = house.backend()
                .post("/users", Map.of("authId", "dora", "email", "dora@example.com"))
                .hasStatus(201)
                .text("/id");
        house.addCredential(id, "oauth_google", "doras-google");
        house.rows.execute("update identity.users set password_hash = 'x' where id = '" + id + "'");

        resetByOwner("dora@example.com");

        assertThat(house.rows.queryText("select string_agg(kind, ',' order by kind) from identity.credentials"))
                .isEqualTo("oauth_google,password");
    }

    @Test
    void aSignInByLinkEndsEverythingTooThePasswordNotExcepted() {
        HttpAnswer attacker = attackerWithWaysIn("eve@example.com");

        HttpAnswer owner = linkByOwner("eve@example.com");

        owner.hasValue("/user/emailVerified", true).hasValue("/user/authMethods", "[]");
        user(attacker).hasStatus(401);
        refresh(attacker).hasStatus(401);
        login("eve@example.com", ATTACKERS).hasStatus(401);
        assertThat(house.count("identity.credentials")).isZero();
        assertThat(house.audited("user.unproved_access_ended", attacker.text("/user/id")))
                .isOne();
        // The owner chooses a password right away.
        client.withBearer(owner.text("/tokens/accessToken"))
                .post("/auth/change-password", Map.of("newPassword", OWNERS))
                .hasStatus(200);
        login("eve@example.com", OWNERS).hasStatus(200);
    }

    @Test
    void aSignInByLinkToAVerifiedAccountChangesNothingElse() {
        HttpAnswer registered = register("flo@example.com");
        verifyByOwner("flo@example.com");

        linkByOwner("flo@example.com");

        user(registered).hasStatus(200);
        login("flo@example.com", ATTACKERS).hasStatus(200);
    }

    @Test
    void linksThatTheAttackerStartedAreVoid() {
        HttpAnswer attacker = register("gil@example.com");
        client.withBearer(attacker.text("/tokens/accessToken"))
                .post("/auth/user/email", Map.of("email", "attacker@example.com"))
                .hasStatus(200);
        String change = String.valueOf(
                house.mail.last("email.address_change", "attacker@example.com").token());

        resetByOwner("gil@example.com");

        HttpAnswer owner = login("gil@example.com", OWNERS).hasStatus(200);
        client.withBearer(owner.text("/tokens/accessToken"))
                .post("/auth/user/email/verify", Map.of("token", change))
                .hasStatus(400);
        assertThat(house.count("identity.users where email = 'gil@example.com'"))
                .isOne();
    }

    @Test
    void aSecondFactorIsNeverLostByMailAlone() {
        String id = register("hal@example.com").text("/user/id");
        house.addCredential(id, "totp", "authenticator");

        resetByOwner("hal@example.com");

        login("hal@example.com", OWNERS).hasStatus(200).hasValue("/mfaRequired", true);
    }

    @Test
    void anAttackersAccountCannotTakeTheOwnersAddressByItsOwnersClick() {
        HttpAnswer attacker = register("attacker@example.com");
        HttpAnswer owner = register("owner@elsewhere.example.com");
        client.withBearer(attacker.text("/tokens/accessToken"))
                .post("/auth/user/email", Map.of("email", "ida@example.com"))
                .hasStatus(200);
        String change = String.valueOf(
                house.mail.last("email.address_change", "ida@example.com").token());

        // The link is good for the attacker's own session only, and the attacker does not get the mail.
        client.post("/auth/verify-email", Map.of("token", change)).hasStatus(400);
        client.post("/auth/user/email/verify", Map.of("token", change)).hasStatus(401);
        client.withBearer(owner.text("/tokens/accessToken"))
                .post("/auth/user/email/verify", Map.of("token", change))
                .hasStatus(400);
        assertThat(house.count("identity.users where email = 'ida@example.com'"))
                .isZero();
    }

    @Test
    void whereVerificationIsRequiredTheOwnersOwnRegistrationReplacesTheAttackers() {
        try (IdentityHouse strict = IdentityHouse.open(house.rows, Map.of("EMAIL_REQUIRE_VERIFICATION", "true"))) {
            for (String password : new String[] {ATTACKERS, OWNERS}) {
                strict.anonymous
                        .post("/auth/register", Map.of("email", "jan@example.com", "password", password))
                        .hasStatus(201);
            }
            String token = String.valueOf(
                    strict.mail.last("email.verification", "jan@example.com").token());
            strict.anonymous.post("/auth/verify-email", Map.of("token", token)).hasStatus(200);

            strict.anonymous
                    .post("/auth/login", Map.of("email", "jan@example.com", "password", ATTACKERS))
                    .hasStatus(401);
            strict.anonymous
                    .post("/auth/login", Map.of("email", "jan@example.com", "password", OWNERS))
                    .hasStatus(200);
            assertThat(strict.host.heard.stream().filter(what -> what.startsWith("registered email")))
                    .hasSize(1);
        }
    }

    /** Registered with the owner's address, signed in, with a passkey and a provider's account linked. */
    private static HttpAnswer attackerWithWaysIn(String email) {
        HttpAnswer registered = register(email);
        house.addCredential(registered.text("/user/id"), "webauthn_passkey", "attackers-key-" + email);
        house.addCredential(registered.text("/user/id"), "oauth_google", "attackers-google-" + email);
        return registered;
    }

    private static HttpAnswer register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", ATTACKERS))
                .hasStatus(201);
    }

    private static void resetByOwner(String email) {
        client.post("/auth/forgot-password", Map.of("email", email)).hasStatus(200);
        String token =
                String.valueOf(house.mail.last("email.password_reset", email).token());
        client.post("/auth/reset-password", Map.of("token", token, "newPassword", OWNERS))
                .hasStatus(200);
    }

    private static void verifyByOwner(String email) {
        String token =
                String.valueOf(house.mail.last("email.verification", email).token());
        client.post("/auth/verify-email", Map.of("token", token)).hasStatus(200);
    }

    private static HttpAnswer linkByOwner(String email) {
        client.post("/auth/instant-link", Map.of("email", email)).hasStatus(200);
        String token =
                String.valueOf(house.mail.last("email.instant_link", email).token());
        return client.post("/auth/instant-link/verify", Map.of("token", token)).hasStatus(200);
    }

    private static HttpAnswer login(String email, String password) {
        return client.post("/auth/login", Map.of("email", email, "password", password));
    }

    private static HttpAnswer user(HttpAnswer session) {
        return client.withBearer(session.text("/tokens/accessToken")).get("/auth/user");
    }

    private static HttpAnswer refresh(HttpAnswer session) {
        return client.post("/auth/refresh", Map.of("refreshToken", session.text("/tokens/refreshToken")));
    }
}
