package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.Misbehaviour;
import dev.latchkey.sandbox.oidc.Person;
import dev.latchkey.sandbox.oidc.RelyingParty;
import dev.latchkey.sandbox.oidc.TokenAlgorithm;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole way through an issuer that is asked over HTTP, and every way to abuse it. */
final class SsoTest {

    static final String CALLBACK = "https://api.shop.example/auth/sso/callback";
    private static final String PAGE = "https://app.shop.example";
    private static final String SECRET = "s3cret:&%+ü";
    private static final String ALICE = "alice@corp.example";
    private static final UUID ORGANIZATION = UUID.fromString("11111111-1111-4111-8111-111111111111");

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static final TestClock CLOCK = TestClock.at(IdentityHouse.NOON);

    private static IdentityProvider issuer;
    private static IdentityHouse house;
    private static IdentityHouse tokensInJson;

    @BeforeAll
    static void open() {
        issuer = IdentityProvider.start(CLOCK);
        house = IdentityHouse.open(DATABASE.database(), Profile.DEV, values("true"), CLOCK);
        tokensInJson = IdentityHouse.open(DATABASE.database(), Profile.DEV, values("false"), CLOCK);
    }

    @AfterAll
    static void close() {
        house.close();
        tokensInJson.close();
        issuer.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
        issuer.misbehave();
        issuer.advertise("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        issuer.register(RelyingParty.confidential("latchkey", SECRET, CALLBACK));
        issuer.add(Person.of("alice-1", ALICE).with("name", "Alice"));
    }

    @Test
    void aFirstSignInMakesAnAccountBoundToIssuerAndSubject() {
        String provider = provider(Map.of());
        Browser browser = new Browser(tokensInJson);
        HttpAnswer started = browser.probe
                .post("/auth/sso/start", Map.of("providerId", provider))
                .hasStatus(200)
                .hasHeaderMatching(
                        "Set-Cookie",
                        "latchkey-sso-[0-9a-f-]{36}=[\\w-]{43}; Path=/; Max-Age=300; HttpOnly;" + " SameSite=Lax");
        Map<String, String> request = Browser.parameters(started.text("/authUrl"));
        assertThat(request)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "latchkey")
                .containsEntry("redirect_uri", CALLBACK)
                .containsEntry("scope", "openid email profile")
                .containsEntry("state", started.text("/stateId"))
                .containsEntry("code_challenge_method", "S256");
        assertThat(request.get("nonce")).hasSize(43);

        HttpAnswer first = browser.callback(Browser.atIssuer(started.text("/authUrl"), ALICE))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/email", ALICE)
                .hasValue("/user/emailVerified", true)
                .hasValue("/user/name", "Alice")
                .hasValue("/user/authMethods", "[\"sso\"]")
                .lacks("/apiKey")
                .hasHeaderMatching("Set-Cookie", "latchkey-sso-.*=deleted; Path=/; Max-Age=0;.*");
        assertThat(house.rows.queryText("select issuer || ' ' || subject from identity.credentials"))
                .isEqualTo(issuer.issuer() + " alice-1");
        assertThat(house.lastAudit("type || ' ' || (metadata ->> 'method')")).isEqualTo("user.register sso");
        house.anonymous
                .withBearer(first.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);

        issuer.add(Person.of("alice-1", "renamed@corp.example"));
        signIn(tokensInJson, Map.of("providerId", provider), "renamed@corp.example")
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", first.text("/user/id"));
        assertThat(house.lastAudit("type")).isEqualTo("user.login");
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void inCookieModeTheBrowserEndsOnThePageWithCookiesAndNoTokenInTheAddress() {
        String provider = provider(Map.of());
        HttpAnswer end = signIn(house, Map.of("providerId", provider, "redirectUri", PAGE + "/in?x=1"), ALICE)
                .hasStatus(307)
                .hasHeader("Location", PAGE + "/in?x=1")
                .hasHeader("Referrer-Policy", "no-referrer")
                .hasNoBody();
        assertThat(end.headers("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("cedros_access="))
                .anyMatch(cookie -> cookie.startsWith("cedros_refresh="))
                .anyMatch(cookie -> cookie.matches("latchkey-sso-.*=deleted.*"));
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200).lacks("/tokens");
    }

    @Test
    void theProviderOfAnOrganizationIsFoundByTheOrganization() {
        provider(Map.of("orgId", ORGANIZATION, "enabled", false));
        start(Map.of("orgId", ORGANIZATION)).hasStatus(404);
        provider(Map.of("orgId", ORGANIZATION));
        String alice = signIn(house, Map.of("orgId", ORGANIZATION), ALICE)
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/emailVerified", false)
                .text("/user/id");
        assertThat(house.host.heard).contains("joins " + ORGANIZATION + " " + alice);
        start(Map.of("orgId", UUID.randomUUID())).hasStatus(404);
        start(Map.of("providerId", UUID.randomUUID())).hasStatus(404);
        start(Map.of()).hasStatus(400);
        start(Map.of("orgId", ORGANIZATION, "providerId", UUID.randomUUID())).hasStatus(400);
        start(Map.of("orgId", "no uuid")).hasStatus(400);
    }

    @Test
    void aStateWorksOnceAndOnlyInTheBrowserThatBegan() {
        String provider = provider(Map.of());
        Browser alice = new Browser(house);
        Browser other = new Browser(house);
        Map<String, String> answer = Browser.atIssuer(alice.start(Map.of("providerId", provider)), ALICE);

        unknown(other.callback(answer));
        unknown(house.anonymous.get("/auth/sso/callback?state=" + answer.get("state") + "&code=" + answer.get("code")));
        unknown(house.anonymous
                .withHeader("Cookie", "latchkey-sso-" + answer.get("state") + "=" + "x".repeat(43))
                .get("/auth/sso/callback?state=" + answer.get("state") + "&code=" + answer.get("code")));
        alice.callback(answer).hasStatus(200);
        unknown(alice.callback(answer));
        assertThat(house.count("identity.sessions")).isOne();
        assertThat(house.count("identity.sso_states")).isZero();
    }

    /** Login CSRF: whoever sends a victim the end of a sign-in of their own gets nowhere. */
    @Test
    void anAttackersAnswerDoesNotSignAVictimIn() {
        String provider = provider(Map.of());
        issuer.add(Person.of("eve-1", "eve@corp.example"));
        Browser eve = new Browser(house);
        Browser victim = new Browser(house);
        Map<String, String> evil = Browser.atIssuer(eve.start(Map.of("providerId", provider)), "eve@corp.example");
        victim.start(Map.of("providerId", provider));

        unknown(victim.callback(evil));

        assertThat(house.count("identity.users")).isZero();
    }

    /** A stolen code is worth nothing in another flow: verifier and nonce belong to the state. */
    @Test
    void aCodeCannotBeInjectedIntoAnotherFlow() {
        String provider = provider(Map.of());
        Browser eve = new Browser(house);
        Map<String, String> stolen = Browser.atIssuer(new Browser(house).start(Map.of("providerId", provider)), ALICE);
        Map<String, String> own = Browser.atIssuer(eve.start(Map.of("providerId", provider)), ALICE);

        eve.callback(Browser.with(own, "code", stolen.getOrDefault("code", "")))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");

        // Even where the issuer looks at neither client nor verifier, the nonce tells.
        issuer.misbehave(Misbehaviour.CARELESS_WITH_CODES);
        Map<String, String> next = Browser.atIssuer(eve.start(Map.of("providerId", provider)), ALICE);
        refused(eve.callback(Browser.with(next, "code", stolen.getOrDefault("code", ""))), ".*nonce.*");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void aCodeIsUsedOnce() {
        String provider = provider(Map.of());
        Browser browser = new Browser(house);
        Browser later = new Browser(house);
        Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        browser.callback(answer).hasStatus(200);
        Map<String, String> next = Browser.atIssuer(later.start(Map.of("providerId", provider)), ALICE);
        later.callback(Browser.with(next, "code", answer.getOrDefault("code", "")))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");
    }

    @Test
    void ofParallelCallbacksExactlyOneWins() throws Exception {
        String provider = provider(Map.of());
        Browser browser = new Browser(house);
        Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(threads.submit(() -> browser.callback(answer).status()));
            }
            for (Future<Integer> call : calls) {
                statuses.add(call.get());
            }
        }
        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 400)).hasSize(5);
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void aStateExpiresAfterFiveMinutes() {
        String provider = provider(Map.of());
        Browser browser = new Browser(house);
        String authUrl = browser.start(Map.of("providerId", provider));
        CLOCK.advance(Duration.ofSeconds(301));
        unknown(browser.callback(Browser.atIssuer(authUrl, ALICE)));
        house.identity.jobs().getLast().work().run();
        assertThat(house.count("identity.sso_states")).isZero();
    }

