package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions bound to a key of the client (RFC 9449): what holds with the key, and that nothing holds without. */
final class DpopTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");
    private static final String USER = "/auth/user";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;
    private static DpopClient holder;
    private HttpAnswer login;
    private String access;

    @BeforeAll
    static void open() throws Exception {
        house = IdentityHouse.open(DATABASE.database(), Map.of("LATCHKEY_PUBLIC_URLS", DpopClient.SERVER));
        client = house.anonymous;
        holder = DpopClient.es256();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void signIn() {
        house.wipe();
        client.post("/auth/register", CREDENTIALS).hasStatus(201);
        login = holder.post(client, "/auth/login", CREDENTIALS, now()).hasStatus(200);
        access = login.text("/tokens/accessToken");
    }

    @Test
    void aSessionThatBeginsWithAProofIsBoundToItsKey() throws Exception {
        login.hasValue("/tokens/tokenType", "DPoP");
        assertThat(new JwtText(access).claims().at("/cnf/jkt").asString()).isEqualTo(holder.thumbprint());

        holder.send(client, "GET", USER, access, now()).hasStatus(200).hasValue("/user/email", "ann@example.com");
        holder.send(client, "GET", "/user", access, now()).hasStatus(200);
        client.withHeader("Authorization", "DPoP " + access)
                .withHeader("DPoP", holder.proof("GET", "/auth/sessions", access, now()))
                .get("/auth/sessions?limit=1")
                .hasStatus(200);
    }

    @Test
    void registrationBindsToo() {
        HttpAnswer bob = holder.post(
                        client, "/auth/register", Map.of("email", "bob@example.com", "password", "SecurePass1!"), now())
                .hasStatus(201)
                .hasValue("/tokens/tokenType", "DPoP");

        client.withBearer(bob.text("/tokens/accessToken")).get(USER).hasStatus(401);
    }

    @Test
    void everyKindOfKeyServes() throws Exception {
        for (DpopClient each : List.of(DpopClient.es256(), DpopClient.rs256(2048), DpopClient.edDsa())) {
            String token = each.post(client, "/auth/login", CREDENTIALS, now())
                    .hasStatus(200)
                    .text("/tokens/accessToken");
            each.send(client, "GET", USER, token, now()).hasStatus(200);
            holder.send(client, "GET", USER, token, now()).hasStatus(401);
        }
    }

    @Test
    void aBoundTokenIsNoBearerTokenAndABearerTokenNoBoundOne() {
        client.withBearer(access)
                .get(USER)
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN")
                .hasHeaderMatching(
                        "WWW-Authenticate", "DPoP error=\"invalid_token\", algs=\"ES256 EdDSA RS256 PS256\"");
        client.withBearer(access)
                .withHeader("DPoP", holder.proof("GET", USER, access, now()))
                .get(USER)
                .hasStatus(401);
        client.withHeader("Authorization", "DPoP " + access).get(USER).hasStatus(401);
        client.withHeader("Authorization", "ApiKey " + access).get(USER).hasStatus(401);

        String bearer = client.post("/auth/login", CREDENTIALS)
                .hasStatus(200)
                .lacks("/tokens/tokenType")
                .text("/tokens/accessToken");
        holder.send(client, "GET", USER, bearer, now()).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        client.withBearer(bearer).get(USER).hasStatus(200);
    }

    @Test
    void otherCredentialsDoNotTravelUnderTheScheme() {
        String projectKey =
                house.backend().header("Authorization").orElseThrow().substring("Bearer ".length());

        client.withHeader("Authorization", "DPoP " + projectKey).get("/users").hasStatus(401);
        client.withHeader("Authorization", "DPoP " + IdentityHouse.OPERATOR_TOKEN)
                .get("/users")
                .hasStatus(401);
    }

    @Test
    void aProofCountsOnceHoweverManyUseItAtOnce() throws Exception {
        String proof = holder.proof("GET", USER, access, now());
        HttpProbe probe = client.withHeader("Authorization", "DPoP " + access).withHeader("DPoP", proof);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(threads.submit(() -> probe.get(USER).status()));
            }
            for (Future<Integer> call : calls) {
                answers.add(call.get());
            }
        }

        assertThat(answers)
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 401)
                .hasSize(9);
        probe.get(USER).hasStatus(401).hasValueMatching("/message", ".*used before");
    }

    @Test
    void aProofForSigningInCountsOnceToo() {
        String proof = holder.proof("POST", "/auth/login", null, now());
        HttpProbe probe = client.withHeader("DPoP", proof);

        probe.post("/auth/login", CREDENTIALS).hasStatus(200);
        probe.post("/auth/login", CREDENTIALS)
                .hasStatus(400)
                .hasValue("/code", "INVALID_DPOP_PROOF")
                .hasHeaderMatching("WWW-Authenticate", "DPoP error=\"invalid_dpop_proof\".*");
    }

    @Test
    void whatAnAuthenticatedReadCostsStaysOneStatement() {
        holder.send(client, "GET", USER, access, now()).hasStatus(200);
        String proof = holder.proof("GET", USER, access, now());

        List<String> statements = house.statementsOf(() -> client.withHeader("Authorization", "DPoP " + access)
                .withHeader("DPoP", proof)
                .get(USER)
                .hasStatus(200));

        assertThat(statements).hasSize(1);
    }

    @Test
    void refreshNeedsAProofBySameKey() throws Exception {
        String refresh = login.text("/tokens/refreshToken");
        Map<String, String> body = Map.of("refreshToken", refresh);
        DpopClient thief = DpopClient.es256();

        client.post("/auth/refresh", body).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        thief.post(client, "/auth/refresh", body, now()).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        assertThat(house.lastAudit("type")).isEqualTo("session.key_unproven");
        holder.send(client, "GET", USER, access, now()).hasStatus(200);

        HttpAnswer fresh =
                holder.post(client, "/auth/refresh", body, now()).hasStatus(200).hasValue("/tokens/tokenType", "DPoP");
        String next = fresh.text("/tokens/accessToken");
        assertThat(new JwtText(next).claims().at("/cnf/jkt").asString()).isEqualTo(holder.thumbprint());
        client.withBearer(next).get(USER).hasStatus(401);
        holder.send(client, "GET", USER, next, now()).hasStatus(200);
        holder.post(client, "/auth/refresh", body, now())
                .hasStatus(200)
                .hasValue("/tokens/refreshToken", fresh.text("/tokens/refreshToken"));
    }

    @Test
    void anOldTokenOfABoundSessionDoesNoHarmWithoutTheKey() {
        Map<String, String> stolen = Map.of("refreshToken", login.text("/tokens/refreshToken"));
        HttpAnswer fresh = holder.post(client, "/auth/refresh", stolen, now()).hasStatus(200);
        house.clock.advance(Duration.ofMinutes(1));

        client.post("/auth/refresh", stolen).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        holder.send(client, "GET", USER, fresh.text("/tokens/accessToken"), now())
                .hasStatus(200);

        holder.post(client, "/auth/refresh", stolen, now()).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        holder.send(client, "GET", USER, fresh.text("/tokens/accessToken"), now())
                .hasStatus(401);
    }

    @Test
    void aRefreshCanBindASessionThatWasNot() {
        HttpAnswer bearer = client.post("/auth/login", CREDENTIALS).hasStatus(200);
        HttpAnswer bound = holder.post(
                        client, "/auth/refresh", Map.of("refreshToken", bearer.text("/tokens/refreshToken")), now())
                .hasStatus(200)
                .hasValue("/tokens/tokenType", "DPoP");

        client.post("/auth/refresh", Map.of("refreshToken", bound.text("/tokens/refreshToken")))
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN");
        holder.send(client, "GET", USER, bound.text("/tokens/accessToken"), now())
                .hasStatus(200);
    }

    @Test
    void signingOutNeedsTheProofAsWell() {
        client.withBearer(access).send("POST", "/auth/logout", null).hasStatus(401);
        holder.send(client, "GET", USER, access, now()).hasStatus(200);

        holder.send(client, "POST", "/auth/logout", access, now()).hasStatus(200);

        holder.send(client, "GET", USER, access, now()).hasStatus(401);
    }

    @Test
    void theProofMustBeForThisRequestAndThisToken() {
        String other = client.post("/auth/login", CREDENTIALS).text("/tokens/accessToken");

        refused(claims -> claims.put("htm", "POST"));
        refused(claims -> claims.put("htm", "get"));
        refused(claims -> claims.put("htu", "https://id.example.com/auth/sessions"));
        refused(claims -> claims.put("htu", "https://evil.example.com/auth/user"));
        refused(claims -> claims.put("htu", "http://id.example.com/auth/user"));
        refused(claims -> claims.put("htu", "https://id.example.com:8443/auth/user"));
        refused(claims -> claims.put("htu", "https://id.example.com@evil.example.com/auth/user"));
        refused(claims -> claims.put("htu", "http://127.0.0.1:" + house.server.port() + USER));
        refused(claims -> claims.put("htu", USER));
        refused(claims -> claims.put("ath", DpopClient.hash(other)));
        refused(claims -> claims.remove("ath"));
        refused(claims -> claims.put("ath", 7));
        for (String claim : List.of("jti", "htm", "htu", "iat")) {
            refused(claims -> claims.remove(claim));
        }
        refused(claims -> claims.put("jti", ""));
        refused(claims -> claims.put("jti", "x".repeat(257)));
        refused(claims -> claims.put("iat", "now"));

        accepted(claims -> claims.put("htu", "HTTPS://ID.example.com:443/auth/user?a=b#c"));
    }

    @Test
    void theHostHeaderIsNotBelieved() {
        Map<String, Object> claims = DpopClient.claims("GET", USER, access, now());
        claims.put("htu", "http://localhost:" + house.server.port() + USER);

        HttpProbe.of(java.net.URI.create("http://localhost:" + house.server.port()))
                .withHeader("Authorization", "DPoP " + access)
                .withHeader("DPoP", holder.sign(holder.header(), claims))
                .get(USER)
                .hasStatus(401)
                .hasValueMatching("/message", ".*htu.*");
    }

    @Test
    void oldAndFutureProofsAreRefused() {
        accepted(claims -> claims.put("iat", now().minusSeconds(59).getEpochSecond()));
        accepted(claims -> claims.put("iat", now().plusSeconds(60).getEpochSecond()));
        refused(claims -> claims.put("iat", now().minusSeconds(60).getEpochSecond()));
        refused(claims -> claims.put("iat", now().plusSeconds(61).getEpochSecond()));
        refused(claims -> claims.put("iat", Long.MAX_VALUE));
        refused(claims -> claims.put("iat", -1));
    }

    @Test
    void headersOfProofsAreCheckedAndKeysInThemMustBePublic() throws Exception {
        refusedHeader(header -> header.put("typ", "JWT"));
        refusedHeader(header -> header.remove("typ"));
        refusedHeader(header -> header.remove("jwk"));
        refusedHeader(header -> header.put("alg", "none"));
        refusedHeader(header -> header.put("alg", "HS256"));
        refusedHeader(header -> header.put("alg", "ES384"));
        refusedHeader(header -> header.put("alg", "RS256"));
        refusedHeader(header -> header.put("crit", List.of("exp")));
        refusedHeader(header -> header.put("b64", false));
        refusedHeader(
                header -> header.put("jwk", Map.of("kty", "oct", "k", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")));
        Map<String, Object> withPrivatePart =
                new LinkedHashMap<>(new ECKeyGenerator(Curve.P_256).generate().toJSONObject());
        refusedHeader(header -> header.put("jwk", withPrivatePart));
        Map<String, Object> notOnTheCurve = new LinkedHashMap<>(holder.key.toJSONObject());
        notOnTheCurve.put("y", notOnTheCurve.get("x"));
        refusedHeader(header -> header.put("jwk", notOnTheCurve));
        Map<String, Object> another = DpopClient.es256().key.toJSONObject();
        refusedHeader(header -> header.put("jwk", another));

        DpopClient weak = DpopClient.rs256(1024);
        weak.post(client, "/auth/login", CREDENTIALS, now()).hasStatus(400).hasValue("/code", "INVALID_DPOP_PROOF");
    }

    @Test
    void whatIsNoProofAtAllIsRefusedWithoutSigningIn() {
        long sessions = house.count("identity.sessions");
        for (String nonsense : List.of("x", "a.b.c", "..", "e30.e30.AAAA", "x".repeat(5000), access)) {
            client.withHeader("DPoP", nonsense)
                    .post("/auth/login", CREDENTIALS)
                    .hasStatus(400)
                    .hasValue("/code", "INVALID_DPOP_PROOF");
        }
        String proof = holder.proof("POST", "/auth/login", null, now());
        String[] parts = proof.split("\\.");
        client.withHeader("DPoP", parts[0] + "." + parts[1] + ".")
                .post("/auth/login", CREDENTIALS)
                .hasStatus(400);
        client.withHeader("DPoP", proof + ", " + proof)
                .post("/auth/login", CREDENTIALS)
                .hasStatus(400);
        assertThat(house.count("identity.sessions")).isEqualTo(sessions);
    }

    @Test
    void usedProofsAreForgottenWhenTheyAreTooOldToComeAgain() {
        assertThat(house.count("identity.dpop_proofs")).isPositive();
        house.clock.advance(Duration.ofMinutes(3));

        house.identity.jobs().stream()
                .filter(job -> job.name().equals("identity.proofs"))
                .forEach(job -> job.work().run());

        assertThat(house.count("identity.dpop_proofs")).isZero();
    }

    @Test
    void aServerThatDoesNotKnowItsAddressTakesNoProofs() {
        try (IdentityHouse nameless = IdentityHouse.open(DATABASE.database())) {
            holder.post(nameless.anonymous, "/auth/login", CREDENTIALS, now())
                    .hasStatus(400)
                    .hasValueMatching("/message", ".*LATCHKEY_PUBLIC_URLS.*");
        }
    }

    @Test
    void oneAddressOfTheServerServesForAll() {
        try (IdentityHouse named =
                IdentityHouse.open(DATABASE.database(), Map.of("LATCHKEY_PUBLIC_URL", DpopClient.SERVER))) {
            holder.post(named.anonymous, "/auth/login", CREDENTIALS, now()).hasStatus(200);
        }
    }

    @Test
    void cookiesOfABoundSessionNeedTheProofToo() {
        try (IdentityHouse cookies = IdentityHouse.open(
                DATABASE.database(), Map.of("COOKIE_ENABLED", "true", "LATCHKEY_PUBLIC_URLS", DpopClient.SERVER))) {
            HttpAnswer answer = holder.post(cookies.anonymous, "/auth/login", CREDENTIALS, IdentityHouse.NOON)
                    .hasStatus(200);
            String token = cookie(answer, "cedros_access");
            HttpProbe browser = cookies.anonymous.withHeader(
                    "Cookie", "cedros_access=" + token + "; XSRF-TOKEN=" + cookie(answer, "XSRF-TOKEN"));

            browser.get(USER).hasStatus(401);
            browser.withHeader("DPoP", holder.proof("GET", USER, token, IdentityHouse.NOON))
                    .get(USER)
                    .hasStatus(200);
            browser.withHeader("X-CSRF-Token", cookie(answer, "XSRF-TOKEN"))
                    .withHeader("DPoP", holder.proof("POST", "/auth/logout", token, IdentityHouse.NOON))
                    .send("POST", "/auth/logout", null)
                    .hasStatus(200);
            assertThat(cookies.lastAudit("type")).isEqualTo("user.logout");
        }
    }

    private static String cookie(HttpAnswer answer, String name) {
        return answer.headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.split("[=;]")[1])
                .findFirst()
                .orElseThrow();
    }

    private static Instant now() {
        return house.clock.instant();
    }

    private HttpAnswer withClaims(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = DpopClient.claims("GET", USER, access, now());
        change.accept(claims);
        return client.withHeader("Authorization", "DPoP " + access)
                .withHeader("DPoP", holder.sign(holder.header(), claims))
                .get(USER);
    }

    private void accepted(Consumer<Map<String, Object>> change) {
        withClaims(change).hasStatus(200);
    }

    private void refused(Consumer<Map<String, Object>> change) {
        withClaims(change).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
    }

    private void refusedHeader(Consumer<Map<String, Object>> change) {
        Map<String, Object> header = holder.header();
        change.accept(header);
        client.withHeader("Authorization", "DPoP " + access)
                .withHeader("DPoP", holder.sign(header, DpopClient.claims("GET", USER, access, now())))
                .get(USER)
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN");
    }
}
