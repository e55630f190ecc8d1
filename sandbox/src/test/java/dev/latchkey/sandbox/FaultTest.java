package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.sandbox.fault.Fault;
import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Submission;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Transaction;

class FaultTest {
    private final TestNetwork network = new TestNetwork(options -> options.withAdminToken("open sesame"));
    private final Faults faults = network.sandbox.faults();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aLostAnswerHidesATransactionThatWasTaken() {
        Fault<Submission> fault = faults.loseAnswers(1, any -> true);
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        assertThat(network.post("/transactions_async", payment.toEnvelopeXdrBase64())
                        .status())
                .isEqualTo(504);
        assertThat(fault.hits()).isEqualTo(1);
        network.sandbox.closeLedger();
        assertThat(network.sandbox
                        .ledger()
                        .transaction(payment.hashHex())
                        .orElseThrow()
                        .successful())
                .isTrue();
        assertThat(network.apply(network.tx(alice, TestNetwork.pay(bob, "1"))).successful())
                .isTrue();
    }

    @Test
    void aDroppedRequestTakesNothing() {
        faults.drop(1, submission -> submission.memo().equals("7"));
        Transaction other = network.builder(bob)
                .memo("8")
                .operations(TestNetwork.pay(alice, "1"))
                .signedBy(bob);
        assertThat(network.refusalOf(other)).isEqualTo("PENDING ");
        Transaction payment = network.builder(alice)
                .memo("7")
                .operations(TestNetwork.pay(bob, "1"))
                .signedBy(alice);
        assertThatThrownBy(() -> network.submit(payment)).isInstanceOf(UncheckedIOException.class);
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().transaction(payment.hashHex())).isEmpty();
        assertThat(network.refusalOf(payment)).isEqualTo("PENDING ");
    }

    @Test
    void staleReadsShowAnEarlierLedger() {
        long before = network.sequence(alice);
        network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        faults.staleReads(1, 1, request -> request.path().endsWith(alice.getAccountId()));
        String path = "/accounts/" + alice.getAccountId();
        assertThat(network.get(path).body().path("sequence").asString()).isEqualTo(Long.toString(before));
        assertThat(network.get(path).body().path("sequence").asString()).isEqualTo(Long.toString(before + 1));
        faults.staleReads(64, 1, any -> true);
        assertThat(network.get(path).status()).isEqualTo(404);
    }

    @Test
    void delaysHoldRequestsBack() {
        faults.delay(Duration.ofMillis(300), 1, request -> request.path().equals("/fee_stats"));
        long start = System.nanoTime();
        network.get("/fee_stats");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void refusedConnectionsComeBackOnTheSamePort() throws InterruptedException {
        faults.refuseConnections(Duration.ofMillis(400));
        assertThatThrownBy(() -> network.get("/"))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(java.io.IOException.class);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                assertThat(network.get("/").status()).isEqualTo(200);
                return;
            } catch (UncheckedIOException e) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("never came back");
    }

    @Test
    void clearingEndsEveryFault() {
        faults.loseAnswers(Faults.ALWAYS, any -> true);
        faults.surge(9_999);
        faults.clear();
        assertThat(network.refusalOf(network.tx(alice, TestNetwork.pay(bob, "1"))))
                .isEqualTo("PENDING ");
    }

    @Test
    void theAdminAddressesNeedTheirToken() {
        assertThat(admin("POST", "/sandbox/faults", "{\"kind\":\"surge\",\"baseFee\":7000}", "wrong")
                        .status())
                .isEqualTo(401);
        assertThat(admin("POST", "/sandbox/faults", "{\"kind\":\"surge\",\"baseFee\":7000}", "open sesame")
                        .status())
                .isEqualTo(200);
        assertThat(network.get("/fee_stats").body().path("last_ledger_base_fee").asString())
                .isEqualTo("7000");
        assertThat(admin("DELETE", "/sandbox/faults", "", "open sesame").status())
                .isEqualTo(200);
        int latest = network.sandbox.ledger().latestLedger();
        assertThat(admin("POST", "/sandbox/ledgers", "", "open sesame")
                        .body()
                        .path("sequence")
                        .asInt())
                .isEqualTo(latest + 1);
        assertThat(admin("POST", "/sandbox/faults", "{\"kind\":\"fire\"}", "open sesame")
                        .status())
                .isEqualTo(400);
        assertThat(admin("POST", "/sandbox/faults", "{", "open sesame").status())
                .isEqualTo(400);
        String lose = "{\"kind\":\"loseAnswer\",\"count\":1,\"source\":\"" + alice.getAccountId() + "\"}";
        assertThat(admin("POST", "/sandbox/faults", lose, "open sesame").status())
                .isEqualTo(200);
        assertThat(network.refusalOf(network.tx(bob, TestNetwork.pay(alice, "1"))))
                .isEqualTo("PENDING ");
        assertThat(network.submit(network.tx(alice, TestNetwork.pay(bob, "1")))
                        .path("status")
                        .asInt())
                .isEqualTo(504);
    }

    @Test
    void withoutATokenThereAreNoAdminAddresses() {
        try (TestNetwork closed = new TestNetwork()) {
            assertThat(closed.get("/sandbox/faults").status()).isEqualTo(404);
        }
    }

    private TestNetwork.Answer admin(String method, String path, String body, String token) {
        return network.send(HttpRequest.newBuilder(URI.create(network.sandbox.horizonUrl() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
