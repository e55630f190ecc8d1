package dev.latchkey.identity;

import static dev.latchkey.identity.PasskeyClient.publicKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTParser;
import dev.latchkey.identity.mfa.Authenticator;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Route;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.TokenAlgorithm;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A project that demands a second factor: sessions without one can be completed or ended, and nothing else. */
final class SecondFactorDemandTest {

    private static final String APP = "web.apps.example";
    private static final String PASSWORD = SecondFactorUser.PASSWORD;
    private static final String ENROL = "[\"POST /auth/mfa/setup\",\"POST /auth/webauthn/register/options\"]";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static final TestClock CLOCK = TestClock.at(IdentityHouse.NOON);

    private static IdentityProvider google;
    private static IdentityHouse house;

    @BeforeAll
    static void open() {
        google = IdentityProvider.start(CLOCK);
        Map<String, String> settings = new HashMap<>(PasskeyClient.SETTINGS);
        settings.putAll(Map.of(
                "GOOGLE_CLIENT_ID",
                APP,
                "LATCHKEY_GOOGLE_ISSUERS",
                google.issuer(),
                "LATCHKEY_GOOGLE_JWKS_URL",
                google.jwksUrl(),
                "COOKIE_ENABLED",
                "false",
                "LATCHKEY_SIGNIN_DOMAIN",
                "app.example.com"));
        house = IdentityHouse.open(DATABASE.database(), Profile.DEV, settings, CLOCK);
    }

    @AfterAll
    static void close() {
        house.close();
        google.close();
    }

    @BeforeEach
    void demand() {
        house.wipe();
        demand(true);
    }

    @Test
    void aPasswordAloneMakesASessionThatCanOnlySetUpAFactorAndSignOut() throws ParseException {
        HttpAnswer registered = register("ann@example.com").hasValue("/secondFactorRequired", true);
        HttpProbe ann = client(registered);

        refused(ann.get("/auth/user")).hasValue("/details/satisfyAt", ENROL);
        refused(ann.patch("/auth/me", Map.of("name", "Ann")));
        refused(ann.get("/auth/sessions"));
        refused(ann.post("/auth/change-password", Map.of("currentPassword", PASSWORD, "newPassword", "Another-27!")));
        ann.get("/auth/mfa/status")
                .hasStatus(200)
                .hasValue("/enabled", false)
                .hasValue("/demanded", true)
                .hasValue("/secondFactorRequired", true);
        assertThat(audience(registered)).containsExactly("cedros-app/second-factor-required");

        enableTotp(ann);

        ann.get("/auth/user").hasStatus(200);
        ann.get("/auth/mfa/status").hasStatus(200).hasValue("/secondFactorRequired", false);
        HttpAnswer refreshed = refresh(registered).hasStatus(200);
        assertThat(audience(refreshed)).containsExactly("cedros-app");
        client(refreshed).get("/auth/user").hasStatus(200);
        house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(200)
                .hasValue("/mfaRequired", true)
                .lacks("/tokens");
    }

    @Test
    void signingInLaterIsNoWayAround() {
        register("ann@example.com");
        HttpAnswer again = house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(200)
                .hasValue("/secondFactorRequired", true);

        refused(client(again).get("/auth/user"));
        HttpAnswer refreshed = refresh(again).hasStatus(200);
        refused(client(refreshed).get("/auth/user"));
        refused(client(refresh(again).hasStatus(200)).get("/auth/user"));
        HttpProbe last = client(refresh(refreshed).hasStatus(200));
        refused(last.get("/auth/user"));
        last.post("/auth/logout", Map.of()).hasStatus(200);
    }

    @Test
    void everyRouteForSessionsButThoseThatCompleteOneIsClosed() {
        HttpProbe ann = client(register("ann@example.com"));
        Set<String> open = Set.of(
                "/auth/mfa/status",
                "/auth/mfa/verify",
                "/auth/mfa/recovery",
                "/auth/reauthenticate",
                "/auth/webauthn/step-up/options",
                "/auth/webauthn/step-up/verify",
                "/auth/mfa/setup",
                "/auth/mfa/enable",
                "/auth/webauthn/register/options",
                "/auth/webauthn/register/verify");

        List<Route> closed = house.identity.routes().stream()
                .filter(route -> route.guard().takesUsers() || route.guard() == Guard.SESSION)
                .filter(route -> !open.contains(route.path().toString()))
                .toList();

        assertThat(closed).hasSizeGreaterThan(30);
        for (Route route : closed) {
            String path = route.path()
                    .toString()
                    .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
            refused(ann.send(route.method().name(), path, null));
        }
        assertThat(house.identity.routes().stream()
                        .map(route -> route.path().toString())
                        .collect(Collectors.toSet()))
                .containsAll(open);
    }

