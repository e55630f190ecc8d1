package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.LedgerReads;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.server.demo.DemoStory;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job, as {@code ./latchkey demo} plays it; afterwards the audit log and the independent ledger are asked. */
class MainJobTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final String AUDIENCE = "main-job";
    private static final long UNIT = 10_000_000;

    private static DemoStory.Ending ending;
    private static String told;
    private static HttpProbe backend;
    private static HttpAnswer alice;
    private static HttpAnswer bob;
    private static HttpAnswer payment;

    @BeforeAll
    static void play() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (IdentityProvider provider = IdentityProvider.start(Clock.systemUTC())) {
            ending = new DemoStory(
                            new DemoStory.Stage(
                                    "http://127.0.0.1:" + SERVER.port(),
                                    ServerUnderTest.OPERATOR_TOKEN,
                                    SERVER.sandbox().horizonUrl(),
                                    provider.issuer(),
                                    AUDIENCE,
                                    (subject, email) -> provider.idToken(subject, AUDIENCE, email)),
                            new PrintStream(out, true, StandardCharsets.UTF_8))
                    .play();
        }
        told = out.toString(StandardCharsets.UTF_8);
        backend = SERVER.anonymous().withBearer(ending.projectKey());
        alice = backend.get("/wallets/" + ending.aliceWallet()).hasStatus(200);
        bob = backend.get("/wallets/" + ending.bobWallet()).hasStatus(200);
        payment = backend.get("/transactions/" + ending.transactionId()).hasStatus(200);
    }

    @Test
    void theStoryIsToldStepByStepWithTheRequestsThatDidIt() {
        assertThat(told.lines().filter(line -> line.matches(" *[0-9]+  .* ms   .*")))
                .hasSizeGreaterThanOrEqualTo(15);
        assertThat(told)
                .contains("POST /auth/authenticate", "POST /transfers", "GET /balances/wallet/{id}")
                .doesNotContain("FAILED");
    }

    @Test
    void theLedgerSawExactlyOnePaymentPerIntentAndAliceOwnsNoLumens() {
        LedgerReads ledger = SERVER.sandbox().ledger();
        String issuer = payment.text("/assetIssuer");

        assertThat(ledger.balance(key(alice), "EURD", issuer)).hasValue(75 * UNIT);
        assertThat(ledger.balance(key(bob), "EURD", issuer)).hasValue(25 * UNIT);
        assertThat(ledger.balance(key(alice))).hasValue(0);
        assertThat(ledger.balance(key(bob))).hasValue(0);
        assertThat(ledger.successfulPayments(key(alice))).isEqualTo(1);
        assertThat(ledger.successfulPayments(issuer)).isEqualTo(1);
        assertThat(ledger.successfulPayments(key(bob))).isZero();
        assertThat(ledger.transaction(payment.text("/stellarHash"))).isPresent();
    }

    @Test
    void everyStepLeftItsEventAndNoOther() {
        assertThat(events("project.created")).isEqualTo(1);
        assertThat(events("api_key.created")).isEqualTo(1);
        assertThat(events("auth_provider.configured")).isEqualTo(1);
        assertThat(events("user.register")).isEqualTo(3);
        assertThat(events("user.login")).isEqualTo(1);
        assertThat(events("wallet.created")).isEqualTo(3);
        assertThat(events("asset.added")).isEqualTo(1);
        assertThat(events("wallet.limits_set")).isEqualTo(1);
        assertThat(events("transaction.created")).isEqualTo(2);
        assertThat(events("transaction.confirmed")).isEqualTo(2);
        assertThat(events("transaction.failed")).isZero();
        assertThat(typesAbout(ending.transactionId()))
                .containsExactly("transaction.created", "transaction.submitted", "transaction.confirmed");
        // Alice's key signed her account's opening, her trustline and one payment: nothing for the refused ones.
        assertThat(typesAbout(ending.aliceWallet()))
                .containsExactly(
                        "key.generated",
                        "wallet.created",
                        "key.signed",
                        "wallet.ledger_status_changed",
                        "wallet.on_ledger",
                        "key.signed",
                        "wallet.limits_set",
                        "key.signed");
    }

    @Test
    void refusedPaymentsLeftNothingBehind() {
        assertThat(count("payments.transactions")).isEqualTo(2);
        assertThat(count("payments.balance_reservations where released_ledger is null"))
                .isZero();
        assertThat(count("payments.limit_usage where reserved <> 0")).isZero();
        assertThat(SERVER.database()
                        .queryLong("select sum(settled) from payments.limit_usage where wallet_id = '"
                                + ending.aliceWallet() + "'"))
                .isEqualTo(25 * UNIT);
    }

    @Test
    void bothSidesReadThePaymentInTheirHistory() {
        for (HttpAnswer wallet : List.of(alice, bob)) {
            HttpAnswer history =
                    backend.get("/wallets/" + wallet.text("/id") + "/history").hasStatus(200);
            assertThat(history.json().values().stream()
                            .filter(entry ->
                                    entry.path("transactionId").asString("").equals(ending.transactionId())))
                    .hasSize(1)
                    .allMatch(entry -> entry.path("description").asString("").contains("25 EURD"));
        }
    }

    @Test
    void nobodyOutsideOfTheProjectSeesIt() {
        HttpProbe stranger = SERVER.project("stranger").backend();

        stranger.get("/transactions/" + ending.transactionId()).hasStatus(404);
        stranger.get("/wallets/" + ending.aliceWallet() + "/history").hasStatus(404);
        stranger.get("/balances/wallet/" + ending.aliceWallet()).hasStatus(404);
        stranger.get("/transactions/stellar/" + payment.text("/stellarHash")).hasStatus(404);
    }

    private static String key(HttpAnswer wallet) {
        return wallet.text("/publicKey");
    }

    private static long events(String type) {
        return count("platform.audit_events where type = '" + type + "' and project_id = '" + projectId() + "'");
    }

    private static List<String> typesAbout(String target) {
        return Arrays.asList(SERVER.database()
                .queryText("select string_agg(type, ',' order by sequence) from platform.audit_events"
                        + " where target_id = '" + target + "'")
                .split(","));
    }

    private static String projectId() {
        return SERVER.database()
                .queryText("select project_id from custody.wallets where id = '" + ending.aliceWallet() + "'");
    }

    private static long count(String what) {
        return SERVER.database().queryLong("select count(*) from " + what);
    }
}
