package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.webauth.StellarToml;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.BumpSequence;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.Preconditions;
import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with Stellar wallets over HTTP (SEP-10, SEP-53), and what attackers try with it. */
final class StellarSignInTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static final String PASSPHRASE = StellarNetwork.TEST_PASSPHRASE;

    private static FakeHorizon horizon;
    private static IdentityHouse house;
    private static HttpProbe client;

    private final TestWallet wallet = new TestWallet();

    @BeforeAll
    static void open() {
        horizon = new FakeHorizon();
        house = open(Map.of());
        client = house.anonymous;
    }

    @AfterAll
    static void close() {
        house.close();
        horizon.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
        horizon.forget();
    }

    private static IdentityHouse open(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "STELLAR_HORIZON_URL", horizon.url(),
                "LATCHKEY_PUBLIC_URL", "https://auth.example.com/",
                "LATCHKEY_STELLAR_HOME_DOMAINS", "auth.example.com,example.com",
                "LATCHKEY_SIGNIN_DOMAIN", "app.example.com"));
        values.putAll(more);
        return IdentityHouse.open(DATABASE.database(), Profile.DEV, values, TestClock.at(IdentityHouse.NOON));
    }

    @Test
    void aChallengeTransactionSignsIn() {
        HttpAnswer first = signIn(wallet)
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/walletAddress", wallet.stellar().toString())
                .hasValue("/user/authMethods", "[\"stellar\"]")
                .lacks("/user/email");
        String id = first.text("/user/id");
        assertThat(house.audited("user.register", id)).isOne();
        signIn(wallet).hasStatus(200).hasValue("/isNewUser", false).hasValue("/user/id", id);
        assertThat(house.audited("user.login", id)).isOne();
        assertThat(house.lastAudit("metadata ->> 'method'")).isEqualTo("stellar");
    }

    @Test
    void clientsThatSpeakSep10GetItByTheLetter() {
        HttpProbe stranger = client.withHeader("Origin", "https://wallet.example.org");
        String toml = stranger.get("/.well-known/stellar.toml")
                .hasStatus(200)
                .hasHeader("Access-Control-Allow-Origin", "*")
                .hasHeaderMatching("Content-Type", "text/plain.*")
                .body();
        assertThat(toml)
                .contains("NETWORK_PASSPHRASE = \"" + PASSPHRASE + "\"")
                .contains("WEB_AUTH_ENDPOINT = \"https://auth.example.com/auth/sep10\"");
        AccountId server = StellarToml.signingKey(toml).orElseThrow();

        HttpAnswer challenge = stranger.get("/auth/sep10?account=" + wallet.stellar())
                .hasStatus(200)
                .hasHeader("Access-Control-Allow-Origin", "*")
                .hasValue("/network_passphrase", PASSPHRASE);
        Transaction transaction = transaction(challenge.text("/transaction"));
        assertThat(transaction.source()).isEqualTo(MuxedAccount.of(server));
        assertThat(transaction.sequence()).isZero();

        String signed = wallet.signTransaction(challenge.text("/transaction"), PASSPHRASE);
        HttpAnswer token = stranger.post("/auth/sep10", Map.of("transaction", signed))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasNoHeader("Set-Cookie");
        assertThat(token.text("/token")).isEqualTo(token.text("/tokens/accessToken"));
        client.withBearer(token.text("/token"))
                .get("/auth/user")
                .hasStatus(200)
                .hasValue("/user/walletAddress", wallet.stellar().toString());

        String again = wallet.signTransaction(
                stranger.get("/auth/sep10?account=" + wallet.stellar()).text("/transaction"), PASSPHRASE);
        stranger.withHeader("Content-Type", "application/x-www-form-urlencoded")
                .post("/auth/sep10", "transaction=" + URLEncoder.encode(again, StandardCharsets.UTF_8))
                .hasStatus(200)
                .hasValue("/isNewUser", false);

        stranger.post("/auth/sep10", Map.of("transaction", again))
                .hasStatus(400)
                .hasValue("/code", "CHALLENGE_EXPIRED")
                .hasValueMatching("/error", ".*unknown, used or expired.*");
        stranger.get("/auth/sep10").hasStatus(400).hasValue("/error", "account is required");
    }

    @Test
    void inCookieModeTheTokenOfSep10IsInJsonAllTheSame() {
        try (IdentityHouse cookies = open(Map.of("COOKIE_ENABLED", "true"))) {
            String challenge = cookies.anonymous
                    .get("/auth/sep10?account=" + wallet.stellar())
                    .text("/transaction");
            HttpAnswer answer = cookies.anonymous
                    .post("/auth/sep10", Map.of("transaction", wallet.signTransaction(challenge, PASSPHRASE)))
                    .hasStatus(200)
                    .hasValueMatching("/token", "ey.*");
            assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("cedros_"));

            String ours = cookies.anonymous
                    .post(
                            "/auth/stellar/challenge",
                            Map.of("account", wallet.stellar().toString()))
                    .text("/transaction");
            HttpAnswer house = cookies.anonymous
                    .post("/auth/stellar", Map.of("transaction", wallet.signTransaction(ours, PASSPHRASE)))
                    .hasStatus(200)
                    .lacks("/tokens");
            assertThat(house.headers("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("cedros_access="));
        }
    }

    @Test
    void usersOfASharedAccountAreToldApart() {
        String account = wallet.stellar().toString();
        String muxed = new MuxedAccount(wallet.stellar(), 7L).toString();
        String plain = signIn(Map.of("account", account)).hasStatus(200).text("/user/id");
        String byMemo = signIn(Map.of("account", account, "memo", "7"))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .hasValue("/user/walletAddress", account)
                .text("/user/id");
        String byId = signIn(Map.of("account", muxed))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .text("/user/id");
        assertThat(List.of(plain, byMemo, byId)).doesNotHaveDuplicates();
        signIn(Map.of("account", account, "memo", "7")).hasStatus(200).hasValue("/user/id", byMemo);
        signIn(Map.of("account", muxed)).hasStatus(200).hasValue("/user/id", byId);

        challenge(Map.of("account", muxed, "memo", "7")).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        for (String memo : List.of("-1", "seven", "18446744073709551616", "1e3", "")) {
            challenge(Map.of("account", account, "memo", memo)).hasStatus(400);
        }
        challenge(Map.of("account", account, "memo", "18446744073709551615")).hasStatus(200);
    }

    @Test
    void onlyAccountsAndOwnHomeDomainsGetAChallenge() {
        String account = wallet.stellar().toString();
        for (String other : List.of("", "G", wallet.solana(), account.toLowerCase(Locale.ROOT), "x".repeat(90))) {
            challenge(Map.of("account", other)).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        }
        challenge(Map.of("account", account, "homeDomain", "evil.example.com")).hasStatus(400);
        challenge(Map.of("account", account, "homeDomain", "example.com")).hasStatus(200);
        String server = StellarToml.signingKey(
                        client.get("/.well-known/stellar.toml").body())
                .orElseThrow()
                .toString();
        challenge(Map.of("account", server)).hasStatus(400);
    }

    @Test
    void signersOfTheAccountNeedTheMediumThreshold() {
        TestWallet one = new TestWallet();
        TestWallet two = new TestWallet();
        horizon.account(wallet.stellar(), 3, Map.of(wallet.stellar(), 1, one.stellar(), 2, two.stellar(), 1));

        answer(signed(fresh(), wallet)).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
        answer(signed(fresh(), one)).hasStatus(401);
        answer(signed(fresh(), wallet, two)).hasStatus(401);
        answer(signed(fresh(), one, one)).hasStatus(401);
        answer(signed(fresh(), one, two, new TestWallet())).hasStatus(401);
        answer(signed(fresh())).hasStatus(401);
        assertThat(house.count("identity.users")).isZero();
        answer(signed(fresh(), one, two)).hasStatus(200).hasValue("/isNewUser", true);
        answer(signed(fresh(), wallet, one)).hasStatus(200).hasValue("/isNewUser", false);
    }

    @Test
    void aMasterKeyThatWasSwitchedOffDoesNotGetIn() {
        TestWallet successor = new TestWallet();
        horizon.account(wallet.stellar(), 0, Map.of(wallet.stellar(), 0, successor.stellar(), 1));
        answer(signed(fresh(), wallet)).hasStatus(401);
        byMessage(wallet).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
        answer(signed(fresh(), successor)).hasStatus(200);
    }

    @Test
    void theServersOwnSignatureNeverCounts() {
        AccountId server = StellarToml.signingKey(
                        client.get("/.well-known/stellar.toml").body())
                .orElseThrow();
        horizon.account(wallet.stellar(), 1, Map.of(server, 5, wallet.stellar(), 1));
        answer(fresh()).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
        answer(signed(fresh(), wallet)).hasStatus(200);
    }

    @Test
    void withoutTheLedgerNobodyGetsIn() {
        String signed = signed(fresh(), wallet);
        horizon.broken = true;
        answer(signed).hasStatus(503).hasValue("/code", "SERVICE_UNAVAILABLE");
        byMessage(wallet).hasStatus(503);
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void aTransactionThatThisServerDidNotMakeIsRefused() {
        String issued = fresh();
        Transaction made = transaction(issued);
        List<UnaryOperator<Transaction>> forgeries = List.of(
                t -> with(t, 1, t.preconditions(), t.operations()),
                t -> with(t, 0, t.preconditions(), append(t, Operation.of(wallet.stellar(), new BumpSequence(1)))),
                t -> with(t, 0, later(), t.operations()),
                t -> with(t, 0, Preconditions.NONE, t.operations()),
                t -> with(t, 0, t.preconditions(), t.operations().subList(1, 2)));
        for (UnaryOperator<Transaction> forgery : forgeries) {
            String forged = TransactionEnvelope.unsigned(forgery.apply(made)).toBase64();
            HttpAnswer answer = answer(signed(forged, wallet));
            assertThat(answer.status()).isIn(400, 401);
        }
        // Without the server's signature, and with it twice.
        answer(signed(TransactionEnvelope.unsigned(made).toBase64(), wallet)).hasStatus(401);
        TransactionEnvelope envelope = TransactionEnvelope.parse(issued);
        String twice = envelope.withSignature(envelope.signatures().getFirst()).toBase64();
        answer(signed(twice, wallet)).hasStatus(401);
        // A challenge made by somebody else, well formed.
        answer("AAAA").hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        answer("").hasStatus(400);
        answer("A".repeat(30_000)).hasStatus(400);
        assertThat(house.count("identity.users")).isZero();
        answer(signed(issued, wallet)).hasStatus(200);
    }

    @Test
    void aSignatureForAnotherNetworkIsNone() {
        String signed = wallet.signTransaction(fresh(), StellarNetwork.PUBLIC_PASSPHRASE);
        answer(signed).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
    }

    @Test
    void aChallengeServesOnceAndForFiveMinutes() {
        String signed = signed(fresh(), wallet);
        answer(signed).hasStatus(200);
        answer(signed).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        String late = signed(fresh(), wallet);
        house.clock.advance(Duration.ofSeconds(301));
        answer(late).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        String early = signed(fresh(), wallet);
        house.clock.advance(Duration.ofMinutes(-2));
        answer(early).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
    }

    @Test
    void aChallengeOfAnotherProjectIsUnknown() {
        HttpProbe elsewhere =
                client.withHeader("X-Latchkey-Project", house.otherProject().toString());
        String signed = signed(fresh(), wallet);
        elsewhere
                .post("/auth/stellar", Map.of("transaction", signed))
                .hasStatus(400)
                .hasValue("/code", "CHALLENGE_EXPIRED");
        answer(signed).hasStatus(200);
    }

    @Test
    void ofManyAnswersToOneChallengeOneGetsASession() throws Exception {
        String signed = signed(fresh(), wallet);
        List<Integer> statuses = SolanaSignInTest.atOnce(8, () -> answer(signed).status());
        assertThat(statuses)
                .containsOnly(200, 400)
                .filteredOn(status -> status == 200)
                .hasSize(1);
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void theClientDomainSignsToo() {
        TestWallet application = new TestWallet();
        horizon.stellarToml("SIGNING_KEY=\"" + application.stellar() + "\"\n");
        String domain = "localhost:" + horizon.port();
        Map<String, String> request = Map.of("account", wallet.stellar().toString(), "clientDomain", domain);

        answer(signed(challenge(request).hasStatus(200).text("/transaction"), wallet))
                .hasStatus(401);
        answer(signed(challenge(request).text("/transaction"), application)).hasStatus(401);
        answer(signed(challenge(request).text("/transaction"), wallet, application))
                .hasStatus(200);
        client.get("/auth/sep10?account=" + wallet.stellar() + "&client_domain=" + domain)
                .hasStatus(200);

        horizon.stellarToml("SIGNING_KEY=\"none\"");
        challenge(request).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://x", "x/y", "a b", "user@host", "localhost:1", "-x"})
    void aClientDomainThatCannotBeAskedIsRefused(String domain) {
        challenge(Map.of("account", wallet.stellar().toString(), "clientDomain", domain))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void inProductionPrivateAddressesAreNotAsked() {
        try (IdentityHouse production = IdentityHouse.open(
                DATABASE.database(),
                Map.of("STELLAR_HORIZON_URL", horizon.url(), "LATCHKEY_PUBLIC_URL", "https://auth.example.com"))) {
            horizon.stellarToml("SIGNING_KEY=\"" + wallet.stellar() + "\"\n");
            production
                    .anonymous
                    .post(
                            "/auth/stellar/challenge",
                            Map.of(
                                    "account",
                                    wallet.stellar().toString(),
                                    "clientDomain",
                                    "localhost:" + horizon.port()))
                    .hasStatus(400);
        }
    }

    @Test
    void aMessageSignsIn() {
        HttpAnswer challenge = messageChallenge(wallet).hasStatus(200);
        assertThat(challenge.text("/message"))
                .startsWith("app.example.com wants you to sign in with your Stellar account:\n" + wallet.stellar())
                .contains("\nNetwork: " + PASSPHRASE + "\nNonce: " + challenge.text("/nonce") + "\n")
                .endsWith("\nExpiration Time: 2026-05-30T12:05:00Z");
        String id = message(wallet, challenge.text("/message"))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .text("/user/id");
        message(wallet, challenge.text("/message")).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
        // Both ways lead to the same account.
        signIn(wallet).hasStatus(200).hasValue("/user/id", id);
    }

    @Test
    void aMessageIsRefusedLikeAnyOther() {
        String text = messageChallenge(wallet).text("/message");
        message(wallet, text.replace("app.example.com", "evil.example.com"))
                .hasStatus(401)
                .hasValue("/code", "INVALID_SIGNATURE");
        message(wallet, text).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        String raw = messageChallenge(wallet).text("/message");
        client.post(
                        "/auth/stellar/message",
                        Map.of(
                                "account", wallet.stellar().toString(),
                                "message", raw,
                                "signature", wallet.signText(raw)))
                .hasStatus(401);

        TestWallet other = new TestWallet();
        String theirs = messageChallenge(wallet).text("/message");
        message(other, theirs).hasStatus(401);

        String late = messageChallenge(wallet).text("/message");
        house.clock.advance(Duration.ofMinutes(5));
        message(wallet, late).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        message(wallet, "Nonce: none").hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        client.post("/auth/stellar/message/challenge", Map.of("account", wallet.solana()))
                .hasStatus(400);
    }

    @Test
    void aMessageIsNotEnoughWhereSeveralHaveToSign() {
        horizon.account(wallet.stellar(), 2, Map.of(wallet.stellar(), 1, new TestWallet().stellar(), 1));
        byMessage(wallet).hasStatus(401).hasValue("/code", "INVALID_SIGNATURE");
        horizon.account(wallet.stellar(), 2, Map.of(wallet.stellar(), 2));
        byMessage(wallet).hasStatus(200);
    }

    @Test
    void challengesOfOneProtocolAreNoneOfAnother() {
        String solana = client.post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                .text("/nonce");
        message(wallet, "Nonce: " + solana).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
    }

    @Test
    void aSecondFactorIsAskedFor() {
        String id = signIn(wallet).text("/user/id");
        house.rows.execute("update identity.users set second_factor = true where id = '" + id + "'");
        signIn(wallet).hasStatus(200).hasValue("/mfaRequired", true).lacks("/tokens");
        client.post("/auth/sep10", Map.of("transaction", signed(fresh(), wallet)))
                .hasStatus(403)
                .hasValue("/mfaRequired", true)
                .hasValueMatching("/error", ".*second factor.*")
                .lacks("/token");
        assertThat(house.count("identity.sessions")).isOne();
    }

    @Test
    void allServersSignWithOneStoredKey() {
        String toml = client.get("/.well-known/stellar.toml").body();
        try (IdentityHouse another = open(Map.of())) {
            assertThat(another.anonymous.get("/.well-known/stellar.toml").body())
                    .isEqualTo(toml);
            String challenge = another.anonymous
                    .post(
                            "/auth/stellar/challenge",
                            Map.of("account", wallet.stellar().toString()))
                    .text("/transaction");
            answer(signed(challenge, wallet)).hasStatus(200);
        }
        assertThat(house.count("identity.web_auth_key")).isOne();
    }

    @Test
    void switchedOffItIsNotThere() {
        try (IdentityHouse off = open(Map.of("LATCHKEY_STELLAR_SIGNIN_ENABLED", "false"))) {
            String account = wallet.stellar().toString();
            off.anonymous
                    .post("/auth/stellar/challenge", Map.of("account", account))
                    .hasStatus(404);
            off.anonymous.post("/auth/stellar", Map.of("transaction", "x")).hasStatus(404);
            off.anonymous
                    .post("/auth/stellar/message/challenge", Map.of("account", account))
                    .hasStatus(404);
            off.anonymous.get("/auth/sep10?account=" + account).hasStatus(404).hasValue("/code", "NOT_FOUND");
            off.anonymous.get("/.well-known/stellar.toml").hasStatus(404);
        }
        try (IdentityHouse hidden =
                IdentityHouse.open(DATABASE.database(), Map.of("STELLAR_HORIZON_URL", horizon.url()))) {
            hidden.anonymous.get("/.well-known/stellar.toml").hasStatus(404);
            hidden.anonymous
                    .get("/auth/sep10?account=" + wallet.stellar())
                    .hasStatus(404)
                    .hasValueMatching("/error", ".*LATCHKEY_PUBLIC_URL.*");
        }
    }

    private HttpAnswer signIn(TestWallet signer) {
        HttpAnswer challenge = challenge(Map.of("account", signer.stellar().toString()));
        return answer(signed(challenge.hasStatus(200).text("/transaction"), signer));
    }

    private HttpAnswer signIn(Map<String, String> request) {
        return answer(signed(challenge(request).hasStatus(200).text("/transaction"), wallet));
    }

    private static HttpAnswer challenge(Map<String, String> request) {
        return client.post("/auth/stellar/challenge", request);
    }

    private String fresh() {
        return challenge(Map.of("account", wallet.stellar().toString()))
                .hasStatus(200)
                .text("/transaction");
    }

    private static String signed(String transaction, TestWallet... signers) {
        String signed = transaction;
        for (TestWallet signer : signers) {
            signed = signer.signTransaction(signed, PASSPHRASE);
        }
        return signed;
    }

    private static HttpAnswer answer(String transaction) {
        return client.post("/auth/stellar", Map.of("transaction", transaction));
    }

    private HttpAnswer byMessage(TestWallet signer) {
        return message(signer, messageChallenge(signer).hasStatus(200).text("/message"));
    }

    private static HttpAnswer messageChallenge(TestWallet signer) {
        return client.post(
                "/auth/stellar/message/challenge",
                Map.of("account", signer.stellar().toString()));
    }

    private static HttpAnswer message(TestWallet signer, String text) {
        return client.post(
                "/auth/stellar/message",
                Map.of(
                        "account", signer.stellar().toString(),
                        "message", text,
                        "signature", signer.signMessage(text)));
    }

    private static Transaction transaction(String base64) {
        return ((TransactionEnvelope.V1) TransactionEnvelope.parse(base64)).transaction();
    }

    private static Preconditions later() {
        long start = IdentityHouse.NOON.plus(Duration.ofDays(1)).getEpochSecond();
        return new Preconditions.Time(new TimeBounds(start, start + 300));
    }

    private static List<Operation> append(Transaction t, Operation operation) {
        List<Operation> more = new ArrayList<>(t.operations());
        more.add(operation);
        return more;
    }

    private static Transaction with(
            Transaction t, long sequence, Preconditions preconditions, List<Operation> operations) {
        return new Transaction(t.source(), t.fee(), sequence, preconditions, t.memo(), operations, null);
    }
}
