package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.Misbehaviour;
import dev.latchkey.sandbox.oidc.TokenAlgorithm;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Google and Apple, both played by the issuer in a box over HTTP. */
final class SocialSignInTest {

    private static final String WEB = "web.apps.example";
    private static final String IOS = "ios.apps.example";
    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static final TestClock CLOCK = TestClock.at(IdentityHouse.NOON);

    private static IdentityProvider google;
    private static IdentityProvider apple;

    private IdentityHouse house;

    @BeforeAll
    static void start() {
        google = IdentityProvider.start(CLOCK);
        apple = IdentityProvider.start(CLOCK);
    }

    @AfterAll
    static void stop() {
        google.close();
        apple.close();
    }

    /** Each test has a house of its own, and so knows no keys yet. */
    @BeforeEach
    void open() {
        house = open(Map.of());
        house.wipe();
    }

    @AfterEach
    void close() {
        google.misbehave();
        apple.misbehave();
        house.close();
    }

    @Test
    void aFirstSignInMakesAVerifiedAccountAndTheNextOneFindsIt() {
        HttpAnswer first = google(claims("g-1", "Ann@Gmail.com")
                        .with("name", "Ann")
                        .with("picture", "https://img.example/ann.png"))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/email", "ann@gmail.com")
                .hasValue("/user/emailVerified", true)
                .hasValue("/user/name", "Ann")
                .hasValue("/user/picture", "https://img.example/ann.png")
                .hasValue("/user/authMethods", "[\"google\"]");
        String id = first.text("/user/id");
        assertThat(house.lastAudit("type")).isEqualTo("user.register");
        assertThat(house.lastAudit("metadata ->> 'method'")).isEqualTo("google");
        assertThat(house.rows.queryText("select kind || ' ' || issuer || ' ' || subject from identity.credentials"))
                .isEqualTo("oauth_google " + google.issuer() + " g-1");
        house.anonymous
                .withBearer(first.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200);

        CLOCK.advance(Duration.ofMinutes(1));
        google(claims("g-1", "renamed@gmail.com"))
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", id)
                .hasValue("/user/email", "ann@gmail.com");
        assertThat(house.lastAudit("type")).isEqualTo("user.login");
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.rows.queryText("select last_used_at = '2026-05-30T12:01:00Z' from identity.credentials"))
                .isEqualTo("t");
    }

    @Test
    void bothSpellingsOfTheIssuerAndAllClientIdsAreTheSameAccount() {
        google(claims("g-1", "ann@gmail.com")).hasStatus(200);
        google(claims("g-1", "ann@gmail.com").with("iss", "accounts.google.example"))
                .hasStatus(200)
                .hasValue("/isNewUser", false);
        google(claims("g-1", "ann@gmail.com").with("aud", IOS).with("iat", 1)).hasStatus(200);
        google(claims("g-1", "ann@gmail.com").with("aud", List.of("other", WEB)))
                .hasStatus(200);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void whatIsWrongWithATokenIsNeverASignIn() {
        Claims good = claims("g-1", "ann@gmail.com");
        refused(401, "INVALID_TOKEN", google(good.with("iss", "https://evil.example")));
        refused(401, "INVALID_TOKEN", google(good.with("iss", apple.issuer())));
        refused(401, "INVALID_TOKEN", google(good.without("iss")));
        refused(401, "INVALID_TOKEN", google(good.with("aud", "another.app")));
        refused(401, "INVALID_TOKEN", google(good.without("aud")));
        refused(401, "INVALID_TOKEN", google(good.without("sub")));
        refused(401, "INVALID_TOKEN", google(good.with("sub", "")));
        refused(401, "INVALID_TOKEN", google(good.with("sub", "x".repeat(257))));
        refused(401, "INVALID_TOKEN", google(good.with("iat", seconds(60))));
        refused(401, "INVALID_TOKEN", google(good.with("nbf", seconds(60))));
        refused(401, "TOKEN_EXPIRED", google(good.with("exp", seconds(-31))));
        refused(401, "TOKEN_EXPIRED", google(good.without("exp")));
        refused(400, "VALIDATION_ERROR", google(good.with("email_verified", false)));
        refused(400, "VALIDATION_ERROR", google(good.with("email_verified", "false")));
        refused(400, "VALIDATION_ERROR", google(good.with("email_verified", 1)));
        refused(400, "VALIDATION_ERROR", google(good.without("email_verified")));
        refused(400, "VALIDATION_ERROR", google(good.without("email")));
        refused(400, "VALIDATION_ERROR", google(good.with("email", "no address")));
        refused(400, "VALIDATION_ERROR", google(good.with("email", "ann@gmail.com\r\nBcc: eve@evil.example")));
    }

    @Test
    void signaturesAreByThePublishedKeyAndRs256() {
        Map<String, Object> claims = claims("g-1", "ann@gmail.com").all();
        for (Misbehaviour forgery : List.of(
                Misbehaviour.UNSIGNED,
                Misbehaviour.HMAC_WITH_PUBLIC_KEY,
                Misbehaviour.FOREIGN_KEY,
                Misbehaviour.OWN_KEY_IN_HEADER)) {
            refused(401, "INVALID_TOKEN", google(google.forged(forgery, claims)));
        }
        refused(401, "INVALID_TOKEN", google(google.token(TokenAlgorithm.ES256, claims)));
        refused(401, "INVALID_TOKEN", google(apple.token(TokenAlgorithm.RS256, claims)));
        String good = google.token(TokenAlgorithm.RS256, claims);
        refused(401, "INVALID_TOKEN", google(good.substring(0, good.length() - 8) + "AAAAAAAA"));
        refused(401, "INVALID_TOKEN", google("x"));
        refused(401, "INVALID_TOKEN", google("a.b.c"));
        refused(401, "INVALID_TOKEN", google("..."));
        refused(400, "VALIDATION_ERROR", google(""));
        refused(400, "VALIDATION_ERROR", google("x".repeat(8193)));
        refused(400, "VALIDATION_ERROR", house.anonymous.post("/auth/google", Map.of()));
        refused(400, "VALIDATION_ERROR", house.anonymous.post("/auth/google", Map.of("idToken", 1)));
        google(good).hasStatus(200);
    }

    @Test
    void keyIdsLeadNowhereButIntoTheKeySet() {
        for (String kid : List.of(
                "../../../etc/passwd",
                "' or 1=1 --",
                "http://127.0.0.1:1/jwks.json",
                "rsa-1\u0000",
                "x".repeat(2000),
                "")) {
            refused(
                    401,
                    "INVALID_TOKEN",
                    google(google.tokenNaming(
                            kid,
                            TokenAlgorithm.RS256,
                            claims("g-1", "ann@gmail.com").all())));
        }
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void theNonceTheClientAskedForMustBeInTheToken() {
        Claims plain = claims("g-1", "ann@gmail.com").with("nonce", "n-1");
        refused(401, "INVALID_TOKEN", google(plain, "n-2"));
        refused(401, "INVALID_TOKEN", google(plain, Tokens.sha256Hex("n-1")));
        refused(401, "INVALID_TOKEN", google(plain.without("nonce"), "n-1"));
        refused(401, "INVALID_TOKEN", google(plain.with("nonce", 1), "1"));
        google(plain, "n-1").hasStatus(200);
        google(plain.with("nonce", Tokens.sha256Hex("n-2")), "n-2").hasStatus(200);
    }

    @Test
    void aTokenSignsInOnceHoweverItsSignatureIsSpelled() {
        String token = token(claims("g-1", "ann@gmail.com"));
        google(token).hasStatus(200);
        refused(401, "INVALID_TOKEN", google(token)).hasValueMatching("/message", ".*used before.*");
        char last = token.charAt(token.length() - 1);
        String respelled = token.substring(0, token.length() - 1) + (char) (last + 1);
        refused(401, "INVALID_TOKEN", google(respelled));

        CLOCK.advance(Duration.ofHours(2));
        house.identity.jobs().getLast().work().run();
        assertThat(house.count("identity.used_id_tokens")).isZero();
        refused(401, "TOKEN_EXPIRED", google(token));
    }

    @Test
    void ofParallelUsesOfOneTokenExactlyOneWins() throws Exception {
        String token = token(claims("g-1", "ann@gmail.com"));
        assertThat(statuses(8, () -> google(token))).containsExactly(200, 401, 401, 401, 401, 401, 401, 401);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void ofParallelFirstSignInsOneMakesTheAccount() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tokens.add(token(claims("g-1", "ann@gmail.com").with("try", i)));
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = tokens.stream()
                    .map(token -> threads.submit(() -> google(token).status()))
                    .toList();
            for (Future<Integer> call : calls) {
                statuses.add(call.get());
            }
        }
        assertThat(statuses).containsOnly(200);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.count("identity.credentials")).isOne();
    }

    @Test
    void anAddressThatAnotherAccountHasVerifiedIsNotTakenOver() {
        String id = registered("ann@gmail.com", true);

        HttpAnswer refusal = google(claims("g-1", "ann@gmail.com"));

        refusal.hasStatus(409)
                .hasValue("/code", "EMAIL_EXISTS")
                .hasValue("/details/linkAt", "POST /auth/user/credentials/google");
        assertThat(house.rows.queryText("select auth_methods::text from identity.users where id = '" + id + "'"))
                .isEqualTo("{email}");
        assertThat(house.count("identity.credentials")).isOne();
    }

    @Test
    void anAddressThatNobodyHasVerifiedGoesToWhoHas() {
        HttpAnswer squatter = register("ann@gmail.com");
        HttpAnswer owner = google(claims("g-1", "ann@gmail.com"))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/email", "ann@gmail.com");

        assertThat(owner.text("/user/id")).isNotEqualTo(squatter.text("/user/id"));
        assertThat(house.userColumn(squatter.text("/user/id"), "email")).isEqualTo("null");
        assertThat(house.audited("user.email_released", squatter.text("/user/id")))
                .isOne();
        house.anonymous
                .withBearer(squatter.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(401);
    }

    @Test
    void whereTheServerSaysSoBothSidesVerifiedIsEnoughUnlessTheProviderDoesNotRunTheMailbox() {
        try (IdentityHouse linking = open(Map.of("LATCHKEY_SOCIAL_LINK_VERIFIED_EMAIL", "true"))) {
            String ann = registered("ann@gmail.com", true);
            String bob = registered("bob@company.example", true);
            String admin = registered("root@gmail.com", true);
            house.rows.execute("update identity.users set is_system_admin = true where id = '" + admin + "'");

            google(linking, claims("g-1", "ann@gmail.com"))
                    .hasStatus(200)
                    .hasValue("/isNewUser", false)
                    .hasValue("/user/id", ann)
                    .hasValue("/user/authMethods", "[\"email\",\"google\"]");
            assertThat(house.rows.queryText(
                            "select metadata ->> 'by' from platform.audit_events" + " where type = 'credential.added'"))
                    .isEqualTo("verified_email");
            assertThat(linking.mail.count("email.credential_changed", "ann@gmail.com"))
                    .isOne();

            google(linking, claims("g-2", "bob@company.example")).hasStatus(409);
            google(linking, claims("g-2", "bob@company.example").with("hd", "company.example"))
                    .hasStatus(200)
                    .hasValue("/user/id", bob);
            google(linking, claims("g-3", "root@gmail.com")).hasStatus(409);
        }
    }

    @Test
    void signedInUsersLinkAndThenSignInEitherWay() {
        String id = registered("ann@company.example", true);
        HttpProbe ann = signedIn("ann@company.example");
        HttpAnswer linked = ann.post("/auth/user/credentials/google", body(token(claims("g-1", "ann@gmail.com")), null))
                .hasStatus(201)
                .hasValue("/credentialType", "oauth_google");
        assertThat(house.audited("credential.added", linked.text("/id"))).isOne();
        assertThat(house.mail.count("email.credential_changed", "ann@company.example"))
                .isOne();

        google(claims("g-1", "ann@gmail.com").with("try", 2))
                .hasStatus(200)
                .hasValue("/user/id", id)
                .hasValue("/user/email", "ann@company.example")
                .hasValue("/user/authMethods", "[\"email\",\"google\"]");
        ann.post(
                        "/auth/user/credentials/google",
                        body(token(claims("g-1", "ann@gmail.com").with("try", 3)), null))
                .hasStatus(201)
                .hasValue("/id", linked.text("/id"));
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'credential.added'"))
                .isOne();
    }

    @Test
    void linkingNeedsARecentSignInAFreshTokenAndAFreeAccount() {
        registered("ann@company.example", true);
        HttpProbe ann = signedIn("ann@company.example");
        google(claims("g-1", "bob@gmail.com")).hasStatus(200);

        ann.post(
                        "/auth/user/credentials/google",
                        body(token(claims("g-1", "bob@gmail.com").with("try", 2)), null))
                .hasStatus(409)
                .hasValue("/code", "CREDENTIAL_EXISTS");
        house.anonymous
                .post("/auth/user/credentials/google", body(token(claims("g-2", "x@gmail.com")), null))
                .hasStatus(401);
        String used = token(claims("g-3", "c@gmail.com"));
        google(used).hasStatus(200);
        refused(401, "INVALID_TOKEN", ann.post("/auth/user/credentials/google", body(used, null)));
        CLOCK.advance(Duration.ofMinutes(6));
        ann.post("/auth/user/credentials/google", body(token(claims("g-4", "d@gmail.com")), null))
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED");
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'credential.added'"))
                .isZero();
    }

    @Test
    void aRefusedFirstSignInLeavesTheTokenForLinking() {
        registered("ann@gmail.com", true);
        String token = token(claims("g-1", "ann@gmail.com"));
        google(token).hasStatus(409);
        signedIn("ann@gmail.com")
                .post("/auth/user/credentials/google", body(token, null))
                .hasStatus(201);
    }

    @Test
    void theSecondFactorIsAskedForAfterAProvider() {
        String id = google(claims("g-1", "ann@gmail.com")).hasStatus(200).text("/user/id");
        house.rows.execute("update identity.users set second_factor = true where id = '" + id + "'");

        google(claims("g-1", "ann@gmail.com").with("try", 2))
                .hasStatus(200)
                .hasValue("/mfaRequired", true)
                .hasValue("/userId", id)
                .lacks("/tokens");
        assertThat(house.lastAudit("type")).isEqualTo("mfa.challenge_issued");
    }

    @Test
    void suspendedUsersStayOut() {
        String id = google(claims("g-1", "ann@gmail.com")).hasStatus(200).text("/user/id");
        house.rows.execute("update identity.users set status = 'SUSPENDED' where id = '" + id + "'");

        refused(403, "FORBIDDEN", google(claims("g-1", "ann@gmail.com").with("try", 2)));

        assertThat(house.lastAudit("outcome || ' ' || (metadata ->> 'reason')")).isEqualTo("FAILURE inactive");
    }

    @Test
    void anAccountOfOneProjectIsAnotherInTheNext() {
        UUID other = house.otherProject();
        String token = token(claims("g-1", "ann@gmail.com"));
        String here = google(token).hasStatus(200).text("/user/id");
        HttpAnswer there = house.anonymous
                .withHeader("X-Latchkey-Project", other.toString())
                .post("/auth/google", body(token, null))
                .hasStatus(200)
                .hasValue("/isNewUser", true);
        assertThat(there.text("/user/id")).isNotEqualTo(here);
        house.anonymous
                .withHeader("X-Latchkey-Project", UUID.randomUUID().toString())
                .post("/auth/google", body(token, null))
                .hasStatus(404);
    }

    @Test
    void whatIsOffIsNotFoundUnderEitherPath() {
        try (IdentityHouse off = IdentityHouse.open(
                DATABASE.database(), Profile.DEV, Map.of("GOOGLE_CLIENT_ID", WEB, "GOOGLE_ENABLED", "false"), CLOCK)) {
            String token = token(claims("g-1", "ann@gmail.com"));
            off.anonymous.post("/auth/google", body(token, null)).hasStatus(404).hasValue("/code", "NOT_FOUND");
            off.anonymous.post("/auth/apple", body(token, null)).hasStatus(404);
        }
        house.anonymous
                .post("/google", body(token(claims("g-1", "ann@gmail.com")), null))
                .hasStatus(200);
    }

    @Test
    void keysAreFetchedOnceAndAnewWhenTheyRotate() {
        int before = google.keysAsked();
        google(claims("g-1", "ann@gmail.com")).hasStatus(200);
        google(claims("g-1", "ann@gmail.com").with("try", 2)).hasStatus(200);
        assertThat(google.keysAsked() - before).isOne();

        google.rotateKey();
        google(claims("g-1", "ann@gmail.com").with("try", 3)).hasStatus(200);
        assertThat(google.keysAsked() - before).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            refused(
                    401,
                    "INVALID_TOKEN",
                    google(google.tokenNaming(
                            "made-up-" + i,
                            TokenAlgorithm.RS256,
                            claims("g-1", "ann@gmail.com").all())));
        }
        assertThat(google.keysAsked() - before).isEqualTo(2);
    }

    @Test
    void anOutageIsBridgedForADayAndThenSaid() {
        google(claims("g-1", "ann@gmail.com")).hasStatus(200);
        google.misbehave(Misbehaviour.DOWN);
        CLOCK.advance(Duration.ofHours(23));
        google(claims("g-1", "ann@gmail.com")).hasStatus(200);
        CLOCK.advance(Duration.ofHours(2));
        refused(503, "SERVICE_UNAVAILABLE", google(claims("g-1", "ann@gmail.com")))
                .hasHeaderMatching("Retry-After", "[0-9]+");

        google.misbehave();
        CLOCK.advance(Duration.ofSeconds(61));
        google(claims("g-1", "ann@gmail.com")).hasStatus(200);
    }

    @Test
    void withoutAnyKeysThereIsNoSignInAndAfterThreeFailuresAPause() {
        google.misbehave(Misbehaviour.FAILING);
        int before = google.keysAsked();
        for (int i = 0; i < 5; i++) {
            refused(503, "SERVICE_UNAVAILABLE", google(claims("g-1", "ann@gmail.com")));
        }
        assertThat(google.keysAsked() - before).isEqualTo(3);
    }

    @Test
    void appleTellsTheAddressInItsOwnWayAndTheNameToTheAppAlone() {
        apple(claims(apple, "a-1", "x@privaterelay.appleid.com").with("email_verified", "true"), "  Ann Example ")
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/name", "Ann Example")
                .hasValue("/user/email", "x@privaterelay.appleid.com")
                .hasValue("/user/authMethods", "[\"apple\"]");
        apple(claims(apple, "a-1", "x@privaterelay.appleid.com").with("try", 2), "Mallory")
                .hasStatus(200)
                .hasValue("/user/name", "Ann Example");
        refused(
                400,
                "VALIDATION_ERROR",
                apple(claims(apple, "a-2", "y@example.com").with("email_verified", "false"), null));
        refused(400, "VALIDATION_ERROR", apple(claims(apple, "a-2", "y@example.com"), "x".repeat(101)));
        apple(claims(apple, "a-3", null), "Line\nBreak").hasStatus(200).lacks("/user/name");
    }

    @Test
    void anAppleUserMayHaveNoAddressAtAll() {
        HttpAnswer first =
                apple(claims(apple, "a-1", null), null).hasStatus(200).lacks("/user/email");
        apple(claims(apple, "a-1", null).with("try", 2), null)
                .hasStatus(200)
                .hasValue("/user/id", first.text("/user/id"));
        apple(claims(apple, "a-2", null), null).hasStatus(200).hasValue("/isNewUser", true);
    }

    @Test
    void appleRefusesMachinesAsNewUsersOnly() {
        refused(400, "VALIDATION_ERROR", apple(claims(apple, "a-1", null).with("real_user_status", 1), null));
        apple(claims(apple, "a-1", null).with("real_user_status", 2), null).hasStatus(200);
        apple(claims(apple, "a-1", null).with("real_user_status", 1).with("try", 2), null)
                .hasStatus(200);
    }

    @Test
    void aTokenOfOneProviderIsNothingAtTheOther() {
        refused(401, "INVALID_TOKEN", apple(claims("g-1", "ann@gmail.com"), null));
        refused(
                401,
                "INVALID_TOKEN",
                google(apple.token(
                        TokenAlgorithm.RS256,
                        claims(apple, "a-1", "ann@gmail.com").all())));
        // The same subject at both is two people until somebody links them.
        String g = google(claims("same", "ann@gmail.com")).hasStatus(200).text("/user/id");
        String a = apple(claims(apple, "same", null), null).hasStatus(200).text("/user/id");
        assertThat(g).isNotEqualTo(a);
    }

    @Test
    void anAccessTokenOfOursIsNoIdToken() {
        String own = google(claims("g-1", "ann@gmail.com")).hasStatus(200).text("/tokens/accessToken");
        refused(401, "INVALID_TOKEN", google(own));
    }

    private static IdentityHouse open(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "GOOGLE_CLIENT_ID",
                WEB + ", " + IOS,
                "LATCHKEY_GOOGLE_ISSUERS",
                google.issuer() + ",accounts.google.example",
                "LATCHKEY_GOOGLE_JWKS_URL",
                google.jwksUrl(),
                "APPLE_CLIENT_ID",
                IOS,
                "LATCHKEY_APPLE_ISSUERS",
                apple.issuer(),
                "LATCHKEY_APPLE_JWKS_URL",
                apple.jwksUrl()));
        values.putAll(more);
        return IdentityHouse.open(DATABASE.database(), Profile.DEV, values, CLOCK);
    }

    private HttpAnswer refused(int status, String code, HttpAnswer answer) {
        answer.hasStatus(status).hasValue("/code", code).lacks("/tokens");
        return answer;
    }

    private HttpAnswer google(Claims claims) {
        return google(house, claims);
    }

    private static HttpAnswer google(IdentityHouse at, Claims claims) {
        return at.anonymous.post("/auth/google", body(token(claims), null));
    }

    private HttpAnswer google(Claims claims, String nonce) {
        return house.anonymous.post("/auth/google", body(token(claims), nonce));
    }

    private HttpAnswer google(String token) {
        return house.anonymous.post("/auth/google", body(token, null));
    }

    private HttpAnswer apple(Claims claims, @Nullable String name) {
        Map<String, Object> body = new HashMap<>(body(apple.token(TokenAlgorithm.RS256, claims.all()), null));
        if (name != null) {
            body.put("name", name);
        }
        return house.anonymous.post("/auth/apple", body);
    }

    private static Map<String, Object> body(String idToken, @Nullable String nonce) {
        return nonce == null ? Map.of("idToken", idToken) : Map.of("idToken", idToken, "nonce", nonce);
    }

    private static String token(Claims claims) {
        return google.token(TokenAlgorithm.RS256, claims.all());
    }

    private static Claims claims(String subject, @Nullable String email) {
        return claims(google, subject, email);
    }

    private static Claims claims(IdentityProvider provider, String subject, @Nullable String email) {
        Claims claims = new Claims(provider.claims(subject, provider == google ? WEB : IOS));
        return email == null ? claims : claims.with("email", email).with("email_verified", true);
    }

    private static long seconds(long fromNow) {
        Instant now = CLOCK.instant();
        return now.plusSeconds(fromNow).getEpochSecond();
    }

    private HttpAnswer register(String email) {
        return house.anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private String registered(String email, boolean verified) {
        String id = register(email).text("/user/id");
        house.rows.execute("update identity.users set email_verified = " + verified + " where id = '" + id + "'");
        return id;
    }

    private HttpProbe signedIn(String email) {
        return house.anonymous.withBearer(house.anonymous
                .post("/auth/login", Map.of("email", email, "password", PASSWORD))
                .hasStatus(200)
                .text("/tokens/accessToken"));
    }

    private static List<Integer> statuses(int times, Supplier<HttpAnswer> call) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(threads.submit(() -> call.get().status()));
            }
            for (Future<Integer> one : calls) {
                statuses.add(one.get());
            }
        }
        return statuses.stream().sorted().toList();
    }

    private record Claims(Map<String, Object> all) {
        Claims with(String name, Object value) {
            Map<String, Object> more = new HashMap<>(all);
            more.put(name, value);
            return new Claims(more);
        }

        Claims without(String name) {
            Map<String, Object> fewer = new HashMap<>(all);
            fewer.remove(name);
            return new Claims(fewer);
        }
    }
}
