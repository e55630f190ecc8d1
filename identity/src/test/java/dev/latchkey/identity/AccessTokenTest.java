package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AccessTokenTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;
    private String token;

    @BeforeAll
    static void open() {
        TestSigningKey.store(DATABASE.database());
        house = IdentityHouse.open(DATABASE.database());
        client = house.anonymous;
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void signIn() {
        house.wipe();
        token = client.post("/auth/register", CREDENTIALS).hasStatus(201).text("/tokens/accessToken");
    }

    @Test
    void aTokenIsEs256NamesItsSessionAndVerifiesAgainstTheKeySet() throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        ECKey key = (ECKey) keySet(house).getKeyByKeyId(jwt.getHeader().getKeyID());

        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(key.computeThumbprint().toString());
        assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("cedros-login");
        assertThat(claims.getAudience()).containsExactly("cedros-app");
        assertThat(claims.getStringClaim("sid")).isEqualTo(house.rows.queryText("select id from identity.sessions"));
        assertThat(claims.getStringClaim("project_id")).isEqualTo(IdentityHouse.DEFAULT_PROJECT.toString());
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(900));
    }

    @Test
    void theKeySetIsPublicAndHoldsNoPrivatePart() {
        client.withHeader("Authorization", "Bearer broken")
                .get("/.well-known/jwks.json")
                .hasStatus(200)
                .hasHeaderMatching("Cache-Control", "public, max-age=.*")
                .hasNoHeader("Set-Cookie")
                .neverMentions("\"d\"")
                .hasValue("/keys/0/alg", "ES256")
                .hasValue("/keys/0/kty", "EC");
    }

    @Test
    void privateKeysAreStoredSealed() {
        String stored = house.rows.queryText("select encode(private_key, 'hex') from identity.signing_keys"
                + " where private_key is not null limit 1");

        // PKCS#8 of P-256 begins so; an envelope begins with its version.
        assertThat(stored).startsWith("02").doesNotContain("301306072a8648ce3d0201");
    }

    @Test
    void anExpiredTokenIsToldFromABrokenOne() {
        house.clock.advance(Duration.ofSeconds(899));
        client.withBearer(token).get("/auth/user").hasStatus(200);
        house.clock.advance(Duration.ofSeconds(1));
        client.withBearer(token).get("/auth/user").hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        refused(token.substring(0, token.length() - 4) + "AAAA");
    }

    @Test
    void aTokenFromTheFutureIsRefusedBeyondALittleLeeway() {
        house.clock.set(IdentityHouse.NOON.minusSeconds(5));
        client.withBearer(token).get("/auth/user").hasStatus(200);
        house.clock.set(IdentityHouse.NOON.minusSeconds(6));
        refused(token);
    }

    @Test
    void unsignedTokensAreRefused() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        String kid = SignedJWT.parse(token).getHeader().getKeyID();
        String payload = token.split("\\.")[1];

        refused(new PlainJWT(claims).serialize());
        for (String algorithm : List.of("none", "None", "NONE", "nOnE")) {
            String header = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}");
            refused(header + "." + payload + ".");
            refused(header + "." + payload + "." + token.split("\\.")[2]);
        }
        String[] parts = token.split("\\.");
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
        refused(parts[0] + "." + parts[1] + "." + base64("\0".repeat(64)));
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        JWK key = keySet(house).getKeys().getFirst();
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        List<byte[]> secrets = List.of(
                key.toJSONString().getBytes(StandardCharsets.UTF_8),
                key.toECKey().toECPublicKey().getEncoded(),
                Arrays.copyOf(key.toECKey().getX().decode(), 32));
        for (byte[] secret : secrets) {
            refused(signed(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims,
                    new MACSigner(secret)));
        }
    }

    @Test
    void anotherKeyDoesNotSignForUsWhateverTheHeaderSays() throws Exception {
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID("evil").generate();
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        String kid = SignedJWT.parse(token).getHeader().getKeyID();
        JWSSigner signer = new ECDSASigner(own);

        refused(signed(header().keyID(kid).build(), claims, signer));
        refused(signed(header().keyID("evil").build(), claims, signer));
        refused(signed(header().build(), claims, signer));
        refused(signed(header().keyID(kid).jwk(own.toPublicJWK()).build(), claims, signer));
        refused(signed(
                header().keyID(kid)
                        .jwkURL(java.net.URI.create("http://127.0.0.1:" + house.server.port() + "/keys"))
                        .build(),
                claims,
                signer));
        for (String injected : List.of(
                "../../../../dev/null",
                "' or '1'='1",
                "'; drop table identity.signing_keys; --",
                "x".repeat(3000),
                "\0")) {
            refused(signed(header().keyID(injected).build(), claims, signer));
        }
        assertThat(house.count("identity.signing_keys")).isPositive();
    }

    @Test
    void claimsAreCheckedEvenWhenTheSignatureIsOurs() throws Exception {
        String userId = house.rows.queryText("select id from identity.users");
        String sessionId = house.rows.queryText("select id from identity.sessions");
        Claims good = new Claims(userId, sessionId);

        accepted(good.build());
        refused(ours(good.builder().issuer("somebody-else").build()));
        refused(ours(good.builder().audience("another-app").build()));
        refused(ours(
                good.builder().audience(List.of("cedros-app", "another-app")).build()));
        refused(ours(good.builder().subject(UUID.randomUUID().toString()).build()));
        refused(ours(good.builder().subject(null).build()));
        refused(ours(good.builder().subject("admin").build()));
        refused(ours(good.builder().claim("sid", UUID.randomUUID().toString()).build()));
        refused(ours(good.builder().claim("sid", null).build()));
        refused(ours(good.builder().claim("sid", 7).build()));
        refused(ours(
                good.builder().claim("project_id", UUID.randomUUID().toString()).build()));
        refused(ours(good.builder().expirationTime(null).build()));
        refused(ours(good.builder().issueTime(null).build()));
        refused(ours(good.builder()
                .notBeforeTime(Date.from(IdentityHouse.NOON.plusSeconds(60)))
                .build()));
    }

    @Test
    void otherTypesOfTokenAreRefused() throws Exception {
        Claims good = new Claims(
                house.rows.queryText("select id from identity.users"),
                house.rows.queryText("select id from identity.sessions"));

        for (String type : List.of("at+jwt", "dpop+jwt", "logout+jwt", "JWS")) {
            refused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)), good.build()));
        }
        refused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256), good.build()));
        refused(sign(header().criticalParams(java.util.Set.of("exp")).customParam("exp", 1), good.build()));
    }

    @Test
    void refreshTokensAndProjectKeysAreNoAccessTokens() {
        String refreshToken =
                client.post("/auth/login", CREDENTIALS).hasStatus(200).text("/tokens/refreshToken");

        refused(refreshToken);
        house.backend().get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        house.operator().get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        client.withBearer("ck_" + "a".repeat(43)).get("/auth/user").hasStatus(401);
        client.withBearer(token).get("/users").hasStatus(401).hasValue("/message", "Invalid API key format");
        client.post("/auth/refresh", Map.of("refreshToken", token))
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN");
        client.withHeader("Authorization", "Basic YTpi").get("/auth/user").hasStatus(401);
        client.withHeader("Authorization", token).get("/auth/user").hasStatus(401);
        refused("a.b.c");
        refused("x".repeat(8000));
        refused(base64("{\"alg\":" + "[".repeat(2500)) + ".e30.AAAA");
        refused(base64("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + TestSigningKey.ID + "\"}") + "."
                + base64("[".repeat(2000)) + ".AAAA");
    }

    @Test
    void aSecondServerOnTheDatabaseUnderstandsTheTokens() throws Exception {
        try (IdentityHouse second = IdentityHouse.open(DATABASE.database())) {
            second.anonymous.withBearer(token).get("/auth/user").hasStatus(200);
            String other = second.anonymous
                    .post("/auth/login", CREDENTIALS)
                    .hasStatus(200)
                    .text("/tokens/accessToken");
            client.withBearer(other).get("/auth/user").hasStatus(200);
            assertThat(SignedJWT.parse(other).getHeader().getKeyID())
                    .isEqualTo(SignedJWT.parse(token).getHeader().getKeyID());
        }
    }

    @Test
    void keysRotateWithNoticeAndOldOnesStayUntilTheirLastTokenHasExpired() throws Exception {
        TestClock clock = TestClock.at(IdentityHouse.NOON.plus(Duration.ofDays(400)));
        try (IdentityHouse rotating = IdentityHouse.open(
                DATABASE.database(), Profile.SERVE, Map.of("LATCHKEY_SIGNING_KEY_DAYS", "1"), clock)) {
            rotating.identity.jobs().getFirst().work().run();
            String first = kid(login(rotating));
            clock.advance(Duration.ofHours(24).minusMinutes(9));
            rotating.identity.jobs().getFirst().work().run();
            assertThat(kid(login(rotating)))
                    .as("published, but not signing yet")
                    .isEqualTo(first);
            List<String> published = published(rotating);
            assertThat(published).hasSize(2).contains(first);
            String early = login(rotating);
            clock.advance(Duration.ofMinutes(9));
            String second = kid(login(rotating));
            assertThat(second).isNotEqualTo(first);
            assertThat(published).contains(second);
            rotating.anonymous.withBearer(early).get("/auth/user").hasStatus(200);
            clock.advance(Duration.ofMinutes(18));
            rotating.identity.jobs().getFirst().work().run();
            assertThat(published(rotating)).containsExactly(second);
            assertThat(house.rows.queryLong("select count(*) from identity.signing_keys"))
                    .isOne();
        }
        house.rows.execute("delete from identity.signing_keys");
        restart();
    }

    @Test
    void manyServersStartingAtOnceAgreeOnOneKey() throws Exception {
        house.rows.execute("delete from identity.signing_keys");
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();
                IdentityHouse a = IdentityHouse.open(DATABASE.database());
                IdentityHouse b = IdentityHouse.open(DATABASE.database());
                IdentityHouse c = IdentityHouse.open(DATABASE.database())) {
            List<java.util.concurrent.Future<List<String>>> keys = List.of(
                    threads.submit(() -> published(a)),
                    threads.submit(() -> published(b)),
                    threads.submit(() -> published(c)));
            for (var published : keys) {
                assertThat(published.get()).isEqualTo(keys.getFirst().get());
            }
        }
        assertThat(house.count("identity.signing_keys")).isOne();
        restart();
    }

    @Test
    void aConfiguredRsaKeySignsWithTheContractsKeyId() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        for (String pem : List.of(pem("PRIVATE KEY", pkcs8), pem("RSA PRIVATE KEY", pkcs1))) {
            try (IdentityHouse rsa = IdentityHouse.open(DATABASE.database(), Map.of("JWT_RSA_PRIVATE_KEY", pem))) {
                String signed = login(rsa);
                SignedJWT jwt = SignedJWT.parse(signed);
                RSAKey key = (RSAKey) keySet(rsa).getKeyByKeyId(jwt.getHeader().getKeyID());
                assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
                assertThat(jwt.getHeader().getKeyID()).isEqualTo(expectedKid((RSAPublicKey) pair.getPublic()));
                assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
                rsa.anonymous.withBearer(signed).get("/auth/user").hasStatus(200);
                rsa.anonymous.withBearer(token).get("/auth/user").hasStatus(200);
                // The algorithm belongs to the key: an RSA key id with an ES256 signature is nothing.
                refusedBy(
                        rsa,
                        signed(header().keyID(key.getKeyID()).build(), jwt.getJWTClaimsSet(), TestSigningKey.signer()));
            }
        }
        house.rows.execute("delete from identity.signing_keys");
        restart();
    }

    /** After a test that changed the keys. */
    private static void restart() {
        house.close();
        open();
    }

    private static String expectedKid(RSAPublicKey key) throws Exception {
        byte[] modulus = key.getModulus().toByteArray();
        byte[] unsigned = new BigInteger(1, modulus).bitLength() % 8 == 0
                ? Arrays.copyOfRange(modulus, 1, modulus.length)
                : modulus;
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(unsigned))
                .substring(0, 16);
    }

    private static String login(IdentityHouse at) {
        return at.anonymous.post("/auth/login", CREDENTIALS).hasStatus(200).text("/tokens/accessToken");
    }

    private static List<String> published(IdentityHouse at) throws Exception {
        return keySet(at).getKeys().stream().map(JWK::getKeyID).sorted().toList();
    }

    private static JWKSet keySet(IdentityHouse at) throws Exception {
        return JWKSet.parse(
                at.anonymous.get("/.well-known/jwks.json").hasStatus(200).body());
    }

    private static String kid(String jwt) throws Exception {
        return SignedJWT.parse(jwt).getHeader().getKeyID();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----";
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT);
    }

    /** A token signed by a key that the server trusts. */
    private String ours(JWTClaimsSet claims) throws Exception {
        return sign(header(), claims);
    }

    private String sign(JWSHeader.Builder header, JWTClaimsSet claims) throws Exception {
        return signed(header.keyID(TestSigningKey.ID).build(), claims, TestSigningKey.signer());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void accepted(JWTClaimsSet claims) throws Exception {
        client.withBearer(signed(header().keyID(TestSigningKey.ID).build(), claims, TestSigningKey.signer()))
                .get("/auth/user")
                .hasStatus(200);
    }

    private static HttpAnswer refused(String forged) {
        return refusedBy(house, forged);
    }

    private static HttpAnswer refusedBy(IdentityHouse at, String forged) {
        return at.anonymous
                .withBearer(forged)
                .get("/auth/user")
                .hasStatus(401)
                .hasValue("/code", "INVALID_TOKEN")
                .lacks("/user");
    }

    private record Claims(String userId, String sessionId) {

        JWTClaimsSet.Builder builder() {
            return new JWTClaimsSet.Builder()
                    .subject(userId)
                    .claim("sid", sessionId)
                    .claim("project_id", IdentityHouse.DEFAULT_PROJECT.toString())
                    .issuer("cedros-login")
                    .audience("cedros-app")
                    .issueTime(Date.from(IdentityHouse.NOON))
                    .expirationTime(Date.from(IdentityHouse.NOON.plusSeconds(900)));
        }

        JWTClaimsSet build() {
            return builder().build();
        }
    }
}
