package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Linking wallets to accounts that exist takes the user's proof and the wallet's. */
final class WalletLinkTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static FakeHorizon horizon;
    private static IdentityHouse house;
    private static HttpProbe client;

    private final TestWallet wallet = new TestWallet();

    @BeforeAll
    static void open() {
        horizon = new FakeHorizon();
        house = IdentityHouse.open(
                DATABASE.database(),
                Profile.DEV,
                Map.of("STELLAR_HORIZON_URL", horizon.url()),
                TestClock.at(IdentityHouse.NOON));
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

    @Test
    void aLinkedSolanaWalletSignsTheUserIn() {
        HttpAnswer ann = register("ann@example.com");
        house.rows.execute("update identity.users set email_verified = true");
        String message = solanaChallenge(probe(ann)).text("/message");
        assertThat(message).startsWith("Link wallet " + wallet.solana() + " to account " + ann.text("/user/id") + ". ");

        HttpAnswer linked = linkSolana(probe(ann), message)
                .hasStatus(200)
                .hasValue("/success", true)
                .hasValue("/credentialType", "solana");
        assertThat(house.audited("credential.added", linked.text("/credentialId")))
                .isOne();
        assertThat(house.mail
                        .last("email.credential_changed", "ann@example.com")
                        .facts())
                .containsEntry("credential", "solana")
                .containsEntry("change", "added");

        signInWithSolana()
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", ann.text("/user/id"))
                .hasValue("/user/walletAddress", wallet.solana())
                .hasValue("/user/authMethods", "[\"email\",\"solana\"]");
        // Again changes nothing and tells nobody.
        linkSolana(probe(ann), solanaChallenge(probe(ann)).text("/message"))
                .hasStatus(200)
                .hasValue("/credentialId", linked.text("/credentialId"));
        assertThat(house.mail.count("email.credential_changed", "ann@example.com"))
                .isOne();
    }

    @Test
    void aLinkedStellarAccountSignsTheUserInByEitherProof() {
        HttpAnswer ann = register("ann@example.com");
        HttpAnswer challenge = stellarChallenge(probe(ann)).hasStatus(200);
        String signed = wallet.signTransaction(challenge.text("/transaction"), challenge.text("/networkPassphrase"));
        linkStellar(probe(ann), Map.of("transaction", signed, "label", "Cold"))
                .hasStatus(200)
                .hasValue("/label", "Cold");
        linkStellar(probe(ann), Map.of("transaction", signed)).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        HttpAnswer ben = register("ben@example.com");
        TestWallet his = new TestWallet();
        String text = probe(ben)
                .post(
                        "/auth/user/credentials/stellar/challenge",
                        Map.of("account", his.stellar().toString()))
                .text("/message");
        assertThat(text).contains("Link this wallet to account " + ben.text("/user/id"));
        linkStellar(
                        probe(ben),
                        Map.of(
                                "account", his.stellar().toString(),
                                "message", text,
                                "signature", his.signMessage(text)))
                .hasStatus(200);
        HttpAnswer signIn = client.post(
                "/auth/stellar/challenge", Map.of("account", his.stellar().toString()));
        client.post(
                        "/auth/stellar",
                        Map.of(
                                "transaction",
                                his.signTransaction(signIn.text("/transaction"), StellarNetwork.TEST_PASSPHRASE)))
                .hasStatus(200)
                .hasValue("/user/id", ben.text("/user/id"));
        linkStellar(probe(ben), Map.of("account", his.stellar().toString())).hasStatus(400);
    }

    @Test
    void aWalletOfSomebodyElseIsAConflict() {
        signInWithSolana().hasStatus(200).hasValue("/isNewUser", true);
        HttpAnswer ann = register("ann@example.com");
        linkSolana(probe(ann), solanaChallenge(probe(ann)).text("/message"))
                .hasStatus(409)
                .hasValue("/code", "CREDENTIAL_EXISTS");
        assertThat(house.userColumn(ann.text("/user/id"), "wallet_address is null"))
                .isEqualTo("t");
    }

    @Test
    void theWalletMustSignForThisUserAndThisPurpose() {
        HttpAnswer ann = register("ann@example.com");
        HttpAnswer eve = register("eve@example.com");

        // Signing in is not linking, and linking not signing in.
        String signIn = client.post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                .text("/message");
        linkSolana(probe(eve), signIn).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
        String link = solanaChallenge(probe(ann)).text("/message");
        client.post("/auth/solana", solanaAnswer(link)).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");

        // A challenge made for Ann does not link to Eve.
        linkSolana(probe(eve), link).hasStatus(400).hasValue("/code", "CHALLENGE_EXPIRED");
        HttpAnswer stellar = stellarChallenge(probe(ann));
        String signed = wallet.signTransaction(stellar.text("/transaction"), StellarNetwork.TEST_PASSPHRASE);
        linkStellar(probe(eve), Map.of("transaction", signed)).hasStatus(400);
        client.post("/auth/stellar", Map.of("transaction", signed)).hasStatus(400);

        // Another wallet's signature is none.
        String again = solanaChallenge(probe(ann)).text("/message");
        probe(ann)
                .post(
                        "/auth/user/credentials/solana",
                        Map.of(
                                "publicKey", wallet.solana(),
                                "message", again,
                                "signature", new TestWallet().signText(again)))
                .hasStatus(401)
                .hasValue("/code", "INVALID_SIGNATURE");
        assertThat(house.rows.queryLong("select count(*) from identity.credentials where kind <> 'password'"))
                .isZero();
    }

    @Test
    void theUserMustHaveSignedInRecently() {
        HttpAnswer ann = register("ann@example.com");
        house.clock.advance(Duration.ofMinutes(6));
        String message = solanaChallenge(probe(ann)).hasStatus(200).text("/message");
        linkSolana(probe(ann), message).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
        linkStellar(probe(ann), Map.of("transaction", "AAAA")).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
        solanaChallenge(client).hasStatus(401);
        client.post("/auth/user/credentials/solana", solanaAnswer(message)).hasStatus(401);
        client.post("/auth/user/credentials/stellar", Map.of("transaction", "AAAA"))
                .hasStatus(401);
        client.post("/auth/user/credentials/stellar/challenge", Map.of("account", "G"))
                .hasStatus(401);
    }

    @Test
    void linkingAndSigningUpWithOneWalletAtOnceLeavesItWithOneUser() throws Exception {
        HttpAnswer ann = register("ann@example.com");
        String link = solanaChallenge(probe(ann)).text("/message");
        String signIn = client.post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                .text("/message");
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = SolanaSignInTest.atOnce(
                2,
                () -> turn.getAndIncrement() == 0
                        ? linkSolana(probe(ann), link).status()
                        : client.post("/auth/solana", solanaAnswer(signIn)).status());
        assertThat(statuses).containsAnyOf(200).doesNotContain(500);
        assertThat(house.rows.queryLong("select count(*) from identity.credentials where kind = 'solana'"))
                .isOne();
    }

    private static HttpAnswer register(String email) {
        return client.post("/auth/register", Map.of("email", email, "password", "SecurePass1!"))
                .hasStatus(201);
    }

    private static HttpProbe probe(HttpAnswer signedIn) {
        return client.withBearer(signedIn.text("/tokens/accessToken"));
    }

    private HttpAnswer solanaChallenge(HttpProbe user) {
        return user.post("/auth/user/credentials/solana/challenge", Map.of("publicKey", wallet.solana()));
    }

    private HttpAnswer linkSolana(HttpProbe user, String message) {
        return user.post("/auth/user/credentials/solana", solanaAnswer(message));
    }

    private Map<String, String> solanaAnswer(String message) {
        return Map.of("publicKey", wallet.solana(), "message", message, "signature", wallet.signText(message));
    }

    private HttpAnswer stellarChallenge(HttpProbe user) {
        return user.post(
                "/auth/user/credentials/stellar/challenge",
                Map.of("account", wallet.stellar().toString()));
    }

    private static HttpAnswer linkStellar(HttpProbe user, Map<String, String> body) {
        return user.post("/auth/user/credentials/stellar", body);
    }

    private HttpAnswer signInWithSolana() {
        String message = client.post("/auth/solana/challenge", Map.of("publicKey", wallet.solana()))
                .text("/message");
        return client.post("/auth/solana", solanaAnswer(message));
    }
}
