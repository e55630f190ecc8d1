package dev.latchkey.networks.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.http.FakeNode;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.BumpSequence;
import dev.latchkey.networks.stellar.xdr.ContractId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import dev.latchkey.networks.stellar.xdr.ScVal;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import dev.latchkey.networks.stellar.xdr.TransactionResultCode;
import dev.latchkey.networks.stellar.xdr.TtlEntry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcClientTest {
    private static final HttpClient CLIENT = NodeHttp.client(Duration.ofSeconds(2));
    private static final AccountId ACCOUNT =
            AccountId.parse("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
    private static final Hash HASH = Hash.hex("ab".repeat(32));
    private static final TransactionEnvelope ENVELOPE = TransactionEnvelope.unsigned(
            TransactionBuilder.of(ACCOUNT, 1).add(new BumpSequence(1)).build());
    private static final SorobanTransactionData DATA = new SorobanTransactionData(
            List.of(0L),
            new SorobanTransactionData.Resources(
                    new SorobanTransactionData.Footprint(List.of(), List.of(new LedgerKey.ContractCode(HASH))),
                    1,
                    2,
                    3),
            42);

    private final FakeNode node = new FakeNode();
    private final RpcClient rpc = new RpcClient(new NodeHttp(CLIENT, Duration.ofMillis(700), 200_000), node.uri());

    @AfterEach
    void stopNode() {
        node.close();
    }

    @AfterAll
    static void stopClient() {
        CLIENT.shutdownNow();
    }

    @Test
    void healthNetworkAndLedgerAreRead() {
        result("{\"status\":\"healthy\",\"latestLedger\":9,\"oldestLedger\":2,\"ledgerRetentionWindow\":120960}");
        assertThat(rpc.health()).isEqualTo(new RpcHealth(true, 9, 2, 120_960));
        assertThat(node.requests().getFirst()).contains("\"method\":\"getHealth\"", "\"jsonrpc\":\"2.0\"");
    }

    @Test
    void networkAndLatestLedgerAreRead() {
        result("{\"passphrase\":\"p\",\"protocolVersion\":27}");
        assertThat(rpc.network()).isEqualTo(new RpcNetwork("p", 27, null));
    }

    @Test
    void latestLedgerIsRead() {
        result("{\"id\":\"" + HASH + "\",\"protocolVersion\":27,\"sequence\":9}");
        assertThat(rpc.latestLedger()).isEqualTo(new LatestLedger(HASH, 9, 27));
    }

    @Test
    void feeStatsAreRead() {
        String fees =
                "{\"min\":\"100\",\"mode\":\"100\",\"p50\":\"100\",\"p90\":\"150\",\"p95\":\"200\",\"p99\":\"300\",\"max\":\"1000\"}";
        result("{\"sorobanInclusionFee\":" + fees + ",\"inclusionFee\":" + fees + ",\"latestLedger\":9}");
        assertThat(rpc.feeStats().soroban().max()).isEqualTo(1000);
    }

    @Test
    void transactionThatIsNotThereTellsTheRangeSearched() {
        result("""
                {"status":"NOT_FOUND","latestLedger":9,"latestLedgerCloseTime":"1750000000","oldestLedger":2,"oldestLedgerCloseTime":"1740000000"}""");
        assertThat(rpc.transaction(HASH)).isInstanceOfSatisfying(RpcTransactionLookup.NotFound.class, missing -> {
            assertThat(missing.range().oldestLedger()).isEqualTo(2);
            assertThat(missing.range().latestClosedAt().getEpochSecond()).isEqualTo(1_750_000_000);
        });
    }

    @Test
    void transactionInALedgerIsReadWithItsResult() {
        TransactionResult failed = new TransactionResult(100, TransactionResultCode.FAILED, List.of(), null);
        result("""
                {"status":"FAILED","latestLedger":9,"latestLedgerCloseTime":"1750000000","oldestLedger":2,"oldestLedgerCloseTime":"1740000000",
                 "ledger":8,"createdAt":"1749999995","feeBump":false,"envelopeXdr":"%s","resultXdr":"%s","resultMetaXdr":"AAAA"}""".formatted(ENVELOPE.toBase64(), failed.toBase64()));
        assertThat(rpc.transaction(HASH)).isInstanceOfSatisfying(RpcTransactionLookup.Found.class, found -> {
            assertThat(found.successful()).isFalse();
            assertThat(found.envelope()).isEqualTo(ENVELOPE);
            assertThat(found.result()).isEqualTo(failed);
        });
    }

    @Test
    void submissionHasFourStates() {
        assertThat(submitted("{\"status\":\"PENDING\"}")).isEqualTo(new Submission.Pending());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE", "TRY_AGAIN_LATER"})
    void submissionStatesAreTold(String status) {
        Submission submission = submitted("{\"status\":\"" + status + "\"}");
        assertThat(submission)
                .isEqualTo(status.equals("DUPLICATE") ? new Submission.Duplicate() : new Submission.TryAgainLater());
    }

    @Test
    void rejectedSubmissionTellsWhy() {
        TransactionResult result = new TransactionResult(0, TransactionResultCode.BAD_SEQ, List.of(), null);
        assertThat(submitted("{\"status\":\"ERROR\",\"errorResultXdr\":\"" + result.toBase64() + "\"}"))
                .isEqualTo(new Submission.Rejected("tx_bad_seq", List.of(), result));
    }

    @Test
    void errorsOfTheProtocolAreTyped() {
        node.answers(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"broken\"}}");
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        assertThatThrownBy(rpc::health).isInstanceOfSatisfying(NodeException.Refused.class, e -> assertThat(e.status())
                .isEqualTo(-32603));
        node.answers(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"invalid\"}}");
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.Rejected.class);
        node.answers(504, "");
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
        assertThat(rpc.transaction(HASH)).isInstanceOf(RpcTransactionLookup.Unreachable.class);
        node.answers(429, "");
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.NotDelivered.class);
        node.staysSilent();
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void answersToOtherRequestsAreRefused() {
        node.answers(200, "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{\"status\":\"PENDING\"}}");
        assertThat(rpc.submit(ENVELOPE)).isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void ledgerEntriesAreDecoded() {
        LedgerKey key = new LedgerKey.Ttl(HASH);
        TtlEntry entry = new TtlEntry(HASH, 77);
        result("""
                {"entries":[{"key":"%s","xdr":"%s","lastModifiedLedgerSeq":5}],"latestLedger":9}""".formatted(key.toBase64(), Base64.getEncoder().encodeToString(entry.toUnionXdr())));
        LedgerEntries entries = rpc.ledgerEntries(List.of(key));
        assertThat(entries.entry(key).orElseThrow().data()).isEqualTo(entry);
        assertThat(node.requests().getFirst()).contains(key.toBase64());
    }

    @Test
    void simulationGivesResourcesConsentAndRestoration() {
        result("""
                {"latestLedger":9,"transactionData":"%1$s","minResourceFee":"1234","events":[],
                 "results":[{"auth":[],"xdr":"%2$s"}],
                 "restorePreamble":{"transactionData":"%1$s","minResourceFee":"99"},
                 "stateChanges":[{"type":"created","key":"%3$s","before":null,"after":"AAAA"}]}""".formatted(DATA.toBase64(), ScVal.i128(-5).toBase64(), new LedgerKey.Ttl(HASH).toBase64()));
        assertThat(rpc.simulate(ENVELOPE)).isInstanceOfSatisfying(Simulation.Success.class, success -> {
            assertThat(success.transactionData()).isEqualTo(DATA);
            assertThat(success.minResourceFee()).isEqualTo(1234);
            assertThat(success.returnValue()).isEqualTo(ScVal.i128(-5));
            assertThat(success.restore()).isEqualTo(new Simulation.Restore(DATA, 99));
            assertThat(success.changes()).hasSize(1);
        });
    }

    @Test
    void failedSimulationTellsWhy() {
        result("{\"error\":\"HostError: Error(Contract, #10)\",\"latestLedger\":9}");
        assertThat(rpc.simulate(ENVELOPE))
                .isEqualTo(new Simulation.Failure("HostError: Error(Contract, #10)", List.of(), 9));
    }

    @Test
    void eventsAreDecoded() {
        ContractId contract = new ContractId(HASH);
        result("""
                {"events":[{"type":"contract","ledger":5,"ledgerClosedAt":"2026-07-01T10:00:00Z","contractId":"%s","id":"0000000021474840576-0000000001",
                 "txHash":"%s","topic":["%s"],"value":"%s"}],"latestLedger":9,"cursor":"0000000021474840576-0000000001"}""".formatted(
                        contract,
                        HASH,
                        ScVal.symbol("transfer").toBase64(),
                        ScVal.i128(7).toBase64()));
        EventPage page = rpc.events(EventQuery.from(5, List.of(contract), 10));
        assertThat(page.events().getFirst().topics()).containsExactly(ScVal.symbol("transfer"));
        assertThat(node.requests().getFirst()).contains("\"startLedger\":5").doesNotContain("cursor");
    }

    @Test
    void eventsGoOnBehindACursor() {
        result("{\"events\":[],\"latestLedger\":9,\"cursor\":\"17\"}");
        EventPage page = rpc.events(EventQuery.from(5, List.of(), 10).after("16"));
        assertThat(page.cursor()).isEqualTo("17");
        assertThat(node.requests().getFirst()).contains("\"cursor\":\"16\"").doesNotContain("startLedger");
    }

    private Submission submitted(String body) {
        result(body);
        return rpc.submit(ENVELOPE);
    }

    private void result(String body) {
        node.answers(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + body + "}");
    }
}