    @Test
    void aLinkAProviderAndAWalletAreOneFactorEach() {
        register("ann@example.com");
        house.rows.execute("update identity.users set email_verified = true");
        house.anonymous
                .post("/auth/instant-link", Map.of("email", "ann@example.com"))
                .hasStatus(200);
        String link = String.valueOf(
                house.mail.last("email.instant_link", "ann@example.com").token());
        oneFactor(house.anonymous.post("/auth/instant-link/verify", Map.of("token", link)));

        Map<String, Object> claims = new HashMap<>(google.claims("g-1", APP));
        claims.putAll(Map.of("email", "gina@gmail.com", "email_verified", true));
        String idToken = google.token(TokenAlgorithm.RS256, claims);
        oneFactor(house.anonymous.post("/auth/google", Map.of("idToken", idToken)));

        TestWallet wallet = new TestWallet();
        String text = house.anonymous
                .post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                .hasStatus(200)
                .text("/message");
        oneFactor(house.anonymous.post(
                "/auth/solana",
                Map.of("publicKey", wallet.solana(), "message", text, "signature", wallet.signText(text))));
    }

    /** Their own flows end in the same sign-in. */
    @Test
    void soAreAppleStellarAndSingleSignOn() {
        String id = register("ann@example.com").text("/user/id");
        SignInDesk desk = new SignInDesk(house);

        refused(desk.client(id, Proof.of("apple", "provider")).get("/auth/user"));
        refused(desk.client(id, Proof.of("stellar", "wallet")).get("/auth/user"));
        refused(desk.client(id, Proof.of("sso", "provider")).get("/auth/user"));
    }

    @Test
    void aPasskeyThatChecksItsUserIsEnough() {
        HttpProbe ann = client(register("ann@example.com"));
        SoftwareAuthenticator authenticator = new SoftwareAuthenticator();

        PasskeyClient.enrol(ann, authenticator, "Phone");

        ann.get("/auth/user").hasStatus(200);
        HttpAnswer signedIn = PasskeyClient.signIn(
                        house.anonymous, PasskeyClient.requestOptions(house.anonymous, null), authenticator)
                .hasStatus(200)
                .lacks("/secondFactorRequired");
        client(signedIn).get("/auth/user").hasStatus(200);
    }

    @Test
    void whoHasAPasskeyShowsItAndAStolenPasswordAddsNothing() {
        SoftwareAuthenticator authenticator = new SoftwareAuthenticator();
        PasskeyClient.enrol(client(register("ann@example.com")), authenticator, "Phone");

        HttpProbe byPassword = PasskeyClient.login(house.anonymous, "ann@example.com");
        refused(byPassword.get("/auth/user"))
                .hasValue("/details/satisfyAt", "[\"POST /auth/webauthn/step-up/options\"]");
        refused(byPassword.post("/auth/mfa/setup", Map.of()));
        refused(byPassword.post("/auth/webauthn/register/options", Map.of()));
        byPassword.post("/auth/reauthenticate", Map.of("password", PASSWORD)).hasStatus(200);
        refused(byPassword.post("/auth/mfa/setup", Map.of()));

        HttpAnswer options =
                byPassword.post("/auth/webauthn/step-up/options", Map.of()).hasStatus(200);
        byPassword
                .post(
                        "/auth/webauthn/step-up/verify",
                        PasskeyClient.body(options, authenticator.get(publicKey(options))))
                .hasStatus(200);
        byPassword.get("/auth/user").hasStatus(200);
    }

    @Test
    void sessionsThatAreThereAreHeldAtOnceAndGoOnOnceTheyShowAFactor() {
        demand(false);
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        HttpAnswer bob = register("bob@example.com").lacks("/secondFactorRequired");
        HttpProbe older = client(bob);
        older.get("/auth/user").hasStatus(200);

        demand(true);

        ann.client.get("/auth/user").hasStatus(200);
        refused(older.get("/auth/user"));
        refused(client(refresh(bob).hasStatus(200)).get("/auth/user"));
        demand(false);
        client(house.anonymous.post("/auth/login", Map.of("email", "bob@example.com", "password", PASSWORD)))
                .get("/auth/user")
                .hasStatus(200);
    }

