package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.Transaction;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LoadTest {
    @Test
    void aLedgerTakesAThousandTransactions() throws Exception {
        try (TestNetwork network = new TestNetwork();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<KeyPair> payers = accounts(network, 1_000);
            List<Transaction> payments = new ArrayList<>();
            for (KeyPair payer : payers) {
                payments.add(network.tx(payer, TestNetwork.pay(network.root, "1")));
            }
            payments.forEach(payment -> threads.execute(() -> network.submit(payment)));
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(network.sandbox.ledger().pendingTransactions()).isEqualTo(1_000);

            long start = System.nanoTime();
            network.sandbox.closeLedger();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);

            assertThat(network.sandbox.ledger().pendingTransactions()).isZero();
            assertThat(payments).allSatisfy(payment -> assertThat(network.sandbox
                            .ledger()
                            .transaction(payment.hashHex())
                            .orElseThrow()
                            .successful())
                    .isTrue());
            assertThat(taken).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void manySubmittersAndReadersSeeOneConsistentLedger() throws Exception {
        try (TestNetwork network = new TestNetwork(
                        options -> options.withClosing(Closing.onDemand(Duration.ofSeconds(1), Duration.ofMillis(20)))
                                .withSubmissionTimeout(Duration.ofSeconds(20)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int people = 40;
            List<KeyPair> payers = new ArrayList<>();
            CountDownLatch funded = new CountDownLatch(people);
            for (int i = 0; i < people; i++) {
                KeyPair payer = KeyPair.random();
                payers.add(payer);
                threads.execute(() -> {
                    network.get("/friendbot?addr=" + payer.getAccountId());
                    funded.countDown();
                });
            }
            assertThat(funded.await(30, TimeUnit.SECONDS)).isTrue();
            AtomicInteger succeeded = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(people);
            for (int i = 0; i < people; i++) {
                KeyPair payer = payers.get(i);
                KeyPair payee = payers.get((i + 1) % people);
                threads.execute(() -> {
                    for (int round = 0; round < 3; round++) {
                        Transaction payment = network.tx(payer, TestNetwork.pay(payee, "1"));
                        int status = network.post("/transactions", payment.toEnvelopeXdrBase64())
                                .status();
                        succeeded.addAndGet(status == 200 ? 1 : 0);
                        network.get("/accounts/" + payee.getAccountId());
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(succeeded).hasValue(people * 3);
            assertThat(payers).allSatisfy(payer -> {
                assertThat(network.sandbox.ledger().successfulPayments(payer.getAccountId()))
                        .isEqualTo(3);
                assertThat(network.balance(payer)).isEqualTo(TestNetwork.stroops("10000") - 300);
            });
        }
    }

    @Test
    void aSandboxStartsAtOnce() {
        new TestNetwork().close();
        long start = System.nanoTime();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(sandbox.ledger().latestLedger()).isEqualTo(1);
            assertThat(taken).isLessThan(Duration.ofMillis(500));
        }
    }

    private static List<KeyPair> accounts(TestNetwork network, int count) {
        List<KeyPair> keys = new ArrayList<>();
        while (keys.size() < count) {
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                KeyPair key = KeyPair.random();
                keys.add(key);
                operations.add(TestNetwork.createAccount(key, "100"));
            }
            network.apply(network.tx(network.root, operations.toArray(Operation[]::new)));
        }
        return keys;
    }
}
