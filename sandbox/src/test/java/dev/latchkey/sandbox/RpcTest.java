package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.SorobanServer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.responses.sorobanrpc.GetTransactionResponse;
import org.stellar.sdk.responses.sorobanrpc.SendTransactionResponse;
import tools.jackson.databind.JsonNode;

/** Soroban RPC's methods, read by the SDK's own client where it knows them. */
class RpcTest {
    private final TestNetwork network = new TestNetwork();
    private final SorobanServer server = new SorobanServer(network.sandbox.rpcUrl());
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() throws Exception {
        server.close();
        network.close();
    }

    @Test
    void theNetworkIntroducesItself() throws Exception {
        assertThat(server.getHealth().getStatus()).isEqualTo("healthy");
        assertThat(server.getNetwork().getPassphrase()).isEqualTo(network.sandbox.passphrase());
        assertThat(server.getNetwork().getFriendbotUrl()).isEqualTo(network.sandbox.friendbotUrl());
        assertThat(server.getLatestLedger().getSequence())
                .isEqualTo(network.sandbox.ledger().latestLedger());
        assertThat(network.rpc("getFeeStats", "{}")
                        .at("/result/inclusionFee/mode")
                        .asString())
                .isEqualTo("100");
    }

    @Test
    void aTransactionIsSentAndFound() throws Exception {
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        SendTransactionResponse sent = server.sendTransaction(payment);
        assertThat(sent.getStatus()).isEqualTo(SendTransactionResponse.SendTransactionStatus.PENDING);
        assertThat(server.getTransaction(payment.hashHex()).getStatus())
                .isEqualTo(GetTransactionResponse.GetTransactionStatus.NOT_FOUND);
        assertThat(server.sendTransaction(payment).getStatus())
                .isEqualTo(SendTransactionResponse.SendTransactionStatus.DUPLICATE);
        network.sandbox.closeLedger();
        GetTransactionResponse found = server.getTransaction(payment.hashHex());
        assertThat(found.getStatus()).isEqualTo(GetTransactionResponse.GetTransactionStatus.SUCCESS);
        assertThat(found.getLedger()).isEqualTo((long) network.sandbox.ledger().latestLedger());
        assertThat(found.getEnvelopeXdr()).isEqualTo(payment.toEnvelopeXdrBase64());
    }

    @Test
    void refusalsAndFailuresCarryTheirResult() throws Exception {
        Transaction unsigned =
                network.builder(alice).operations(TestNetwork.pay(bob, "1")).signedBy();
        SendTransactionResponse refused = server.sendTransaction(unsigned);
        assertThat(refused.getStatus()).isEqualTo(SendTransactionResponse.SendTransactionStatus.ERROR);
        assertThat(refused.getErrorResultXdr()).isNotBlank();
        Transaction failing = network.tx(alice, TestNetwork.pay(bob, "1000"));
        network.apply(failing);
        assertThat(server.getTransaction(failing.hashHex()).getStatus())
                .isEqualTo(GetTransactionResponse.GetTransactionStatus.FAILED);
    }

    @Test
    void ledgerEntriesAreReadByTheSdk() throws Exception {
        assertThat(server.getAccount(alice.getAccountId()).getSequenceNumber()).isEqualTo(network.sequence(alice));
    }

    @Test
    void transactionsAndLedgersAreListed() {
        LedgerReads.Transaction paid = network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        JsonNode transactions = network.rpc("getTransactions", "{\"startLedger\":" + paid.ledger() + "}");
        assertThat(transactions.at("/result/transactions/0/txHash").asString()).isEqualTo(paid.hash());
        JsonNode ledgers = network.rpc("getLedgers", "{\"startLedger\":1,\"pagination\":{\"limit\":2}}");
        assertThat(ledgers.at("/result/ledgers")).hasSize(2);
        JsonNode more = network.rpc(
                "getLedgers",
                "{\"pagination\":{\"limit\":1,\"cursor\":\""
                        + ledgers.at("/result/cursor").asString() + "\"}}");
        assertThat(more.at("/result/ledgers/0/sequence").asInt()).isEqualTo(3);
    }

    @Test
    void errorsAreThoseOfJsonRpc() {
        assertThat(network.rpc("simulateTransaction", "{}").at("/error/message").asString())
                .contains("no contracts");
        assertThat(network.rpc("noSuchMethod", "{}").at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(network.rpc("sendTransaction", "{\"transaction\":\"AAAA\"}")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        assertThat(network.rpc("getTransaction", "{\"hash\":\"x\"}")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        assertThat(network.rpc("getLedgerEntries", "{\"keys\":[\"x\"]}")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        assertThat(network.rpc("getLedgers", "{\"startLedger\":0}")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        assertThat(network.rpc("getHealth", "{}}").at("/error/code").asInt()).isEqualTo(-32700);
    }
}