    @Test
    void aSessionFromBeforeTheFactorHasToShowIt() {
        demand(false);
        HttpAnswer registered = register("ann@example.com");
        HttpProbe old =
                client(house.anonymous.post("/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD)));
        SecondFactorUser ann =
                SecondFactorUser.of(house, registered.text("/user/id"), "ann@example.com", client(registered));
        demand(true);

        refused(old.get("/auth/user")).hasValue("/details/satisfyAt", "[\"POST /auth/reauthenticate\"]");
        refused(old.post("/auth/webauthn/register/options", Map.of()));
        old.post("/auth/reauthenticate", Map.of("code", ann.phone.code())).hasStatus(200);
        old.get("/auth/user").hasStatus(200);
    }

    @Test
    void theLastFactorStaysWhileItIsDemanded() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");

        ann.client
                .post("/auth/mfa/disable", Map.of("password", PASSWORD))
                .hasStatus(400)
                .hasValueMatching("/message", ".*demands a second factor.*");
        ann.client
                .post("/auth/mfa/disable", Map.of("code", ann.phone.code()))
                .hasStatus(400)
                .hasValueMatching("/message", ".*demands a second factor.*");
        assertThat(house.userColumn(ann.id, "second_factor")).isEqualTo("t");

        String passkey = PasskeyClient.enrol(ann.client, new SoftwareAuthenticator(), "Phone");
        ann.client.post("/auth/mfa/disable", Map.of("password", PASSWORD)).hasStatus(200);
        ann.client.delete("/auth/credentials/" + passkey).hasStatus(400);
        demand(false);
        ann.client.delete("/auth/credentials/" + passkey).hasStatus(204);
    }

    @Test
    void ofTwoCallsForTheLastTwoFactorsOneIsRefused() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        String passkey = PasskeyClient.enrol(ann.client, new SoftwareAuthenticator(), "Phone");

        List<HttpAnswer> answers = Parallel.calls(
                2,
                i -> i == 0
                        ? ann.client.post("/auth/mfa/disable", Map.of("password", PASSWORD))
                        : ann.client.delete("/auth/credentials/" + passkey));

        assertThat(answers.stream().filter(answer -> answer.status() == 400)).hasSize(1);
        assertThat(house.rows.queryLong(
                        "select count(*) from identity.credentials where kind in ('totp', 'webauthn_passkey')"))
                .isOne();
    }

    @Test
    void nothingThatWorksByItselfIsGivenAlong() {
        house.host.givesApiKeys = true;
        house.host.answer = Map.of("token", "of the host application");

        register("ann@example.com").lacks("/apiKey").hasValue("/callbackData", "{}");
        assertThat(house.host.heard).anyMatch(event -> event.startsWith("registered email"));
        house.host.heard.clear();
        house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(200)
                .hasValue("/callbackData", "{}");
        assertThat(house.host.heard).isEmpty();
    }

    @Test
    void anotherProjectDemandsNothing() {
        UUID other = house.otherProject();
        HttpAnswer registered = house.anonymous
                .withHeader("X-Latchkey-Project", other.toString())
                .post("/auth/register", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(201)
                .lacks("/secondFactorRequired");

        client(registered).get("/auth/user").hasStatus(200);
    }

    @Test
    void aPasskeyThatDoesNotCheckItsUserIsOneFactorAndThePasswordAnother() {
        HttpAnswer registered = register("ann@example.com");
        PasskeyClient.enrol(client(registered), new SoftwareAuthenticator(), "Key");
        SignInDesk desk = new SignInDesk(house);
        Proof proof = Proof.of("webauthn", "passkey");

        HttpProbe byKey = desk.client(registered.text("/user/id"), proof);
        refused(byKey.get("/auth/user"));
        byKey.post("/auth/reauthenticate", Map.of("password", PASSWORD)).hasStatus(200);
        byKey.get("/auth/user").hasStatus(200);
        HttpProbe another = desk.client(registered.text("/user/id"), proof);
        enableTotp(another);
        another.get("/auth/user").hasStatus(200);
    }

    private static void oneFactor(HttpAnswer signedIn) {
        signedIn.hasStatus(200).hasValue("/secondFactorRequired", true);
        refused(client(signedIn).get("/auth/user")).hasValue("/details/satisfyAt", ENROL);
    }

    private static HttpAnswer refused(HttpAnswer answer) {
        return answer.hasStatus(403).hasValue("/code", "SECOND_FACTOR_REQUIRED");
    }

    private static void enableTotp(HttpProbe user) {
        HttpAnswer setup = user.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        Authenticator phone = Authenticator.of(setup.text("/otpauthUri"), CLOCK);
        user.post("/auth/mfa/enable", Map.of("code", phone.code())).hasStatus(200);
        CLOCK.advance(Duration.ofSeconds(30));
    }

    private static List<String> audience(HttpAnswer signedIn) throws ParseException {
        return JWTParser.parse(signedIn.text("/tokens/accessToken"))
                .getJWTClaimsSet()
                .getAudience();
    }

    private static HttpAnswer refresh(HttpAnswer signedIn) {
        return house.anonymous.post("/auth/refresh", Map.of("refreshToken", signedIn.text("/tokens/refreshToken")));
    }

    private static HttpProbe client(HttpAnswer signedIn) {
        return house.anonymous.withBearer(signedIn.text("/tokens/accessToken"));
    }

    private static HttpAnswer register(String email) {
        return house.anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private static void demand(boolean on) {
        house.operator()
                .patch("/projects/" + IdentityHouse.DEFAULT_PROJECT, Map.of("requireSecondFactor", on))
                .hasStatus(200);
    }
}
