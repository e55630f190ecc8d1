package dev.latchkey.networks.stellar.horizon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.http.FakeNode;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.BumpSequence;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.OperationResult;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationType;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import dev.latchkey.networks.stellar.xdr.TransactionResultCode;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HorizonClientTest {
    private static final HttpClient CLIENT = NodeHttp.client(Duration.ofSeconds(2));
    private static final String G = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    private static final AccountId ACCOUNT = AccountId.parse(G);
    private static final Hash HASH = Hash.hex("ab".repeat(32));
    private static final TransactionEnvelope ENVELOPE = TransactionEnvelope.unsigned(
            TransactionBuilder.of(ACCOUNT, 1).add(new BumpSequence(1)).build());
    private static final String NOT_FOUND = """
            {"type":"https://stellar.org/horizon-errors/not_found","title":"Resource Missing","status":404}""";

    private final FakeNode node = new FakeNode();
    private final HorizonClient horizon = client(node.uri());

    @AfterEach
    void stopNode() {
        node.close();
    }

    @AfterAll
    static void stopClient() {
        CLIENT.shutdownNow();
    }

    private static HorizonClient client(URI uri) {
        return new HorizonClient(new NodeHttp(CLIENT, Duration.ofMillis(700), 200_000), uri);
    }

    @Test
    void accountIsReadWithBalancesReservesAndData() {
        node.answers(200, """
                {"id":"%1$s","account_id":"%1$s","sequence":"4294967297","subentry_count":3,"last_modified_ledger":77,
                 "num_sponsoring":2,"num_sponsored":1,"sponsor":"%1$s","home_domain":"example.org",
                 "thresholds":{"low_threshold":1,"med_threshold":2,"high_threshold":3},
                 "flags":{"auth_required":true,"auth_revocable":false,"auth_immutable":false,"auth_clawback_enabled":true},
                 "balances":[
                  {"balance":"12.5000000","limit":"100.0000000","buying_liabilities":"1.0000000","selling_liabilities":"2.0000000",
                   "is_authorized":true,"is_authorized_to_maintain_liabilities":true,"asset_type":"credit_alphanum4","asset_code":"USD","asset_issuer":"%1$s"},
                  {"balance":"1.0000000","limit":"5.0000000","asset_type":"liquidity_pool_shares","liquidity_pool_id":"%2$s"},
                  {"balance":"10.0000000","buying_liabilities":"0.0000000","selling_liabilities":"0.5000000","asset_type":"native"}],
                 "signers":[{"weight":1,"key":"%1$s","type":"ed25519_public_key"}],
                 "data":{"greeting":"aGVsbG8="}}
                """.formatted(G, "cd".repeat(32)));

        HorizonAccount account = horizon.account(ACCOUNT).orElseThrow();

        assertThat(node.requests()).containsExactly("GET /accounts/" + G);
        assertThat(account.sequence()).isEqualTo(4294967297L);
        assertThat(account.flags().authClawbackEnabled()).isTrue();
        assertThat(account.data().get("greeting")).hasToString("68656c6c6f");
        Asset usd = Asset.credit("USD", ACCOUNT);
        assertThat(account.spendable(usd, 5_000_000)).isEqualTo(105_000_000);
        assertThat(account.balance(usd).orElseThrow().receivable()).isEqualTo(865_000_000);
        // (2 + 3 + 2 - 1) reserves of 0.5 and 0.5 for sale.
        assertThat(account.minimumBalance(5_000_000)).isEqualTo(35_000_000);
        assertThat(account.spendable(Asset.NATIVE, 5_000_000)).isEqualTo(65_000_000);
        assertThat(account.spendable(Asset.credit("EUR", ACCOUNT), 5_000_000)).isZero();
    }

    @Test
    void onlyHorizonsOwnNotFoundMeansThatNothingIsThere() {
        node.answers(404, NOT_FOUND);
        assertThat(horizon.account(ACCOUNT)).isEmpty();
        assertThat(horizon.transaction(HASH)).isInstanceOf(TransactionLookup.NotFound.class);

        node.answers(404, "<html>no such page</html>");
        assertThatThrownBy(() -> horizon.account(ACCOUNT)).isInstanceOf(NodeException.Refused.class);
        assertThat(horizon.transaction(HASH)).isInstanceOf(TransactionLookup.Unreachable.class);
    }

    @Test
    void transactionIsReadWithItsResult() {
        node.answers(200, """
                {"hash":"%1$s","paging_token":"9","ledger":3,"created_at":"2026-07-01T10:00:00Z","successful":true,
                 "source_account":"%2$s","source_account_sequence":"18","fee_account":"%2$s","fee_charged":"200","max_fee":"400",
                 "memo_type":"text","memo":"hi","envelope_xdr":"%3$s","result_xdr":"%4$s",
                 "fee_bump_transaction":{"hash":"%1$s"},"inner_transaction":{"hash":"%5$s","max_fee":"100"}}
                """.formatted(HASH, G, ENVELOPE.toBase64(), success().toBase64(), "cd".repeat(32)));
        TransactionLookup lookup = horizon.transaction(HASH);
        assertThat(lookup).isInstanceOfSatisfying(TransactionLookup.Found.class, found -> {
            assertThat(found.transaction().result()).isEqualTo(success());
            assertThat(found.transaction().innerHash()).isEqualTo(Hash.hex("cd".repeat(32)));
            assertThat(found.transaction().feeCharged()).isEqualTo(200);
        });
    }

    @Test
    void pagesCarryTheirCursorOn() {
        node.answers(200, """
                {"_embedded":{"records":[
                 {"id":"12884905985","paging_token":"12884905985","type":"payment","type_i":1,"transaction_hash":"%1$s",
                  "transaction_successful":true,"source_account":"%2$s","created_at":"2026-07-01T10:00:00Z",
                  "asset_type":"native","from":"%2$s","to":"%2$s","amount":"1.5000000"}]}}
                """.formatted(HASH, G));
        Page<HorizonOperation> page = horizon.payments(
                new Scope.OfAccount(ACCOUNT), PageRequest.after("17-1").withFailed());
        assertThat(node.requests())
                .containsExactly(
                        "GET /accounts/" + G + "/payments?order=asc&limit=200&include_failed=true&cursor=17-1");
        assertThat(page.cursor()).isEqualTo("12884905985");
        HorizonOperation payment = page.records().getFirst();
        assertThat(payment.details().amount("amount")).isEqualTo(15_000_000);
        assertThat(payment.details().asset()).isEqualTo(Asset.NATIVE);
        assertThat(payment.details().account("to")).isEqualTo(ACCOUNT);

        node.answers(200, "{\"_embedded\":{\"records\":[]}}");
        assertThat(horizon.effects(new Scope.All(), PageRequest.after("5")).cursor())
                .isEqualTo("5");
    }

    @Test
    void rootLedgerAndFeesAreRead() {
        node.answers(200, """
                {"network_passphrase":"p","current_protocol_version":27,"core_latest_ledger":12,"history_latest_ledger":11,
                 "history_latest_ledger_closed_at":"2026-07-01T10:00:05Z","history_elder_ledger":2}""");
        assertThat(horizon.root())
                .isEqualTo(new HorizonRoot("p", 27, 12, 11, Instant.parse("2026-07-01T10:00:05Z"), 2));
        node.answers(200, """
                {"paging_token":"47244640256","sequence":11,"hash":"%s","closed_at":"2026-07-01T10:00:05Z",
                 "successful_transaction_count":2,"failed_transaction_count":1,"operation_count":5,"base_fee_in_stroops":100,
                 "base_reserve_in_stroops":5000000,"protocol_version":27}""".formatted(HASH));
        assertThat(horizon.ledger(11).orElseThrow().baseReserve()).isEqualTo(5_000_000);
        String fees =
                "{\"min\":\"100\",\"mode\":\"100\",\"p50\":\"100\",\"p90\":\"150\",\"p95\":\"200\",\"p99\":\"300\",\"max\":\"1000\"}";
        node.answers(200, """
                {"last_ledger":"11","last_ledger_base_fee":"100","ledger_capacity_usage":"0.02","fee_charged":%1$s,"max_fee":%1$s}""".formatted(fees));
        assertThat(horizon.feeStats().charged().p90()).isEqualTo(150);
    }

    @Test
    void queuedSubmissionHasFourStates() {
        node.answers(201, "{\"tx_status\":\"PENDING\",\"hash\":\"" + HASH + "\"}");
        assertThat(horizon.submit(ENVELOPE)).isEqualTo(new Submission.Pending());
        assertThat(node.requests())
                .containsExactly("POST /transactions_async tx="
                        + URLEncoder.encode(ENVELOPE.toBase64(), StandardCharsets.UTF_8));
        node.answers(409, "{\"tx_status\":\"DUPLICATE\",\"hash\":\"" + HASH + "\"}");
        assertThat(horizon.submit(ENVELOPE)).isEqualTo(new Submission.Duplicate());
        node.answers(503, "{\"tx_status\":\"TRY_AGAIN_LATER\",\"hash\":\"" + HASH + "\"}");
        assertThat(horizon.submit(ENVELOPE)).isEqualTo(new Submission.TryAgainLater());

        TransactionResult tooCheap =
                new TransactionResult(7000, TransactionResultCode.INSUFFICIENT_FEE, List.of(), null);
        node.answers(400, "{\"tx_status\":\"ERROR\",\"error_result_xdr\":\"" + tooCheap.toBase64() + "\"}");
        assertThat(horizon.submit(ENVELOPE)).isInstanceOfSatisfying(Submission.Rejected.class, rejected -> {
            assertThat(rejected.transactionCode()).isEqualTo("tx_insufficient_fee");
            assertThat(rejected.feeCharged()).isEqualTo(7000);
        });
    }

    @Test
    void waitedForSubmissionTellsAppliedFromFailed() {
        node.answers(200, "{\"ledger\":9,\"result_xdr\":\"" + success().toBase64() + "\"}");
        assertThat(horizon.submitAndWait(ENVELOPE)).isEqualTo(new Submission.Applied(9, success()));

        TransactionResult failed = new TransactionResult(
                100,
                TransactionResultCode.FAILED,
                List.of(new OperationResult.Tried(OperationType.PAYMENT, -2, new OperationResultDetail.None())),
                null);
        node.answers(400, """
                {"type":"https://stellar.org/horizon-errors/transaction_failed","status":400,
                 "extras":{"result_codes":{"transaction":"tx_failed","operations":["op_underfunded"]},"result_xdr":"%s"}}""".formatted(failed.toBase64()));
        assertThat(horizon.submitAndWait(ENVELOPE)).isInstanceOfSatisfying(Submission.Rejected.class, rejected -> {
            assertThat(rejected.transactionCode()).isEqualTo("tx_failed");
            assertThat(rejected.operationCodes()).containsExactly("op_underfunded");
        });
        node.answers(400, "{\"type\":\"https://stellar.org/horizon-errors/transaction_malformed\",\"status\":400}");
        assertThat(horizon.submit(ENVELOPE)).isEqualTo(new Submission.Rejected("tx_malformed", List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408, 302})
    void serverErrorsLeaveASubmissionUnknown(int status) {
        node.answers(status, "<html>gateway</html>");
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        assertThat(horizon.submitAndWait(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        assertThat(horizon.transaction(HASH)).isInstanceOf(TransactionLookup.Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 413, 415, 429})
    void refusedRequestsWereNotDelivered(int status) {
        node.answers(status, "");
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.NotDelivered.class);
    }

    @Test
    void brokenSilentAndSlowAnswersLeaveASubmissionUnknown() {
        node.breaksOff();
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        node.staysSilent();
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        long start = System.nanoTime();
        node.drips();
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void nobodyListeningMeansNotDelivered() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        HorizonClient nobody = client(URI.create("http://127.0.0.1:" + port));
        assertThat(nobody.submit(ENVELOPE)).isInstanceOf(Submission.NotDelivered.class);
        assertThat(nobody.transaction(HASH)).isInstanceOf(TransactionLookup.Unreachable.class);
        assertThatThrownBy(nobody::root).isInstanceOf(NodeException.NotConnected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"network_passphrase\":7}",
                "{\"tx_status\":\"MAYBE\"}",
                "{\"tx_status\":\"ERROR\",\"error_result_xdr\":\"AAAA\"}"
            })
    void unreadableAnswersAreBadAnswersAndUnknownSubmissions(String body) {
        node.answers(200, body);
        assertThatThrownBy(horizon::root).isInstanceOf(NodeException.BadAnswer.class);
        assertThat(horizon.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void oversizedAnswersAreNotRead() {
        node.answers(200, "{\"filler\":\"" + "x".repeat(300_000) + "\"}");
        assertThatThrownBy(horizon::root)
                .isInstanceOf(NodeException.BadAnswer.class)
                .hasMessageContaining("200000");
    }

    @Test
    void streamGoesOnBehindTheLastRecordAfterABreak() throws Exception {
        node.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            String query = exchange.getRequestURI().getQuery();
            int first = Integer.parseInt(query.substring(query.indexOf('=') + 1)) + 1;
            String text = "retry: 1000\nevent: open\ndata: \"hello\"\n\n: a comment\n\n";
            for (int i = first; i < first + 2; i++) {
                text += "id: " + i + "\ndata: " + ledgerRecord(i) + "\n\n";
            }
            // An event cut in half must not be handled.
            text += "id: " + (first + 2) + "\ndata: {\"paging_tok";
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        });
        HorizonStream stream = new HorizonStream(CLIENT, horizon, Duration.ofSeconds(2), Duration.ofMillis(10));
        List<Long> seen = new ArrayList<>();
        assertThatThrownBy(() -> stream.ledgers("0", ledger -> {
                    seen.add(ledger.sequence());
                    if (seen.size() == 5) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void silentStreamIsGivenUpAndTriedAgainUntilInterrupted() throws Exception {
        node.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            Thread.sleep(20_000);
        });
        HorizonStream stream = new HorizonStream(CLIENT, horizon, Duration.ofMillis(100), Duration.ofMillis(10));
        Thread follower = Thread.ofVirtual().start(() -> {
            try {
                stream.ledgers("now", ledger -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (node.requests().size() < 3 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        follower.interrupt();
        assertThat(follower.join(Duration.ofSeconds(5))).isTrue();
        assertThat(node.requests()).hasSizeGreaterThanOrEqualTo(3).contains("GET /ledgers?cursor=now");
    }

    private static TransactionResult success() {
        return new TransactionResult(
                100,
                TransactionResultCode.SUCCESS,
                List.of(new OperationResult.Tried(OperationType.BUMP_SEQUENCE, 0, new OperationResultDetail.None())),
                null);
    }

    private static String ledgerRecord(int sequence) {
        return """
                {"paging_token":"%1$d","sequence":%1$d,"hash":"%2$s","closed_at":"2026-07-01T10:00:05Z",\
                "successful_transaction_count":0,"operation_count":0,"base_fee_in_stroops":100,\
                "base_reserve_in_stroops":5000000,"protocol_version":27}""".formatted(sequence, HASH);
    }
}