    @Test
    void whatIsNoStateIsAnUnknownOne() {
        for (String state : List.of(
                "", "x", "../../etc", "%27%20or%201=1", UUID.randomUUID().toString())) {
            unknown(house.anonymous.get("/auth/sso/callback?code=c&state=" + state));
        }
        unknown(house.anonymous.get("/auth/sso/callback"));
        unknown(house.anonymous.get("/auth/sso/callback?error=access_denied"));
    }

    @Test
    void anErrorOfTheIssuerNeedsNoCodeAndEndsTheState() {
        String provider = provider(Map.of());
        Browser browser = new Browser(house);
        issuer.misbehave(Misbehaviour.DENYING);
        Map<String, String> denied = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        assertThat(denied).doesNotContainKey("code");
        refused(browser.callback(denied), ".*access_denied.*");
        unknown(browser.callback(denied));
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'user.login'"
                        + " and outcome = 'FAILURE' and target_id = '" + provider + "'"))
                .isOne();

        issuer.misbehave();
        Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        refused(browser.callback(Browser.with(answer, "error", "<script>")), ".*answered an error.*")
                .neverMentions("<script>");
        answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        refused(browser.callback(Browser.without(answer, "code")), ".*no code.*");
    }

    @Test
    void badIdTokensAreRefused() {
        String provider = provider(Map.of());
        for (Misbehaviour misbehaviour : List.of(
                Misbehaviour.WRONG_NONCE,
                Misbehaviour.NO_NONCE,
                Misbehaviour.WRONG_ISSUER,
                Misbehaviour.WRONG_AUDIENCE,
                Misbehaviour.ANOTHER_PARTY,
                Misbehaviour.EXPIRED,
                Misbehaviour.FROM_THE_FUTURE,
                Misbehaviour.NO_EXPIRY,
                Misbehaviour.UNSIGNED,
                Misbehaviour.HMAC_WITH_PUBLIC_KEY,
                Misbehaviour.FOREIGN_KEY,
                Misbehaviour.OWN_KEY_IN_HEADER,
                Misbehaviour.WRONG_ACCESS_TOKEN_HASH,
                Misbehaviour.NO_ID_TOKEN)) {
            issuer.misbehave(misbehaviour);
            HttpAnswer answer = signIn(house, Map.of("providerId", provider), ALICE);
            assertThat(answer.status()).as("%s: %s", misbehaviour, answer).isEqualTo(400);
            answer.hasValueMatching("/message", "The ID token is not accepted: .*");
            assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        }
        assertThat(house.count("identity.users")).isZero();
        assertThat(house.count("identity.sessions")).isZero();
        issuer.misbehave();
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
    }

    @Test
    void anAnswerOfAnotherIssuerIsNotTakenForThisOnes() {
        String provider = provider(Map.of());
        issuer.misbehave(Misbehaviour.ANOTHER_ISSUER_ANSWERS);
        refused(signIn(house, Map.of("providerId", provider), ALICE), ".*another issuer.*");
        issuer.misbehave(Misbehaviour.ANSWERS_WITHOUT_ISSUER);
        refused(signIn(house, Map.of("providerId", provider), ALICE), ".*another issuer.*");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void keysRotateAndAlgorithmsMayBeElliptic() {
        String provider = provider(Map.of());
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
        CLOCK.advance(Duration.ofSeconds(11));
        issuer.rotateKey();
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
        issuer.register(new RelyingParty("latchkey", SECRET, Set.of(CALLBACK), TokenAlgorithm.ES256));
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
    }

    /** In a house of its own, which has not seen the issuer at other times. */
    @Test
    void anIssuerThatIsAwayIsSaidToBe() {
        try (IdentityHouse fresh = fresh()) {
            String provider = provider(Map.of());
            Browser browser = new Browser(fresh);
            Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
            issuer.misbehave(Misbehaviour.DOWN);
            browser.callback(answer).hasStatus(503).hasHeaderMatching("Retry-After", "[0-9]+");
            CLOCK.advance(Duration.ofHours(23));
            start(fresh, provider).hasStatus(200);
            CLOCK.advance(Duration.ofHours(2));
            start(fresh, provider).hasStatus(503).hasValue("/code", "SERVICE_UNAVAILABLE");
            issuer.misbehave();
            CLOCK.advance(Duration.ofMinutes(2));
            start(fresh, provider).hasStatus(200);
        }
    }

    @Test
    void theDiscoveryDocumentIsKeptForAnHour() {
        try (IdentityHouse fresh = fresh()) {
            String provider = provider(Map.of());
            int before = issuer.discoveryAsked();
            start(fresh, provider).hasStatus(200);
            start(fresh, provider).hasStatus(200);
            assertThat(issuer.discoveryAsked()).isEqualTo(before + 1);
            CLOCK.advance(Duration.ofMinutes(61));
            start(fresh, provider).hasStatus(200);
            assertThat(issuer.discoveryAsked()).isEqualTo(before + 2);
        }
    }

    @Test
    void claimsMayComeFromUserinfoIfItSpeaksOfTheSamePerson() {
        String provider = provider(Map.of());
        issuer.misbehave(Misbehaviour.CLAIMS_AT_USERINFO_ONLY);
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200).hasValue("/user/email", ALICE);
        issuer.misbehave(Misbehaviour.CLAIMS_AT_USERINFO_ONLY, Misbehaviour.USERINFO_OF_ANOTHER);
        refused(signIn(house, Map.of("providerId", provider), ALICE), ".*somebody else.*");
        issuer.misbehave();
        issuer.add(new Person("nomail-1", "nomail", "x", Map.of()));
        refused(signIn(house, Map.of("providerId", provider), "nomail"), ".*no e-mail address.*");
    }

    @Test
    void theDomainMustBeTheProvidersOwn() {
        String provider = provider(Map.of("emailDomain", "CORP.example"));
        for (String address : List.of(
                "alice@evil.example",
                "alice@sub.corp.example",
                "alice@corp.example.evil.example",
                "alice@xcorp.example")) {
            issuer.add(Person.of("evil", address));
            signIn(house, Map.of("providerId", provider), address)
                    .hasStatus(403)
                    .hasValue("/code", "FORBIDDEN");
        }
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
        issuer.add(Person.of("alice-1", "Alice@Corp.Example"));
        signIn(house, Map.of("providerId", provider), "Alice@Corp.Example")
                .hasStatus(200)
                .hasValue("/user/email", ALICE);
        // The one who is known is checked as well.
        issuer.add(Person.of("alice-1", "alice@evil.example"));
        signIn(house, Map.of("providerId", provider), "alice@evil.example").hasStatus(403);
    }

    @Test
    void whereRegistrationIsClosedOnlyKnownUsersSignIn() {
        String provider = provider(Map.of());
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
        admin().put("/auth/admin/sso-providers/" + provider, Map.of("allowRegistration", false))
                .hasStatus(200);
        issuer.add(Person.of("bob-1", "bob@corp.example"));
        signIn(house, Map.of("providerId", provider), "bob@corp.example").hasStatus(403);
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void anAddressAloneOpensNoAccount() {
        String id = registered(ALICE, true);
        String open = provider(Map.of());
        signIn(house, Map.of("providerId", open), ALICE)
                .hasStatus(409)
                .hasValue("/code", "EMAIL_EXISTS")
                .hasValue("/details/linkAt", "POST /auth/user/credentials/sso");

        String own = provider(Map.of("emailDomain", "corp.example"));
        issuer.add(Person.of("alice-1", ALICE).with("email_verified", false));
        signIn(house, Map.of("providerId", own), ALICE).hasStatus(409);
        issuer.add(Person.of("alice-1", ALICE).without("email_verified"));
        signIn(house, Map.of("providerId", own), ALICE).hasStatus(409);
        assertThat(house.count("identity.credentials")).isOne();

        issuer.add(Person.of("alice-1", ALICE));
        signIn(house, Map.of("providerId", own), ALICE)
                .hasStatus(200)
                .hasValue("/user/id", id)
                .hasValue("/isNewUser", false);
        assertThat(house.rows.queryText(
                        "select metadata ->> 'by' from platform.audit_events where type = 'credential.added'"))
                .isEqualTo("verified_email");
        assertThat(house.mail.count("email.credential_changed", ALICE)).isOne();
    }

    @Test
    void aSystemAdminsAccountIsNeverOpenedByAddress() {
        String id = registered(ALICE, true);
        house.rows.execute("update identity.users set is_system_admin = true where id = '" + id + "'");
        String own = provider(Map.of("emailDomain", "corp.example"));
        signIn(house, Map.of("providerId", own), ALICE).hasStatus(409);
    }

    @Test
    void anUnverifiedHolderGivesWayOnlyToWhoMayVouch() {
        String holder = registered(ALICE, false);
        String ofOrganization = provider(Map.of("orgId", ORGANIZATION));
        signIn(house, Map.of("providerId", ofOrganization), ALICE).hasStatus(409);
        assertThat(house.userColumn(holder, "email")).isEqualTo(ALICE);

        String own = provider(Map.of("emailDomain", "corp.example"));
        HttpAnswer owner =
                signIn(house, Map.of("providerId", own), ALICE).hasStatus(200).hasValue("/isNewUser", true);
        assertThat(owner.text("/user/id")).isNotEqualTo(holder);
        assertThat(house.userColumn(holder, "email")).isEqualTo("null");
        assertThat(house.audited("user.email_released", holder)).isOne();
    }

    @Test
    void theSameSubjectAtAnotherIssuerIsSomebodyElse() {
        try (IdentityProvider impostor = IdentityProvider.start(CLOCK)) {
            impostor.register(RelyingParty.confidential("latchkey", SECRET, CALLBACK));
            impostor.add(Person.of("alice-1", "impostor@corp.example"));
            String good = provider(Map.of());
            String evil = provider(Map.of("issuerUrl", impostor.issuer()));
            String alice = signIn(house, Map.of("providerId", good), ALICE)
                    .hasStatus(200)
                    .text("/user/id");
            assertThat(signIn(house, Map.of("providerId", evil), "impostor@corp.example")
                            .hasStatus(200)
                            .text("/user/id"))
                    .isNotEqualTo(alice);
        }
    }

    @Test
    void signedInUsersLinkAnIssuerInTheirOwnBrowser() {
        String id = registered("alice@home.example", true);
        String provider = provider(Map.of());
        HttpProbe alice = bearer("alice@home.example");
        HttpAnswer started = alice.withCookies()
                .post("/auth/user/credentials/sso", Map.of("providerId", provider))
                .hasStatus(200);
        Map<String, String> answer = Browser.atIssuer(started.text("/authUrl"), ALICE);
        unknown(new Browser(tokensInJson).callback(answer));

        Map<String, String> body = new HashMap<>(answer);
        body.put("stateSecret", started.text("/stateSecret"));
        HttpAnswer linked = tokensInJson
                .anonymous
                .post("/auth/sso/callback", body)
                .hasStatus(200)
                .hasValue("/credentialType", "sso_oidc")
                .lacks("/tokens");
        assertThat(house.audited("credential.added", linked.text("/id"))).isOne();
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200).hasValue("/user/id", id);
    }

    @Test
    void linkingNeedsARecentSignInAndAFreeAccount() {
        String provider = provider(Map.of());
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200);
        registered("bob@home.example", true);
        HttpProbe bob = bearer("bob@home.example");
        HttpAnswer started = bob.post("/auth/user/credentials/sso", Map.of("providerId", provider))
                .hasStatus(200);
        Map<String, String> body = new HashMap<>(Browser.atIssuer(started.text("/authUrl"), ALICE));
        body.put("stateSecret", started.text("/stateSecret"));
        tokensInJson.anonymous.post("/auth/sso/callback", body).hasStatus(409).hasValue("/code", "CREDENTIAL_EXISTS");

        house.anonymous
                .post("/auth/user/credentials/sso", Map.of("providerId", provider))
                .hasStatus(401);
        CLOCK.advance(Duration.ofMinutes(6));
        bob.post("/auth/user/credentials/sso", Map.of("providerId", provider))
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED");
    }

    @Test
    void applicationsWithoutCookiesShowTheSecretOfTheStart() {
        String provider = provider(Map.of());
        HttpAnswer started = tokensInJson
                .anonymous
                .post("/auth/sso/start", Map.of("providerId", provider))
                .hasStatus(200);
        Map<String, String> body = new HashMap<>(Browser.atIssuer(started.text("/authUrl"), ALICE));
        unknown(tokensInJson.anonymous.post("/auth/sso/callback", body));
        body.put("stateSecret", "x".repeat(43));
        unknown(tokensInJson.anonymous.post("/auth/sso/callback", body));
        body.put("stateSecret", started.text("/stateSecret"));
        tokensInJson.anonymous.post("/auth/sso/callback", body).hasStatus(200).hasValue("/isNewUser", true);

        start(Map.of("providerId", provider)).hasStatus(200).lacks("/stateSecret");
        tokensInJson
                .anonymous
                .post("/auth/sso/start", Map.of("providerId", provider, "redirectUri", PAGE + "/in"))
                .hasStatus(400);
    }

    @Test
    void browsersAreSentToAllowedOriginsOnly() {
        String provider = provider(Map.of());
        for (String evil : List.of(
                "https://evil.example/",
                "http://app.shop.example/",
                PAGE + ".evil.example/",
                PAGE + ":8443/",
                "https://evil.example/" + PAGE,
                "https://app.shop.example.@evil.example/")) {
            HttpAnswer answer = start(Map.of("providerId", provider, "redirectUri", evil));
            assertThat(answer.status()).as("%s: %s", evil, answer).isIn(400, 403);
        }
        for (String broken : List.of(
                "//evil.example/",
                "/relative",
                "javascript:alert(1)",
                "data:text/html,x",
                "https:app.shop.example/",
                "https://app.shop.example@evil.example/",
                "https://user@app.shop.example/",
                "https://app.shop.example\\@evil.example/",
                "https://app.shop.example\\.evil.example/",
                PAGE + "/#fragment",
                PAGE + "/a b",
                PAGE + "/\r\nSet-Cookie: x=y",
                PAGE + "/\u0000",
                PAGE + "/ü",
                " " + PAGE)) {
            start(Map.of("providerId", provider, "redirectUri", broken)).hasStatus(400);
        }
        start(Map.of("providerId", provider, "redirectUri", "https://evil.example/"))
                .hasStatus(403)
                .hasValue("/code", "FORBIDDEN");
        start(Map.of("providerId", provider, "redirectUri", "HTTPS://APP.shop.example:443/in"))
                .hasStatus(200);
        assertThat(house.count("identity.sso_states")).isOne();
    }

    @Test
    void aSessionThatWasThereBeforeIsReplaced() {
        String provider = provider(Map.of());
        Browser browser = new Browser(house);
        issuer.add(Person.of("eve-1", "eve@corp.example"));
        HttpAnswer fixed =
                browser.callback(Browser.atIssuer(browser.start(Map.of("providerId", provider)), "eve@corp.example"));
        List<String> before = fixed.headers("Set-Cookie");
        String csrf = before.stream()
                .filter(cookie -> cookie.startsWith("XSRF-TOKEN="))
                .findFirst()
                .map(cookie -> cookie.substring("XSRF-TOKEN=".length(), cookie.indexOf(';')))
                .orElse("");
        HttpProbe sameBrowser = csrf.isEmpty() ? browser.probe : browser.probe.withHeader("X-CSRF-Token", csrf);
        String authUrl = house.anonymous
                .withHeader("Cookie", "cedros_access=planted; XSRF-TOKEN=t")
                .withHeader("X-CSRF-Token", "t")
                .post("/auth/sso/start", Map.of("providerId", provider))
                .hasStatus(200)
                .text("/authUrl");
        assertThat(Browser.parameters(authUrl).get("state")).isNotNull();
        assertThat(sameBrowser.get("/auth/user").hasStatus(200).text("/user/email"))
                .isEqualTo("eve@corp.example");
        long sessions = house.count("identity.sessions");
        Browser fresh = new Browser(house);
        HttpAnswer alice = fresh.callback(Browser.atIssuer(fresh.start(Map.of("providerId", provider)), ALICE));
        assertThat(alice.headers("Set-Cookie")).noneMatch(before::contains);
        assertThat(house.count("identity.sessions")).isEqualTo(sessions + 1);
    }

    @Test
    void theSecondFactorIsAskedForAndItsTokenStaysOutOfTheQuery() {
        String provider = provider(Map.of());
        String id = signIn(house, Map.of("providerId", provider), ALICE)
                .hasStatus(200)
                .text("/user/id");
        house.rows.execute("update identity.users set second_factor = true where id = '" + id + "'");
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(200).hasValue("/mfaRequired", true);
        HttpAnswer redirected = signIn(house, Map.of("providerId", provider, "redirectUri", PAGE + "/in"), ALICE)
                .hasStatus(307)
                .hasHeaderMatching("Location", PAGE + "/in#mfaRequired=true&mfaToken=[\\w-]{43}&userId=" + id);
        assertThat(redirected.headers("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("cedros_"));
    }

    @Test
    void suspendedUsersAndProvidersStayOut() {
        String provider = provider(Map.of());
        String id = signIn(house, Map.of("providerId", provider), ALICE)
                .hasStatus(200)
                .text("/user/id");
        house.rows.execute("update identity.users set status = 'SUSPENDED' where id = '" + id + "'");
        signIn(house, Map.of("providerId", provider), ALICE).hasStatus(403);

        Browser browser = new Browser(house);
        Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        admin().put("/auth/admin/sso-providers/" + provider, Map.of("enabled", false))
                .hasStatus(200);
        browser.callback(answer).hasStatus(404);
        start(Map.of("providerId", provider)).hasStatus(404);
    }

    @Test
    void aProviderAndAStateOfOneProjectAreNothingInAnother() {
        String provider = provider(Map.of());
        UUID other = house.otherProject();
        house.anonymous
                .withHeader("X-Latchkey-Project", other.toString())
                .post("/auth/sso/start", Map.of("providerId", provider))
                .hasStatus(404);
        Browser browser = new Browser(house);
        Map<String, String> answer = Browser.atIssuer(browser.start(Map.of("providerId", provider)), ALICE);
        unknown(browser.probe
                .withHeader("X-Latchkey-Project", other.toString())
                .get("/auth/sso/callback?state=" + answer.get("state") + "&code=" + answer.get("code") + "&iss="
                        + issuer.issuer()));
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void clientsAuthenticateInTheFormWhereTheIssuerWantsThat() {
        issuer.advertise("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        try (IdentityHouse fresh = IdentityHouse.open(DATABASE.database(), Profile.DEV, values("false"), CLOCK)) {
            String provider = provider(Map.of());
            signIn(fresh, Map.of("providerId", provider), ALICE).hasStatus(200);
        }
    }

    @Test
    void aWrongClientSecretIsAFailedExchange() {
        String provider = provider(Map.of("clientSecret", "wrong"));
        signIn(house, Map.of("providerId", provider), ALICE)
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS")
                .neverMentions("wrong");
    }

    @Test
    void switchedOffItIsNotFound() {
        Map<String, String> values = new HashMap<>(values("false"));
        values.put("SSO_ENABLED", "false");
        try (IdentityHouse off = IdentityHouse.open(DATABASE.database(), Profile.DEV, values, CLOCK)) {
            off.anonymous
                    .post("/auth/sso/start", Map.of("providerId", UUID.randomUUID()))
                    .hasStatus(404)
                    .hasValue("/code", "NOT_FOUND");
        }
    }

    private static Map<String, String> values(String cookies) {
        return Map.of(
                "COOKIE_ENABLED",
                cookies,
                "SSO_CALLBACK_URL",
                CALLBACK,
                "CORS_ORIGINS",
                PAGE,
                "CORS_DISABLED",
                "false");
    }

    private static HttpProbe admin() {
        return house.operator();
    }

    private static String provider(Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(
                Map.of("name", "Corp", "issuerUrl", issuer.issuer(), "clientId", "latchkey", "clientSecret", SECRET));
        body.putAll(more);
        return admin().post("/auth/admin/sso-providers", body).hasStatus(200).text("/id");
    }

    private static IdentityHouse fresh() {
        return IdentityHouse.open(DATABASE.database(), Profile.DEV, values("false"), CLOCK);
    }

    private static HttpAnswer start(IdentityHouse at, String provider) {
        return at.anonymous.post("/auth/sso/start", Map.of("providerId", provider));
    }

    private static HttpAnswer start(Map<String, Object> body) {
        return house.anonymous.post("/auth/sso/start", body);
    }

    private static HttpAnswer signIn(IdentityHouse at, Map<String, Object> body, String login) {
        Browser browser = new Browser(at);
        return browser.callback(Browser.atIssuer(browser.start(body), login));
    }

    private static HttpAnswer unknown(HttpAnswer answer) {
        return refused(answer, "The sign-in is unknown.*");
    }

    private static HttpAnswer refused(HttpAnswer answer, String message) {
        answer.hasStatus(400).hasValue("/code", "VALIDATION_ERROR").hasValueMatching("/message", message);
        assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("cedros_"));
        return answer;
    }

    private static String registered(String email, boolean verified) {
        String id = tokensInJson
                .anonymous
                .post("/auth/register", Map.of("email", email, "password", "SecurePass1!"))
                .hasStatus(201)
                .text("/user/id");
        house.rows.execute("update identity.users set email_verified = " + verified + " where id = '" + id + "'");
        return id;
    }

    private static HttpProbe bearer(String email) {
        return tokensInJson.anonymous.withBearer(tokensInJson
                .anonymous
                .post("/auth/login", Map.of("email", email, "password", "SecurePass1!"))
                .hasStatus(200)
                .text("/tokens/accessToken"));
    }
}
