package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.audit.AuditNames;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.Person;
import dev.latchkey.sandbox.oidc.RelyingParty;
import dev.latchkey.sandbox.oidc.TokenAlgorithm;
import dev.latchkey.testkit.AuditWalk;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls every route of the room that changes something, and looks for the event it must leave. */
final class AuditWalkTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    /** Routes without an event, each with its reason. */
    private static final Map<String, String> EXEMPT = Map.ofEntries(
            Map.entry("POST /auth/webauthn/register/options", "hands out a challenge; the registration is audited"),
            Map.entry("POST /auth/webauthn/auth/options", "hands out a challenge; the sign-in is audited"),
            Map.entry("POST /auth/webauthn/auth/options/discoverable", "hands out a challenge; the sign-in is audited"),
            Map.entry("POST /auth/webauthn/step-up/options", "hands out a challenge; the step-up is audited"),
            Map.entry("POST /auth/solana/challenge", "hands out a challenge; the sign-in is audited"),
            Map.entry("POST /auth/stellar/challenge", "hands out a challenge; the sign-in is audited"),
            Map.entry("POST /auth/stellar/message/challenge", "hands out a challenge; the sign-in is audited"),
            Map.entry("POST /auth/user/credentials/solana/challenge", "hands out a challenge; the link is audited"),
            Map.entry("POST /auth/user/credentials/stellar/challenge", "hands out a challenge; the link is audited"),
            Map.entry("POST /auth/sso/start", "sends the browser to the issuer; the sign-in is audited"),
            Map.entry("POST /auth/user/credentials/sso", "sends the browser to the issuer; the link is audited"),
            Map.entry(
                    "POST /auth/refresh",
                    "every few minutes and session: the session's row tells the last one; reuse is audited"));

    private static final String PASSWORD = "Correct-Horse-9-Battery";
    private static final TestClock CLOCK = TestClock.at(IdentityHouse.NOON);

    private static IdentityProvider issuer;
    private static FakeHorizon horizon;
    private static IdentityHouse house;

    @BeforeAll
    static void open() {
        issuer = IdentityProvider.start(CLOCK);
        horizon = new FakeHorizon();
        Map<String, String> values = new HashMap<>(PasskeyClient.SETTINGS);
        values.putAll(Map.of(
                "STELLAR_HORIZON_URL",
                horizon.url(),
                "LATCHKEY_PUBLIC_URL",
                "https://auth.example.com/",
                "LATCHKEY_SIGNIN_DOMAIN",
                "app.example.com",
                "SSO_CALLBACK_URL",
                SsoTest.CALLBACK,
                "GOOGLE_CLIENT_ID",
                "app",
                "LATCHKEY_GOOGLE_ISSUERS",
                issuer.issuer(),
                "LATCHKEY_GOOGLE_JWKS_URL",
                issuer.jwksUrl()));
        values.putAll(Map.of(
                "APPLE_CLIENT_ID", "app",
                "LATCHKEY_APPLE_ISSUERS", issuer.issuer(),
                "LATCHKEY_APPLE_JWKS_URL", issuer.jwksUrl()));
        house = IdentityHouse.open(DATABASE.database(), Profile.DEV, values, CLOCK);
    }

    @AfterAll
    static void close() {
        house.close();
        horizon.close();
        issuer.close();
    }

    @Test
    void everyChangeLeavesACompleteNamedEventWithoutSecrets() {
        backends();
        setup();
        passwords();
        secondFactor();
        passkeys();
        social();
        singleSignOn();
        wallets();
        accounts();
        administration();

        List<AuditWalk.Line> table = house.identity.routes().stream()
                .map(route -> new AuditWalk.Line(
                        route.method().name(),
                        route.path().toString(),
                        route.guard().name()))
                .toList();
        assertThat(house.walk.problems(house.rows, table, EXEMPT, AuditNames::isKnown))
                .isEmpty();
    }

    private void backends() {
        HttpProbe backend = house.backend();
        String project = IdentityHouse.DEFAULT_PROJECT.toString();
        backend.put(
                        "/projects/" + project + "/auth-providers/OIDC",
                        Map.of("issuer", issuer.issuer(), "audiences", List.of("app")))
                .hasStatus(200);
        backend.delete("/projects/" + project + "/auth-providers/OIDC");
        String user =
                backend.post("/users", Map.of("authId", "ben")).hasStatus(201).text("/id");
        backend.patch("/users/" + user, Map.of("displayName", "Ben")).hasStatus(200);
        backend.delete("/users/" + user).hasStatus(200);
        backend.post("/users/find-or-create", Map.of("authId", "cat")).hasStatus(200);
        backend.post("/users/import", Map.of("users", List.of(Map.of("email", "dan@example.com", "authId", "dan"))))
                .hasStatus(200);
        backend.post("/auth/authenticate", Map.of("authId", "eve")).hasStatus(200);
    }

    private void setup() {
        house.anonymous
                .withHeader("X-Setup-Token", house.setupToken().reveal())
                .post("/setup/admin", Map.of("email", "root@example.com", "password", PASSWORD))
                .hasStatus(201);
    }

    private void passwords() {
        HttpAnswer ann = register("ann@example.com");
        String refresh = ann.text("/tokens/refreshToken");
        house.anonymous.post("/auth/send-verification", Map.of("email", "ann@example.com"));
        house.anonymous
                .post("/auth/verify-email", Map.of("token", mailed("email.verification", "ann@example.com")))
                .hasStatus(200);
        HttpProbe client = bearer(ann);
        client.post("/auth/user/email", Map.of("email", "ann@new.example.com")).hasStatus(200);
        client.post("/auth/user/email/verify", Map.of("token", mailed("email.address_change", "ann@new.example.com")))
                .hasStatus(200);
        HttpProbe again = login("ann@new.example.com");
        again.post("/auth/reauthenticate", Map.of("password", PASSWORD)).hasStatus(200);
        again.post("/auth/sessions/revoke-others", Map.of()).hasStatus(200);
        login("ann@new.example.com");
        String other = login("ann@new.example.com").get("/auth/sessions").text("/sessions/0/id");
        login("ann@new.example.com").delete("/auth/sessions/" + other);
        login("ann@new.example.com").delete("/auth/sessions").hasStatus(200);
        house.anonymous.post("/auth/refresh", Map.of("refreshToken", refresh));
        HttpProbe changing = login("ann@new.example.com");
        changing.post("/auth/change-password", Map.of("currentPassword", PASSWORD, "newPassword", PASSWORD + "-2"))
                .hasStatus(200);
        house.anonymous.post("/auth/forgot-password", Map.of("email", "ann@new.example.com"));
        house.anonymous
                .post(
                        "/auth/reset-password",
                        Map.of("token", mailed("email.password_reset", "ann@new.example.com"), "newPassword", PASSWORD))
                .hasStatus(200);
        house.anonymous.post("/auth/instant-link", Map.of("email", "ann@new.example.com"));
        house.anonymous
                .post("/auth/instant-link/verify", Map.of("token", mailed("email.instant_link", "ann@new.example.com")))
                .hasStatus(200);
        login("ann@new.example.com").post("/auth/logout", Map.of()).hasStatus(200);
        login("ann@new.example.com").post("/auth/logout-all", Map.of()).hasStatus(200);
    }

    private void secondFactor() {
        SecondFactorUser mia = SecondFactorUser.of(house, "mia@example.com");
        HttpProbe client = mia.signedIn();
        house.clock.advance(SecondFactorUser.STEP);
        client.post("/auth/mfa/verify", Map.of("code", mia.phone.code())).hasStatus(200);
        client.post("/auth/mfa/recovery", Map.of("code", mia.recoveryCodes.getFirst()))
                .hasStatus(200);
        house.clock.advance(SecondFactorUser.STEP);
        client.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", mia.phone.code()))
                .hasStatus(200);
        house.clock.advance(SecondFactorUser.STEP);
        client.post("/auth/mfa/disable", Map.of("code", mia.phone.code(), "password", SecondFactorUser.PASSWORD))
                .hasStatus(200);
    }

    private void passkeys() {
        SoftwareAuthenticator authenticator = new SoftwareAuthenticator();
        HttpProbe user = PasskeyClient.newUser(house.anonymous, "pia@example.com");
        PasskeyClient.enrol(user, authenticator, "Phone");
        HttpAnswer options = user.post("/auth/webauthn/step-up/options", "").hasStatus(200);
        user.post(
                        "/auth/webauthn/step-up/verify",
                        PasskeyClient.body(options, authenticator.get(PasskeyClient.publicKey(options))))
                .hasStatus(200);
        house.clock.advance(Duration.ofMinutes(1));
        PasskeyClient.signIn(
                        house.anonymous,
                        PasskeyClient.requestOptions(house.anonymous, "pia@example.com"),
                        authenticator)
                .hasStatus(200);
    }

    private void social() {
        for (String provider : List.of("google", "apple")) {
            house.anonymous
                    .post("/auth/" + provider, token(provider + "-1", provider + "@users.example"))
                    .hasStatus(200);
            HttpProbe user = bearer(register("linker-" + provider + "@example.com"));
            house.rows.execute("update identity.users set email_verified = true");
            HttpAnswer linked = user.post(
                            "/auth/user/credentials/" + provider,
                            token(provider + "-2", "x" + provider + "@users.example"))
                    .hasStatus(201);
            String path = provider.equals("google") ? "/auth/user/credentials/" : "/auth/credentials/";
            user.patch(path + linked.text("/id"), Map.of("label", "Mine"));
            user.delete(path + linked.text("/id"));
        }
    }

    private void singleSignOn() {
        issuer.register(RelyingParty.confidential("latchkey", "a secret of the client", SsoTest.CALLBACK));
        issuer.add(Person.of("alice-1", "alice@corp.example"));
        Map<String, ?> wanted = Map.of(
                "name", "Corp",
                "issuerUrl", issuer.issuer(),
                "clientId", "latchkey",
                "clientSecret", "a secret of the client");
        String provider = house.operator()
                .post("/auth/admin/sso-providers", wanted)
                .hasStatus(200)
                .text("/id");
        house.operator()
                .put("/auth/admin/sso-providers/" + provider, Map.of("name", "Corporation"))
                .hasStatus(200);
        Browser browser = new Browser(house);
        HttpAnswer started = browser.probe
                .post("/auth/sso/start", Map.of("providerId", provider))
                .hasStatus(200);
        Map<String, String> answer = Browser.atIssuer(started.text("/authUrl"), "alice@corp.example");
        browser.probe.post("/auth/sso/callback", answer).hasStatus(200);
        house.operator().delete("/auth/admin/sso-providers/" + provider).hasStatus(200);
    }

    private void wallets() {
        TestWallet solana = new TestWallet();
        solana(house.anonymous, "/auth/solana", solana);
        TestWallet stellar = new TestWallet();
        stellar(house.anonymous, "/auth/stellar", stellar);
        HttpAnswer challenge = house.anonymous
                .post(
                        "/auth/stellar/message/challenge",
                        Map.of("account", stellar.stellar().toString()))
                .hasStatus(200);
        house.anonymous
                .post(
                        "/auth/stellar/message",
                        Map.of(
                                "account", stellar.stellar().toString(),
                                "message", challenge.text("/message"),
                                "signature", stellar.signMessage(challenge.text("/message"))))
                .hasStatus(200);
        HttpAnswer sep10 =
                house.anonymous.get("/auth/sep10?account=" + stellar.stellar()).hasStatus(200);
        String signed = stellar.signTransaction(sep10.text("/transaction"), sep10.text("/network_passphrase"));
        house.anonymous.post("/auth/sep10", Map.of("transaction", signed)).hasStatus(200);
        HttpProbe user = bearer(register("will@example.com"));
        solana(user, "/auth/user/credentials/solana", new TestWallet());
        stellar(user, "/auth/user/credentials/stellar", new TestWallet());
    }

    private void accounts() {
        HttpAnswer flo = register("flo@example.com");
        HttpAnswer gus = register("gus@example.com");
        house.rows.execute("update identity.users set email_verified = true");
        bearer(flo).patch("/auth/me", Map.of("name", "Flo")).hasStatus(200);
        String merge = bearer(gus)
                .post("/auth/user/merge/token", Map.of())
                .hasStatus(200)
                .text("/mergeToken");
        bearer(flo).post("/auth/user/merge", Map.of("mergeToken", merge));
        bearer(flo).delete("/auth/user");
        login("flo@example.com").delete("/auth/user/deletion");
    }

    private void administration() {
        HttpProbe operator = house.operator();
        SecondFactorUser kim = SecondFactorUser.of(house, "kim@example.com");
        String path = "/auth/admin/users/" + kim.id;
        operator.patch(path, Map.of("name", "Kim"));
        operator.patch(path + "/system-admin", Map.of("isAdmin", true));
        operator.patch(path + "/system-admin", Map.of("isAdmin", false));
        operator.post(path + "/force-password-reset", "");
        operator.post(path + "/suspend", Map.of("reason", "a test"));
        operator.post(path + "/reactivate", "");
        operator.post(path + "/mfa/reset", "");
        HttpAnswer lea = register("lea@example.com");
        String other = "/auth/admin/users/" + lea.text("/user/id");
        login("root@example.com").post(other + "/impersonate", Map.of("reason", "asked for help"));
        house.backend()
                .post("/auth/users/by-stripe-customer/cus_12345678/link", Map.of("userId", lea.text("/user/id")));
        operator.delete(other + "/sessions");
        operator.delete(other);
        operator.put("/auth/admin/disposable-domains", Map.of("domains", List.of("trash.example")));
    }

    private static void solana(HttpProbe client, String path, TestWallet wallet) {
        String message = client.post(path + "/challenge", Map.of("publicKey", wallet.solana()))
                .hasStatus(200)
                .text("/message");
        client.post(
                        path,
                        Map.of("publicKey", wallet.solana(), "message", message, "signature", wallet.signText(message)))
                .hasStatus(200);
    }

    private static void stellar(HttpProbe client, String path, TestWallet wallet) {
        HttpAnswer challenge = client.post(
                        path + "/challenge", Map.of("account", wallet.stellar().toString()))
                .hasStatus(200);
        String signed = wallet.signTransaction(challenge.text("/transaction"), challenge.text("/networkPassphrase"));
        client.post(path, Map.of("transaction", signed)).hasStatus(200);
    }

    private static Map<String, String> token(String subject, String email) {
        Map<String, Object> claims = new HashMap<>(issuer.claims(subject, "app"));
        claims.put("email", email);
        claims.put("email_verified", true);
        return Map.of("idToken", issuer.token(TokenAlgorithm.RS256, claims));
    }

    private static String mailed(String kind, String to) {
        return String.valueOf(house.mail.last(kind, to).token());
    }

    private static HttpAnswer register(String email) {
        return house.anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private static HttpProbe login(String email) {
        return bearer(house.anonymous
                .post("/auth/login", Map.of("email", email, "password", PASSWORD))
                .hasStatus(200));
    }

    private static HttpProbe bearer(HttpAnswer signedIn) {
        return house.anonymous.withBearer(signedIn.text("/tokens/accessToken"));
    }
}
