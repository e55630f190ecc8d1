package dev.latchkey.payments.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransactionRoutesTest {
    @RegisterExtension
    static final DatabaseExtension DATABASES = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private PaymentsHouse house;
    private HttpProbe probe;
    private WalletFacts alice;
    private WalletFacts bob;

    @BeforeAll
    void open() {
        house = PaymentsHouse.open(DATABASES.database().url(), clock);
        probe = house.server().project(project);
        alice = house.wallet(project);
        bob = house.wallet(project);
        house.settle();
        house.fund(alice, 1000);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Map<String, Object> payment(String amount) {
        Map<String, Object> body = new HashMap<>();
        body.put("amount", amount);
        body.put("asset", Map.of("type", "NATIVE"));
        body.put("senderWalletId", alice.id());
        body.put("receiverWalletId", bob.id());
        return body;
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> more = new HashMap<>(body);
        more.put(name, value);
        return more;
    }

    private static Map<String, Object> without(Map<String, Object> body, String name) {
        Map<String, Object> less = new HashMap<>(body);
        less.remove(name);
        return less;
    }

    @Test
    void amountsThatAreNoPositiveDecimalsAreRefused() {
        for (String amount : List.of(
                "0",
                "00",
                "0.0000000",
                "-1",
                "1e3",
                "1.12345678",
                ".5",
                "1.",
                "+1",
                "",
                "922337203685.4775808",
                " 1")) {
            probe.post("/transactions", payment(amount))
                    .hasStatus(400)
                    .hasValue("/message", "amount must be a positive decimal with up to 7 decimal places");
        }
        probe.post("/transactions", with(payment("1"), "amount", 1)).hasStatus(400);
    }

    @Test
    void assetsAreCheckedDownToTheChecksumOfTheIssuer() {
        String issuer = bob.publicKey();
        String broken = issuer.substring(0, 55) + (issuer.endsWith("A") ? "B" : "A");
        probe.post("/transactions", without(payment("1"), "asset")).hasStatus(400);
        probe.post(
                        "/transactions",
                        with(
                                payment("1"),
                                "asset",
                                Map.of("type", "CREDIT_ALPHANUM4", "code", "USDC", "issuer", broken)))
                .hasStatus(400)
                .hasValue("/message", "asset.issuer must be a valid Stellar public key");
        probe.post(
                        "/transactions",
                        with(
                                payment("1"),
                                "asset",
                                Map.of("type", "CREDIT_ALPHANUM4", "code", "USDCX", "issuer", issuer)))
                .hasStatus(400);
        probe.post(
                        "/transactions",
                        with(
                                payment("1"),
                                "asset",
                                Map.of("type", "CREDIT_ALPHANUM12", "code", "USDC", "issuer", issuer)))
                .hasStatus(400);
        probe.post(
                        "/transactions",
                        with(
                                payment("1"),
                                "asset",
                                Map.of("type", "CREDIT_ALPHANUM4", "code", "U-C", "issuer", issuer)))
                .hasStatus(400);
        probe.post("/transactions", with(payment("1"), "asset", Map.of("type", "LIQUIDITY_POOL_SHARES")))
                .hasStatus(400);
        probe.post("/transactions", with(payment("1"), "asset", Map.of("type", "CREDIT_ALPHANUM4")))
                .hasStatus(400);
    }

    @Test
    void aMemoIsMeasuredInBytesOfUtf8() {
        probe.post("/transactions", with(payment("1"), "memo", "ä".repeat(15))).hasStatus(400);
        probe.post("/transactions", with(payment("1"), "memo", "ä".repeat(14))).hasStatus(201);
    }

    @Test
    void unknownAndForeignWalletsAreNotFound() {
        UUID unknown = UUID.randomUUID();
        probe.post("/transactions", with(payment("1"), "senderWalletId", unknown))
                .hasStatus(404)
                .hasValue("/message", "Sender wallet " + unknown + " not found");
        probe.post("/transactions", with(payment("1"), "receiverWalletId", unknown))
                .hasStatus(404)
                .hasValue("/message", "Receiver wallet " + unknown + " not found");
        WalletFacts foreign = house.wallet(UUID.randomUUID());
        probe.post("/transactions", with(payment("1"), "receiverWalletId", foreign.id()))
                .hasStatus(404)
                .hasValue("/message", "Receiver wallet " + foreign.id() + " not found");
        probe.post("/transactions", with(payment("1"), "receiverWalletId", alice.id()))
                .hasStatus(422);
        probe.post("/transactions", without(payment("1"), "receiverWalletId")).hasStatus(400);
        probe.post("/transactions", with(payment("1"), "destination", bob.publicKey()))
                .hasStatus(400);
        probe.post("/transactions", with(payment("1"), "surprise", 1))
                .hasStatus(400)
                .hasValue("/message", "property surprise should not exist");
    }

    @Test
    void balancesAreCheckedLessWhatIsPromisedAndTheAnswerSaysSo() {
        WalletFacts carol = house.wallet(project);
        house.ledger();
        house.ledger();
        house.fund(carol, 10);
        Map<String, Object> all = with(with(payment("10"), "senderWalletId", carol.id()), "receiverWalletId", bob.id());
        probe.post("/transactions", all).hasStatus(201);
        probe.post("/transactions", with(all, "amount", "0.0000001"))
                .hasStatus(422)
                .hasValue("/code", "INSUFFICIENT_BALANCE")
                .hasValue(
                        "/message",
                        "Insufficient balance for wallet " + carol.id() + ": required 0.0000001 XLM, available 0 XLM");
        house.ledger();
        probe.post("/transactions", with(all, "amount", "1")).hasStatus(422);
        house.fund(carol, 1);
        probe.post("/transactions", with(all, "amount", "1")).hasStatus(201);
        house.ledger();
        assertThat(house.sandbox().ledger().balance(carol.publicKey())).hasValue(0);
    }

    @Test
    void aKeyGivesTheSameTransactionForTheSameBodyForEver() {
        Map<String, Object> body = with(payment("1.50"), "idempotencyKey", "order-1");
        String id = probe.post("/transactions", body).hasStatus(201).text("/id");
        long audited = created();
        probe.post("/transactions", with(body, "amount", "1.5")).hasStatus(201).hasValue("/id", id);
        house.ledger();
        clock.advance(Duration.ofDays(8));
        probe.post("/transactions", body)
                .hasStatus(201)
                .hasValue("/id", id)
                .hasValue("/status", "CONFIRMED")
                .hasValue("/idempotencyKey", "order-1");
        assertThat(created()).isEqualTo(audited);

        for (Map<String, Object> other : List.of(
                with(body, "amount", "2"),
                with(body, "memo", "x"),
                with(body, "metadata", Map.of("a", 1)),
                with(body, "senderWalletId", UUID.randomUUID()))) {
            probe.post("/transactions", other).hasStatus(422).hasValue("/code", "IDEMPOTENCY_KEY_REUSED");
        }
        house.server().project(UUID.randomUUID()).post("/transactions", body).hasStatus(404);
    }

    @Test
    void oneKeySentManyTimesAtOnceMakesOneTransaction() throws Exception {
        Map<String, Object> body = with(payment("1"), "idempotencyKey", "burst");
        List<HttpAnswer> answers = atOnce(40, () -> probe.post("/transactions", body));
        List<String> ids = answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.text("/id"))
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(house.count("select count(*) from payments.transactions where idempotency_key = 'burst'"))
                .isEqualTo(1);
    }

    @Test
    void aTransferNamesPartiesByUser() {
        UUID dora = UUID.randomUUID();
        WalletFacts wallet = house.wallet(project, dora);
        house.ledger();
        Map<String, Object> body = Map.of(
                "senderWalletId",
                alice.id(),
                "receiverUserId",
                dora,
                "asset",
                Map.of("type", "NATIVE"),
                "amount",
                "3",
                "idempotencyKey",
                "gift");
        HttpAnswer made = probe.post("/transfers", body)
                .hasStatus(201)
                .hasValue("/receiverWalletId", wallet.id().toString());
        probe.post("/transfers", body).hasStatus(201).hasValue("/id", made.text("/id"));
        UUID nobody = UUID.randomUUID();
        probe.post("/transfers", with(with(new HashMap<>(body), "receiverUserId", nobody), "idempotencyKey", "other"))
                .hasStatus(404)
                .hasValue("/message", "Wallet not found for user " + nobody + " on TESTNET");
        probe.post("/transfers", with(new HashMap<>(body), "receiverWalletId", bob.id()))
                .hasStatus(400);
    }

    @Test
    void anAddressOutsideOfTheProjectCanBePaid() {
        String root = org.stellar.sdk.KeyPair.fromSecretSeed(house.sandbox().rootSecret())
                .getAccountId();
        HttpAnswer made = probe.post(
                        "/transactions", with(without(payment("2"), "receiverWalletId"), "destination", root))
                .hasStatus(201)
                .hasValue("/receiverWalletId", "null")
                .hasValue("/destination", root);
        house.ledger();
        probe.get("/transactions/" + made.text("/id")).hasValue("/status", "CONFIRMED");
        probe.post("/transactions", with(without(payment("2"), "receiverWalletId"), "destination", "GARBAGE"))
                .hasStatus(400);
        probe.post("/transactions", with(without(payment("2"), "receiverWalletId"), "destination", bob.publicKey()))
                .hasStatus(201)
                .hasValue("/receiverWalletId", bob.id().toString());
    }

    @Test
    void listsAreFilteredPagedAndNewestFirst() {
        UUID other = UUID.randomUUID();
        HttpProbe quiet = house.server().project(other);
        WalletFacts sender = house.wallet(other);
        WalletFacts receiver = house.wallet(other);
        house.ledger();
        house.ledger();
        house.fund(sender, 50);
        for (int i = 1; i <= 3; i++) {
            quiet.post(
                            "/transactions",
                            Map.of(
                                    "amount", String.valueOf(i),
                                    "asset", Map.of("type", "NATIVE"),
                                    "senderWalletId", sender.id(),
                                    "receiverWalletId", receiver.id()))
                    .hasStatus(201);
        }
        quiet.get("/transactions?limit=2")
                .hasStatus(200)
                .hasValue("/0/amount", "3")
                .hasValue("/1/amount", "2")
                .lacks("/2")
                .hasHeaderMatching("Link", ".*offset=2.*rel=\"next\"");
        quiet.get("/transactions?limit=2&offset=2")
                .hasValue("/0/amount", "1")
                .lacks("/1")
                .hasNoHeader("Link");
        quiet.get("/transactions?status=CONFIRMED").hasStatus(200).lacks("/0");
        quiet.get("/transactions?status=WHAT").hasStatus(400);
        quiet.get("/transactions?limit=0").hasStatus(400);
        quiet.get("/transactions?receiverWalletId=" + receiver.id()).hasValue("/0/amount", "3");
        quiet.get("/transactions?senderWalletId=" + receiver.id()).lacks("/0");
        quiet.get("/transactions/wallet/" + receiver.id()).hasStatus(200).hasValue("/2/amount", "1");
        String id = quiet.get("/transactions").text("/0/id");
        probe.get("/transactions/" + id).hasStatus(404).hasValue("/message", "Transaction " + id + " not found");
        probe.get("/transactions/wallet/" + receiver.id())
                .hasStatus(404)
                .hasValue("/message", "Wallet " + receiver.id() + " not found");
        probe.get("/transactions/stellar/" + "0".repeat(64)).hasStatus(404);
        probe.get("/transactions/nonsense").hasStatus(404).hasValue("/message", "Transaction nonsense not found");
    }

    @Test
    void onlyTheOperatorCancelsAndOnlyWhatIsNotSigned() {
        String id = probe.post("/transactions", payment("1")).hasStatus(201).text("/id");
        String path = "/transactions/" + id + "/status";
        Map<String, Object> cancel = Map.of("status", "FAILED", "statusReason", "asked by support");
        probe.patch(path, cancel).hasStatus(403);
        HttpProbe operator = house.server().operator();
        operator.patch(path, Map.of("status", "CONFIRMED"))
                .hasStatus(409)
                .hasValue("/message", "Invalid status transition: PENDING -> CONFIRMED");
        operator.patch(path, cancel)
                .hasStatus(200)
                .hasValue("/status", "FAILED")
                .hasValue("/statusReason", "asked by support");
        assertThat(house.count(
                        "select count(*) from payments.balance_reservations where transaction_id = '" + id + "'"))
                .isZero();
        operator.patch(path, cancel).hasStatus(409).hasValue("/message", "Invalid status transition: FAILED -> FAILED");
        assertThat(house.count("select count(*) from platform.audit_events where type = 'transaction.cancelled'"))
                .isEqualTo(1);

        String signed = probe.post("/transactions", payment("1")).text("/id");
        house.work();
        operator.patch("/transactions/" + signed + "/status", cancel).hasStatus(409);
        UUID unknown = UUID.randomUUID();
        operator.patch("/transactions/" + unknown + "/status", cancel).hasStatus(404);
    }

    @Test
    void anUnsignedPaymentIsBuiltForSomebodyElseToSign() {
        Map<String, Object> body = new HashMap<>(Map.of(
                "sourcePublicKey", alice.publicKey(),
                "destinationPublicKey", bob.publicKey(),
                "amount", "5",
                "assetCode", "native",
                "network", "TESTNET"));
        probe.post("/transactions/build", body)
                .hasStatus(201)
                .hasValueMatching("/xdr", "[A-Za-z0-9+/=]+")
                .hasValue(
                        "/sequence",
                        house.sandbox().ledger().sequence(alice.publicKey()).orElseThrow())
                .hasValue("/networkPassphrase", house.sandbox().passphrase());
        probe.post("/transactions/build", with(body, "assetCode", "USDC"))
                .hasStatus(400)
                .hasValue("/message", "assetIssuer is required for non-native asset \"USDC\"");
        String nobody = org.stellar.sdk.KeyPair.random().getAccountId();
        probe.post("/transactions/build", with(body, "sourcePublicKey", nobody))
                .hasStatus(400)
                .hasValue("/message", "Source account " + nobody + " does not exist on TESTNET");
        probe.post("/transactions/build", with(body, "network", "MAINNET")).hasStatus(422);
    }

    @Test
    void creatingATransactionTakesThirteenStatementsAndReadingOneTakesOne() {
        Map<String, Object> body = with(payment("1"), "idempotencyKey", "counted");
        List<String> statements = house.database.statements().during(() -> probe.post("/transactions", body)
                .hasStatus(201));
        assertThat(statements).hasSizeLessThanOrEqualTo(13);
        List<String> replay = house.database.statements().during(() -> probe.post("/transactions", body)
                .hasStatus(201));
        assertThat(replay).hasSize(1);
        String id = probe.post("/transactions", body).text("/id");
        assertThat(house.database.statements().during(() -> probe.get("/transactions/" + id)
                        .hasStatus(200)))
                .hasSize(1);
    }

    private long created() {
        return house.count("select count(*) from platform.audit_events where type = 'transaction.created'");
    }

    private static <T> List<T> atOnce(int times, Callable<T> act) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = java.util.stream.IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(act))
                    .toList();
            List<T> results = new java.util.ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }
}
