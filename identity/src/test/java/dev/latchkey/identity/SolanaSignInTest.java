package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.solana.Base58;
import dev.latchkey.networks.solana.SignInMessage;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with Solana wallets over HTTP (auth-api.md 12), and what attackers try with it. */
final class SolanaSignInTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe client;

    private final TestWallet wallet = new TestWallet();

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), Map.of("LATCHKEY_SIGNIN_DOMAIN", "app.example.com"));
        client = house.anonymous;
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
    void aChallengeIsTheContractsSentence() {
        HttpAnswer challenge = challenge(wallet).hasStatus(200).hasValueMatching("/nonce", "[A-Za-z0-9]{32}");

        assertThat(challenge.text("/message"))
                .isEqualTo("Login to Cedros Login with wallet " + wallet.solana() + ". Nonce: "
                        + challenge.text("/nonce") + ". Timestamp: 2026-05-30T12:00:00Z.");
        challenge.hasValueMatching("/expiresAt", "2026-05-30T12:05:00(\\.000)?Z");
        assertThat(challenge(wallet).text("/nonce")).isNotEqualTo(challenge.text("/nonce"));
    }

    @Test
    void aNewWalletGetsAnAccountAndAKnownOneSignsIn() {
        HttpAnswer first = signIn(wallet)
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/walletAddress", wallet.solana())
                .hasValue("/user/authMethods", "[\"solana\"]")
                .hasValue("/user/emailVerified", false)
                .hasValue("/callbackData", "{}")
                .hasValueMatching("/tokens/refreshToken", "[A-Za-z0-9]{44}")
                .lacks("/user/email");
        String id = first.text("/user/id");
        assertThat(house.audited("user.register", id)).isOne();

        house.clock.advance(Duration.ofMinutes(1));
        signIn(wallet)
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", id)
                .hasValue("/user/walletAddress", wallet.solana());
        assertThat(house.audited("user.login", id)).isOne();
        assertThat(house.lastAudit("metadata ->> 'method'")).isEqualTo("solana");
        assertThat(house.rows.queryText("select last_used_at::text from identity.credentials"))
                .startsWith("2026-05-30 12:01:00");
        assertThat(house.rows.queryText("select array_to_string(factors, ',') from identity.sessions limit 1"))
                .isEqualTo("wallet");
        client.withBearer(first.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200)
                .hasValue("/user/walletAddress", wallet.solana());
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void theStandardMessageSignsInToo() {
        HttpAnswer challenge = challenge(wallet).hasStatus(200).hasValue("/siws/domain", "app.example.com");
        SignInMessage message = new SignInMessage(
                challenge.text("/siws/domain"),
                challenge.text("/siws/address"),
                challenge.text("/siws/statement"),
                challenge.text("/siws/uri"),
                challenge.text("/siws/version"),
                challenge.text("/siws/chainId"),
                challenge.text("/siws/nonce"),
                challenge.text("/siws/issuedAt"),
                challenge.text("/siws/expirationTime"),
                null,
                null,
                List.of());
        assertThat(message.address()).isEqualTo(wallet.solana());
        assertThat(message.nonce()).isEqualTo(challenge.text("/nonce"));

        answer(wallet, message.toText()).hasStatus(200).hasValue("/isNewUser", true);

        // The sentence has the same nonce: it is used up with it.
        answer(wallet, challenge.text("/message")).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
    }

    @Test
    void aStandardMessageForAnotherDomainIsRefused() {
        HttpAnswer challenge = challenge(wallet);
        String phished = standard(challenge, "evil.example.com", challenge.text("/siws/expirationTime"));
        answer(wallet, phished).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");

        HttpAnswer another = challenge(wallet);
        String longer = standard(another, "app.example.com", "2027-05-30T12:05:00Z");
        answer(wallet, longer).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");

        HttpAnswer third = challenge(wallet);
        String own = standard(third, "app.example.com", third.text("/siws/expirationTime"));
        answer(wallet, own).hasStatus(200);
        assertThat(house.count("identity.users")).isOne();
    }

    @Test
    void signaturesMayBeBase58AndHaveAHardwareWalletsHeader() {
        String message = challenge(wallet).text("/message");
        answer(wallet, message, Base58.encode(wallet.sign(utf8(message)))).hasStatus(200);

        String again = challenge(wallet).text("/message");
        byte[] header = HexFormat.of().parseHex("ff736f6c616e61206f6666636861696e" + "00" + "00");
        byte[] text = utf8(again);
        byte[] signed = new byte[header.length + 2 + text.length];
        System.arraycopy(header, 0, signed, 0, header.length);
        signed[header.length] = (byte) text.length;
        System.arraycopy(text, 0, signed, header.length + 2, text.length);
        answer(wallet, again, Base64.getEncoder().encodeToString(wallet.sign(signed)))
                .hasStatus(200);
    }

    @Test
    void aChallengeServesOnce() {
        String message = challenge(wallet).text("/message");
        answer(wallet, message).hasStatus(200);
        answer(wallet, message).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void aWrongAnswerUsesTheChallengeUp() {
        String message = challenge(wallet).text("/message");
        answer(wallet, message, new TestWallet().signText(message))
                .hasStatus(401)
                .hasValue("/code", "INVALID_SIGNATURE");
        answer(wallet, message).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void aChallengeExpires() {
        String message = challenge(wallet).text("/message");
        house.clock.advance(Duration.ofMinutes(5));
        answer(wallet, message).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        String late = challenge(wallet).text("/message");
        house.clock.advance(Duration.ofSeconds(299));
        answer(wallet, late).hasStatus(200);
    }

    @Test
    void theWindowIsConfigured() {
        try (IdentityHouse quick = IdentityHouse.open(DATABASE.database(), Map.of("SOLANA_CHALLENGE_EXPIRY", "10"))) {
            HttpAnswer challenge = quick.anonymous.post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()));
            quick.clock.advance(Duration.ofSeconds(10));
            String message = challenge.text("/message");
            quick.anonymous
                    .post(
                            "/auth/solana",
                            Map.of(
                                    "publicKey", wallet.solana(),
                                    "message", message,
                                    "signature", wallet.signText(message)))
                    .hasStatus(400)
                    .hasValue("/code", "CHALLENGE_EXPIRED");
        }
    }

    @Test
    void aChallengeBelongsToOneWalletAndOneProject() {
        TestWallet other = new TestWallet();
        String message = challenge(wallet).text("/message");
        client.post(
                        "/auth/solana",
                        Map.of(
                                "publicKey", other.solana(),
                                "message", message,
                                "signature", other.signText(message)))
                .hasStatus(401)
                .hasValue("/code", "INVALID_SIGNATURE");

        UUID otherProject = house.otherProject();
        String ours = challenge(wallet).text("/message");
        HttpProbe elsewhere = client.withHeader("X-Latchkey-Project", otherProject.toString());
        elsewhere
                .post("/auth/solana", body(wallet, ours, wallet.signText(ours)))
                .hasStatus(400)
                .hasValue("/code", "CHALLENGE_EXPIRED");
        answer(wallet, ours).hasStatus(200);
    }

    @Test
    void aChangedMessageIsRefused() {
        String message = challenge(wallet).text("/message");
        String changed = message.replace("Cedros Login", "Cedros  Login");
        answer(wallet, changed).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");

        String again = challenge(wallet).text("/message");
        answer(wallet, again.replace("12:00:00", "12:00:01")).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "Login to Cedros Login",
                "Login to X. Nonce: short. Timestamp: now.",
                "Login to X. Nonce: ABCDEFGHIJKLMNOPQRSTUVWXYZ012345. Timestamp: now",
                "Login to X. Nonce: ABCDEFGHIJKLMNOPQRSTUVWXYZ012345. Time: now.",
                "login to X. Nonce: ABCDEFGHIJKLMNOPQRSTUVWXYZ012345. Timestamp: now.",
                "Login to X. Nonce: Y. Nonce: ABCDEFGHIJKLMNOPQRSTUVWXYZ012345. Timestamp: now.",
                "app.example.com wants you to sign in with your Solana account:\n11111111111111111111111111111111",
            })
    void aMessageThatIsNoChallengeIsMalformed(String message) {
        answer(wallet, message).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void anUnknownNonceIsAsGoodAsAUsedOne() {
        answer(wallet, "Login to X. Nonce: ABCDEFGHIJKLMNOPQRSTUVWXYZ012345. Timestamp: now.")
                .hasStatus(400)
                .hasValue("/code", "CHALLENGE_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "!!!!", "not base64==", "0OIl"})
    void anUndecodableSignatureIsMalformed(String signature) {
        String message = challenge(wallet).text("/message");
        answer(wallet, message, signature).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1",
                "11111111111111111111111111111111111",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L",
            })
    void onlyAddressesGetAChallenge(String publicKey) {
        client.post("/auth/solana/challenge", Map.of("publicKey", publicKey))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void oversizedAndMissingFieldsAreRefused() {
        String huge = "x".repeat(5000);
        client.post("/auth/solana/challenge", Map.of("publicKey", huge)).hasStatus(400);
        client.post("/auth/solana", Map.of("publicKey", "a", "signature", "b", "message", huge))
                .hasStatus(400);
        client.post("/auth/solana", Map.of("publicKey", "a")).hasStatus(400);
        client.post("/auth/solana", Map.of()).hasStatus(400);
        client.post("/auth/solana/challenge", Map.of("publicKey", 7)).hasStatus(400);
    }

    /** With keys of small order one signature fits many messages (RFC 8032 §8.4 and the literature on it). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0100000000000000000000000000000000000000000000000000000000000080",
            })
    void keysOfSmallOrderSignNobodyIn(String key) {
        String publicKey = Base58.encode(HexFormat.of().parseHex(key));
        String identity = Base64.getEncoder().encodeToString(HexFormat.of().parseHex("01" + "00".repeat(63)));
        for (int i = 0; i < 16; i++) {
            String message = client.post("/auth/solana/challenge", Map.of("publicKey", publicKey))
                    .hasStatus(200)
                    .text("/message");
            client.post("/auth/solana", Map.of("publicKey", publicKey, "message", message, "signature", identity))
                    .hasStatus(401)
                    .hasValue("/code", "INVALID_SIGNATURE");
        }
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void ofManyAnswersToOneChallengeOneGetsASession() throws Exception {
        String message = challenge(wallet).text("/message");
        List<Integer> statuses = atOnce(10, () -> answer(wallet, message).status());
        assertThat(statuses)
                .containsOnly(200, 400)
                .filteredOn(status -> status == 200)
                .hasSize(1);
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void ofManyFirstSignInsOfOneWalletOneMakesTheAccount() throws Exception {
        List<Integer> statuses = atOnce(8, () -> signIn(wallet).status());
        assertThat(statuses).containsOnly(200);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.count("identity.credentials")).isOne();
        assertThat(house.count("identity.sessions")).isEqualTo(8);
    }

    @Test
    void anInactiveUserDoesNotGetIn() {
        String id = signIn(wallet).text("/user/id");
        house.rows.execute("update identity.users set status = 'SUSPENDED' where id = '" + id + "'");
        signIn(wallet).hasStatus(403).hasValue("/code", "FORBIDDEN");
        assertThat(house.lastAudit("outcome")).isEqualTo("FAILURE");
    }

    @Test
    void aSecondFactorIsAskedFor() {
        String id = signIn(wallet).text("/user/id");
        house.rows.execute("update identity.users set second_factor = true where id = '" + id + "'");
        signIn(wallet)
                .hasStatus(200)
                .hasValue("/mfaRequired", true)
                .hasValue("/userId", id)
                .lacks("/tokens")
                .lacks("/user");
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void switchedOffItIsNotThere() {
        try (IdentityHouse off = IdentityHouse.open(DATABASE.database(), Map.of("SOLANA_ENABLED", "false"))) {
            off.anonymous
                    .post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                    .hasStatus(404)
                    .hasValue("/code", "NOT_FOUND");
            off.anonymous.post("/auth/solana", body(wallet, "m", "s")).hasStatus(404);
        }
    }

    @Test
    void theClassOfSensitiveCallsLimitsIt() {
        try (IdentityHouse limited = IdentityHouse.open(
                DATABASE.database(),
                Profile.SERVE,
                Map.of("RATE_LIMIT_ENABLED", "true"),
                TestClock.at(IdentityHouse.NOON))) {
            for (int i = 0; i < 10; i++) {
                limited.anonymous
                        .post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                        .hasStatus(200);
            }
            limited.anonymous
                    .post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                    .hasStatus(429)
                    .hasValue("/code", "RATE_LIMITED");
        }
    }

    private HttpAnswer signIn(TestWallet signer) {
        return answer(signer, challenge(signer).text("/message"));
    }

    private static HttpAnswer challenge(TestWallet signer) {
        return client.post("/auth/solana/challenge", Map.of("publicKey", signer.solana()));
    }

    private static HttpAnswer answer(TestWallet signer, String message) {
        return answer(signer, message, signer.signText(message));
    }

    private static HttpAnswer answer(TestWallet signer, String message, String signature) {
        return client.post("/auth/solana", body(signer, message, signature));
    }

    private static Map<String, String> body(TestWallet signer, String message, String signature) {
        return Map.of("publicKey", signer.solana(), "message", message, "signature", signature);
    }

    private String standard(HttpAnswer challenge, String domain, String expires) {
        return new SignInMessage(
                        domain,
                        wallet.solana(),
                        challenge.text("/siws/statement"),
                        challenge.text("/siws/uri"),
                        "1",
                        "mainnet",
                        challenge.text("/nonce"),
                        challenge.text("/siws/issuedAt"),
                        expires,
                        null,
                        null,
                        List.of())
                .toText();
    }

    static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(times)) {
            List<Future<T>> running = callers.invokeAll(Collections.nCopies(times, work));
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
