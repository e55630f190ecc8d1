package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ProviderTokenTest {

    private static final String AUDIENCE = "shop";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static RSAKey rsa;
    private static RSAKey otherRsa;
    private static ECKey ec;

    private Issuer issuer;
    private UUID project;
    private HttpProbe backend;
    private HttpProbe client;

    /** Development rules, as the issuer lives on loopback; unverified calls are off all the same. */
    @BeforeAll
    static void open() throws JOSEException {
        house = IdentityHouse.open(
                DATABASE.database(),
                Profile.DEV,
                Map.of("LATCHKEY_ALLOW_UNVERIFIED_AUTHENTICATE", "false"),
                TestClock.at(IdentityHouse.NOON));
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        otherRsa = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void configure() {
        house.wipe();
        issuer = new Issuer();
        issuer.keys = List.of(rsa, ec);
        project = house.otherProject();
        backend = house.backend(project);
        client = house.anonymous.withHeader("X-Latchkey-Project", project.toString());
        trust("OIDC", Map.of("issuer", issuer.url(), "audiences", List.of(AUDIENCE)));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aVerifiedTokenSignsInAndItsClaimsCountMoreThanTheBody() {
        String token = token(claims("user_1")
                .claim("email", "Real@Example.com")
                .claim("email_verified", true)
                .claim("name", "Real")
                .build());

        HttpAnswer answer = client.withBearer(token)
                .post(
                        "/auth/authenticate",
                        Map.of("authId", "user_1", "email", "claimed@example.com", "authProvider", "WHATEVER"))
                .hasStatus(200)
                .hasValue("/user/authProvider", "OIDC")
                .hasValue("/user/email", "real@example.com")
                .hasValue("/user/displayName", "Real")
                .hasValue("/isNewUser", true);

        assertThat(house.userColumn(answer.text("/user/id"), "email_verified")).isEqualTo("t");
        assertThat(house.userColumn(answer.text("/user/id"), "project_id")).isEqualTo(project.toString());
        assertThat(house.lastAudit("metadata ->> 'proof'")).isEqualTo("provider:OIDC");
        client.post("/auth/authenticate", Map.of("authId", "user_1", "token", token))
                .hasStatus(200)
                .hasValue("/isNewUser", false);
    }

    @Test
    void anUnverifiedEmailDoesNotCount() {
        for (Object verified : new Object[] {false, "true", 1}) {
            String subject = "user_" + verified;
            String token = token(claims(subject)
                    .claim("email", "x@example.com")
                    .claim("email_verified", verified)
                    .build());
            client.withBearer(token)
                    .post("/auth/authenticate", Map.of("authId", subject, "email", "x@example.com"))
                    .hasStatus(200)
                    .hasValue("/user/email", "null");
        }
    }

    @Test
    void theTokenMustBelongToTheAuthId() {
        client.withBearer(token(claims("user_1").build()))
                .post("/auth/authenticate", Map.of("authId", "user_2"))
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN")
                .hasValue("/statusCode", 401);
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void twoDifferentTokensInOneRequestAreRefused() {
        client.withBearer(token(claims("user_1").build()))
                .post("/auth/authenticate", Map.of("authId", "user_1", "token", "another"))
                .hasStatus(400);
    }

    @Test
    void aProjectKeyDoesNotExcuseABrokenToken() {
        backend.post("/auth/authenticate", Map.of("authId", "user_1", "token", "broken"))
                .hasStatus(401);
        backend.post(
                        "/auth/authenticate",
                        Map.of(
                                "authId",
                                "user_1",
                                "token",
                                token(claims("user_1").build())))
                .hasStatus(200);
    }

    @Test
    void issuerAudienceAndTimeAreChecked() {
        refused(token(claims("u").issuer("http://127.0.0.1:1").build()));
        refused(token(claims("u").issuer(issuer.url() + "/").build()));
        refused(token(claims("u").issuer(null).build()));
        refused(token(claims("u").audience("another").build()));
        refused(token(claims("u").audience((String) null).build()));
        refused(token(claims("u").audience((String) null).claim("azp", AUDIENCE).build()));
        refused(token(claims("u").subject(null).build()));
        refused(token(claims("u").notBeforeTime(at(60)).build()));
        refused(token(claims("u").issueTime(at(60)).build()));
        assertThat(refused(token(claims("u").expirationTime(at(-31)).build())).text("/code"))
                .isEqualTo("TOKEN_EXPIRED");
        refused(token(claims("u").expirationTime(null).build()));
        accepted(token(claims("u").expirationTime(at(-29)).build()), "u");
        accepted(token(claims("u").audience(List.of("another", AUDIENCE)).build()), "u");
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void signaturesAreCheckedWithAKeyOfTheRightKind() throws Exception {
        JWTClaimsSet claims = claims("u").build();
        accepted(Issuer.token(ec, JWSAlgorithm.ES256, claims), "u");
        accepted(Issuer.token(rsa, JWSAlgorithm.PS256, claims), "u");
        accepted(Issuer.token(rsa, new JWSHeader(JWSAlgorithm.RS256), claims), "u");

        refused(new PlainJWT(claims).serialize());
        refused(Issuer.token(
                otherRsa,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(),
                claims));
        refused(Issuer.token(otherRsa, new JWSHeader(JWSAlgorithm.RS256), claims));
        refused(Issuer.token(
                otherRsa,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .jwk(otherRsa.toPublicJWK())
                        .build(),
                claims));
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), claims);
        mac.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
        refused(mac.serialize());
        SignedJWT macWithoutKeyId = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        macWithoutKeyId.sign(new MACSigner(ec.toECPublicKey().getEncoded()));
        refused(macWithoutKeyId.serialize());
        refused(Issuer.token(
                rsa,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .criticalParams(java.util.Set.of("exp"))
                        .build(),
                claims));
        refused("x");
        refused("a.b.c");
        refused(nested("{\"alg\":", 4000) + ".e30.AAAA");
        refused("eyJhbGciOiJSUzI1NiJ9." + nested("{\"iss\":", 4000) + ".AAAA");
        refused("x".repeat(8192));
    }

    private static String nested(String start, int depth) {
        return Base64URL.encode(start + "[".repeat(depth) + "]".repeat(depth) + "}")
                .toString()
                .substring(0, 4000);
    }

    @Test
    void edDsaAsBetterAuthSignsIsUnderstood() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        OctetKeyPair shown = Issuer.ed25519("ed-1", Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        issuer.keys = List.of(shown);
        String good = Issuer.edDsaToken(shown, pair.getPrivate(), claims("ed").build());

        accepted(good, "ed");
        refused(good.substring(0, good.length() - 6) + "AAAAAA");
    }

    @Test
    void keysAreFetchedOnceRefetchedWhenRotatedAndNotForEveryStranger() {
        for (int i = 0; i < 5; i++) {
            accepted(token(claims("u").build()), "u");
        }
        assertThat(issuer.keyFetches).hasValue(1);

        issuer.keys = List.of(otherRsa);
        accepted(Issuer.token(otherRsa, JWSAlgorithm.RS256, claims("u").build()), "u");
        assertThat(issuer.keyFetches).hasValue(2);
        for (int i = 0; i < 20; i++) {
            refused(Issuer.token(
                    rsa,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID("made-up-" + i)
                            .build(),
                    claims("u").build()));
        }
        assertThat(issuer.keyFetches).hasValue(2);
        house.clock.advance(Duration.ofSeconds(11));
        refused(Issuer.token(rsa, JWSAlgorithm.RS256, claims("u").build()));
        assertThat(issuer.keyFetches).hasValue(3);
    }

    @Test
    void whileTheIssuerIsAwayKnownKeysServeForADay() {
        accepted(token(claims("u").build()), "u");
        issuer.mood = Issuer.Mood.AWAY;
        house.clock.advance(Duration.ofHours(23));
        accepted(token(claims("u").build()), "u");
        house.clock.advance(Duration.ofHours(2));
        unavailable(token(claims("u").build()));

        issuer.mood = Issuer.Mood.WELL;
        house.clock.advance(Duration.ofSeconds(61));
        accepted(token(claims("u").build()), "u");
    }

    @Test
    void afterThreeFailuresTheIssuerIsLeftAloneForAMinute() {
        issuer.mood = Issuer.Mood.AWAY;
        for (int i = 0; i < 6; i++) {
            unavailable(token(claims("u").build()));
        }
        assertThat(issuer.requests).hasValue(3);
        house.clock.advance(Duration.ofSeconds(61));
        unavailable(token(claims("u").build()));
        assertThat(issuer.requests).hasValue(4);
    }

    @Test
    void oddAnswersCountAsAway() {
        for (Issuer.Mood mood :
                List.of(Issuer.Mood.REDIRECTING, Issuer.Mood.HUGE, Issuer.Mood.NONSENSE, Issuer.Mood.ANOTHER_ISSUER)) {
            issuer.mood = mood;
            unavailable(token(claims("u").build()));
            house.clock.advance(Duration.ofSeconds(61));
        }
        assertThat(issuer.keyFetches).hasValue(0);
    }

    @Test
    void aSlowIssuerIsGivenUpAfterFiveSeconds() {
        issuer.mood = Issuer.Mood.SLOW;
        long begun = System.nanoTime();

        unavailable(token(claims("u").build()));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
    }

    @Test
    void clerkTokensWithoutAudienceNameTheirParty() {
        trust(
                "CLERK",
                Map.of(
                        "issuer",
                        issuer.url() + "/clerk",
                        "audiences",
                        List.of("https://app.example.com"),
                        "jwksUrl",
                        issuer.url() + "/keys"));
        JWTClaimsSet.Builder clerk =
                claims("clerk_1").issuer(issuer.url() + "/clerk").audience((String) null);

        refused(token(clerk.build()));
        refused(token(clerk.claim("azp", "https://evil.example.com").build()));
        client.withBearer(token(clerk.claim("azp", "https://app.example.com").build()))
                .post("/auth/authenticate", Map.of("authId", "clerk_1"))
                .hasStatus(200)
                .hasValue("/user/authProvider", "CLERK");
    }

    @Test
    void theSameAuthIdFromAnotherProviderIsNeverASignIn() {
        trust(
                "BETTER_AUTH",
                Map.of(
                        "issuer",
                        issuer.url() + "/better",
                        "audiences",
                        List.of(AUDIENCE),
                        "jwksUrl",
                        issuer.url() + "/keys"));
        accepted(token(claims("user_1").build()), "user_1");
        String lastLogin = house.rows.queryText("select last_login_at from identity.users");
        house.clock.advance(Duration.ofSeconds(10));

        client.withBearer(
                        token(claims("user_1").issuer(issuer.url() + "/better").build()))
                .post("/auth/authenticate", Map.of("authId", "user_1"))
                .hasStatus(409)
                .hasValue("/code", "PROVIDER_MISMATCH");

        assertThat(house.rows.queryText("select last_login_at from identity.users"))
                .isEqualTo(lastLogin);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void aProviderOfOneProjectIsNobodyInAnother() {
        house.anonymous
                .withBearer(token(claims("u").build()))
                .post("/auth/authenticate", Map.of("authId", "u"))
                .hasStatus(401);
        UUID other = house.otherProject();
        house.anonymous
                .withHeader("X-Latchkey-Project", other.toString())
                .withBearer(token(claims("u").build()))
                .post("/auth/authenticate", Map.of("authId", "u"))
                .hasStatus(401)
                .hasValueMatching("/message", ".*no auth provider.*project key.*");
        HttpProbe foreign = house.backend(other);
        foreign.get("/projects/" + project + "/auth-providers")
                .hasStatus(404)
                .hasValue("/message", "Project " + project + " not found");
        foreign.put(
                        "/projects/" + project + "/auth-providers/OIDC",
                        Map.of("issuer", "http://x.y", "audiences", List.of("a")))
                .hasStatus(404);
        foreign.delete("/projects/" + project + "/auth-providers/OIDC").hasStatus(404);
    }

    @Test
    void providersAreListedReplacedAndRemoved() {
        backend.get("/projects/" + project + "/auth-providers")
                .hasStatus(200)
                .hasValue("/0/provider", "OIDC")
                .hasValue("/0/issuer", issuer.url())
                .hasValue("/0/audiences/0", AUDIENCE)
                .hasValue("/0/jwksUrl", "null");
        assertThat(house.audited("auth_provider.configured", "OIDC")).isOne();
        backend.put(
                        "/projects/" + project + "/auth-providers/CLERK",
                        Map.of("issuer", issuer.url(), "audiences", List.of("a")))
                .hasStatus(409);
        backend.put(
                        "/projects/" + project + "/auth-providers/GITHUB",
                        Map.of("issuer", issuer.url(), "audiences", List.of("a")))
                .hasStatus(404);
        backend.put(
                        "/projects/" + project + "/auth-providers/CLERK",
                        Map.of("issuer", "ftp://x", "audiences", List.of("a")))
                .hasStatus(400);
        backend.put(
                        "/projects/" + project + "/auth-providers/CLERK",
                        Map.of("issuer", "https://x.y", "audiences", List.of()))
                .hasStatus(400);

        backend.delete("/projects/" + project + "/auth-providers/OIDC").hasStatus(204);
        backend.delete("/projects/" + project + "/auth-providers/OIDC").hasStatus(404);
        refused(token(claims("u").build()));
        house.operator()
                .get("/projects/" + project + "/auth-providers")
                .hasStatus(200)
                .hasValue("", "[]");
        house.operator()
                .get("/projects/" + UUID.randomUUID() + "/auth-providers")
                .hasStatus(404);
    }

    @Test
    void outsideDevelopmentPrivateAddressesAreNeverAsked() {
        try (IdentityHouse serve = IdentityHouse.open(DATABASE.database())) {
            serve.backend(project)
                    .put(
                            "/projects/" + project + "/auth-providers/CLERK",
                            Map.of("issuer", issuer.url() + "/x", "audiences", List.of("a")))
                    .hasStatus(400)
                    .hasValue("/message", "issuer must be an https address");
            // The provider was stored under development rules; production does not ask it.
            serve.anonymous
                    .withHeader("X-Latchkey-Project", project.toString())
                    .withBearer(token(claims("u").build()))
                    .post("/auth/authenticate", Map.of("authId", "u"))
                    .hasStatus(503);
        }
        assertThat(issuer.requests).hasValue(0);
    }

    @Test
    void theConfiguredProviderServesTheDefaultProject() {
        Map<String, String> values = Map.of(
                "AUTH_PROVIDER",
                "better_auth",
                "LATCHKEY_AUTH_PROVIDER_ISSUER",
                issuer.url(),
                "LATCHKEY_AUTH_PROVIDER_AUDIENCE",
                AUDIENCE,
                "LATCHKEY_AUTH_PROVIDER_JWKS_URL",
                issuer.url() + "/keys");
        try (IdentityHouse configured =
                IdentityHouse.open(DATABASE.database(), Profile.DEV, values, TestClock.at(IdentityHouse.NOON))) {
            configured
                    .anonymous
                    .withBearer(token(claims("u").build()))
                    .post("/auth/authenticate", Map.of("authId", "u"))
                    .hasStatus(200)
                    .hasValue("/user/authProvider", "BETTER_AUTH");
        }
    }

    @Test
    void ourOwnAccessTokensAreNoProviderTokens() {
        String own = client.post("/auth/register", Map.of("email", "a@example.com", "password", "SecurePass1!"))
                .hasStatus(201)
                .text("/tokens/accessToken");

        client.withBearer(own).post("/auth/authenticate", Map.of("authId", "x")).hasStatus(401);
        client.withBearer(token(claims("u").build()))
                .get("/auth/user")
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN");
    }

    private void trust(String kind, Map<String, Object> body) {
        backend.put("/projects/" + project + "/auth-providers/" + kind, body).hasStatus(200);
    }

    private JWTClaimsSet.Builder claims(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.url())
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(at(0))
                .expirationTime(at(60));
    }

    private static Date at(long seconds) {
        Instant now = house.clock.instant();
        return Date.from(now.plusSeconds(seconds));
    }

    private static String token(JWTClaimsSet claims) {
        return Issuer.token(rsa, JWSAlgorithm.RS256, claims);
    }

    private void accepted(String token, String authId) {
        client.withBearer(token)
                .post("/auth/authenticate", Map.of("authId", authId))
                .hasStatus(200);
    }

    private HttpAnswer refused(String token) {
        return client.withBearer(token)
                .post("/auth/authenticate", Map.of("authId", "u"))
                .hasStatus(401);
    }

    private void unavailable(String token) {
        client.withBearer(token)
                .post("/auth/authenticate", Map.of("authId", "u"))
                .hasStatus(503)
                .hasValue("/code", "SERVICE_UNAVAILABLE")
                .hasHeaderMatching("Retry-After", "[0-9]+");
    }
}
