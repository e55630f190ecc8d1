package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.Crowd;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People come for the first time and again, vouched for by a backend or by their auth provider's token. */
class FirstLoginTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("LATCHKEY_ALLOW_UNVERIFIED_AUTHENTICATE", "false");

    private static final String AUDIENCE = "app";
    private static ProjectUnderTest project;
    private static IdentityProvider provider;

    @BeforeAll
    static void open() {
        project = SERVER.project("first-login");
        provider = IdentityProvider.start(Clock.systemUTC());
        project.backend()
                .put(
                        "/projects/" + project.id() + "/auth-providers/OIDC",
                        Map.of("issuer", provider.issuer(), "audiences", List.of(AUDIENCE)))
                .hasStatus(200);
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    @Test
    void fiftyFirstSignInsAtOnceMakeOneUserOneWalletAndOneKey() {
        List<HttpAnswer> answers =
                Crowd.of(50, number -> project.backend().post("/auth/authenticate", Map.of("authId", "rushed")));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        String user = only(answers, "/user/id");
        String wallet = only(answers, "/wallet/id");
        String address = only(answers, "/wallet/publicKey");
        assertThat(address).matches("G[A-Z2-7]{55}");
        assertThat(answers.stream().filter(answer -> answer.text("/isNewUser").equals("true")))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.text("/isNewWallet").equals("true")))
                .hasSize(1);
        assertThat(count("identity.users where auth_id = 'rushed'")).isEqualTo(1);
        assertThat(count("custody.wallets where user_id = '" + user + "'")).isEqualTo(1);
        assertThat(count("custody.keys where public_key = '" + address + "'")).isEqualTo(1);
        assertThat(count("custody.keys k where k.project_id = '" + project.id()
                        + "' and not exists (select from custody.wallets w where w.id = k.id)"))
                .as("keys without a wallet")
                .isZero();
        assertThat(SERVER.events("user.register", user)).isEqualTo(1);
        assertThat(SERVER.events("user.login", user)).isEqualTo(49);
        assertThat(SERVER.events("wallet.created", wallet)).isEqualTo(1);
        Await.until(() -> project.backend().get("/wallets/" + wallet), answer -> answer.text("/ledgerStatus")
                .equals("CREATED"));
        assertThat(SERVER.sandbox().ledger().hasAccount(address)).isTrue();
        assertThat(SERVER.sandbox().ledger().balance(address)).hasValue(0);
    }

    @Test
    void oneIdempotencyKeyActsOnceHoweverOftenItIsSent() {
        HttpProbe keyed = project.backend().withHeader("Idempotency-Key", "once-only");
        List<HttpAnswer> answers =
                Crowd.of(10, number -> keyed.post("/auth/authenticate", Map.of("authId", "careful")));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        String user = only(answers, "/user/id");
        assertThat(answers.stream()
                        .map(answer -> answer.header("idempotency-replayed").orElse("")))
                .containsOnlyOnce("false")
                .allMatch(replayed -> replayed.equals("false") || replayed.equals("true"));
        assertThat(answers.stream().map(HttpAnswer::body).distinct()).hasSize(1);
        assertThat(SERVER.events("user.register", user)).isEqualTo(1);
        assertThat(SERVER.events("user.login", user)).isZero();
        keyed.post("/auth/authenticate", Map.of("authId", "somebody-else"))
                .hasStatus(409)
                .hasValue("/message", "This Idempotency-Key was already used for a different request");
        assertThat(count("identity.users where auth_id = 'somebody-else'")).isZero();
        project.backend()
                .withHeader("Idempotency-Key", "two words")
                .post("/auth/authenticate", Map.of("authId", "careful"))
                .hasStatus(400);
    }

    @Test
    void whoIsNotActiveStaysOutAndIsNoted() {
        String user = project.signIn("suspended").text("/user/id");
        project.backend().patch("/users/" + user, Map.of("status", "SUSPENDED")).hasStatus(200);

        project.backend()
                .post("/auth/authenticate", Map.of("authId", "suspended"))
                .hasStatus(403)
                .lacks("/user")
                .lacks("/wallet");
        project.backend().get("/auth/validate/suspended").hasStatus(200).hasValue("/valid", false);
        assertThat(SERVER.database()
                        .queryText(
                                "select outcome from platform.audit_events where type = 'user.login' and target_id = '"
                                        + user + "'"))
                .isEqualTo("FAILURE");
        project.backend().patch("/users/" + user, Map.of("status", "ACTIVE")).hasStatus(200);
        project.signIn("suspended").hasValue("/isNewUser", false);
    }

    @Test
    void aVerifiedAddressTakesOverFromWhoeverOnlyClaimedIt() {
        HttpProbe browser = SERVER.anonymous()
                .withHeader("X-Latchkey-Project", project.id())
                .withCookies();
        String squatter = browser.post(
                        "/auth/register", Map.of("email", "Owner@Mail.Example", "password", "Correct-Horse-9-Battery"))
                .hasStatus(201)
                .text("/user/id");
        browser.get("/auth/user").hasStatus(200);

        HttpAnswer owner = byToken("owner", provider.idToken("owner", AUDIENCE, "OWNER@mail.example"))
                .hasStatus(200)
                .hasValue("/user/email", "owner@mail.example");
        project.backend().get("/users/" + squatter).hasStatus(200).hasValue("/email", "null");
        browser.get("/auth/user").hasStatus(401);
        assertThat(SERVER.events("user.email_released", squatter)).isEqualTo(1);
        vouched("third", "owner@mail.example").hasStatus(409).hasValue("/code", "EMAIL_EXISTS");
        assertThat(count("identity.users where auth_id = 'third'")).isZero();
        byToken("fourth", provider.idToken("fourth", AUDIENCE, "owner@mail.example"))
                .hasStatus(409);
        project.backend().get("/users/" + owner.text("/user/id")).hasValue("/email", "owner@mail.example");
    }

    @Test
    void whatCannotBeAnAddressIsRefused() {
        for (String address : List.of("x", "@", "a@", "@b", "a b@c.example", "a@b@c.example", "a\u0000@b.example")) {
            vouched("addressless", address).hasStatus(400);
        }
        assertThat(count("identity.users where auth_id = 'addressless'")).isZero();
    }

    @Test
    void aTokenOfTheProvidersSignsInWithoutAKey() {
        String token = provider.idToken("olive", AUDIENCE, "olive@mail.example");
        HttpAnswer first = byToken("olive", token)
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/authProvider", "OIDC")
                .hasValue("/user/email", "olive@mail.example");
        HttpProbe app = SERVER.anonymous().withHeader("X-Latchkey-Project", project.id());

        app.post("/auth/authenticate", Map.of("authId", "olive", "token", token))
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", first.text("/user/id"))
                .hasValue("/wallet/id", first.text("/wallet/id"));
        assertThat(SERVER.database()
                        .queryText("select string_agg(type || ':' || (metadata->>'proof'), ',' order by sequence) from"
                                + " platform.audit_events where target_id = '" + first.text("/user/id") + "'"))
                .startsWith("user.register:")
                .contains(",user.login:")
                .doesNotContain(token);
    }

    @Test
    void aTokenThatProvesNothingSignsNobodyIn() {
        refused(claims("ghost", "exp", Instant.now().minusSeconds(600).getEpochSecond()), "TOKEN_EXPIRED");
        refused(claims("ghost", "aud", "another-app"), "INVALID_TOKEN");
        refused(claims("ghost", "iss", "https://elsewhere.example"), "INVALID_TOKEN");
        refused(claims("somebody-else", "aud", AUDIENCE), "INVALID_TOKEN");
        refused(claims("ghost", "nbf", Instant.now().plusSeconds(600).getEpochSecond()), "INVALID_TOKEN");
        String good = provider.idToken("ghost", AUDIENCE, "ghost@mail.example");
        String[] parts = good.split("\\.");
        for (String forged : List.of(
                parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1),
                "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".",
                parts[1] + "." + parts[0] + "." + parts[2])) {
            byToken("ghost", forged).hasStatus(401);
        }
        try (IdentityProvider impostor = IdentityProvider.start(Clock.systemUTC())) {
            Map<String, Object> claims = claims("ghost", "iss", provider.issuer());
            byToken("ghost", impostor.token(claims)).hasStatus(401);
            byToken("ghost", impostor.idToken("ghost", AUDIENCE, "ghost@mail.example"))
                    .hasStatus(401);
        }
        assertThat(count("identity.users where auth_id = 'ghost'")).isZero();
    }

    @Test
    void withoutAProofNobodySignsInAndBothWaysAreNamed() {
        SERVER.anonymous()
                .withHeader("X-Latchkey-Project", project.id())
                .post("/auth/authenticate", Map.of("authId", "nobody"))
                .hasStatus(401)
                .hasValueMatching("/message", ".*provider's token.*project key.*");
        assertThat(count("identity.users where auth_id = 'nobody'")).isZero();
    }

    @Test
    void anotherProvidersAuthIdIsNeverASignIn() {
        project.signIn("shared");

        byToken("shared", provider.idToken("shared", AUDIENCE, "shared@mail.example"))
                .hasStatus(409)
                .hasValue("/code", "PROVIDER_MISMATCH");
    }

    private static HttpAnswer vouched(String authId, String email) {
        return project.backend().post("/auth/authenticate", Map.of("authId", authId, "email", email));
    }

    /** As the user's own app does: no key, the provider's token as bearer. */
    private static HttpAnswer byToken(String authId, String token) {
        return SERVER.anonymous()
                .withHeader("X-Latchkey-Project", project.id())
                .withBearer(token)
                .post("/auth/authenticate", Map.of("authId", authId));
    }

    private static void refused(Map<String, Object> claims, String code) {
        byToken("ghost", provider.token(claims)).hasStatus(401).hasValue("/code", code);
    }

    private static Map<String, Object> claims(String subject, String name, Object value) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", provider.issuer());
        claims.put("sub", subject);
        claims.put("aud", AUDIENCE);
        claims.put("iat", Instant.now().minusSeconds(900).getEpochSecond());
        claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
        claims.put(name, value);
        return claims;
    }

    private static String only(List<HttpAnswer> answers, String pointer) {
        List<String> values =
                answers.stream().map(answer -> answer.text(pointer)).distinct().collect(Collectors.toList());
        assertThat(values).as(pointer).hasSize(1);
        return values.getFirst();
    }

    private static long count(String what) {
        return SERVER.database().queryLong("select count(*) from " + what);
    }
}
