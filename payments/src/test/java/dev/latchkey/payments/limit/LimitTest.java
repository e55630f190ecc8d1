package dev.latchkey.payments.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LimitTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private PaymentsHouse house;
    private HttpProbe probe;
    private WalletFacts alice;
    private WalletFacts bob;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), clock);
        probe = house.server().project(project);
        alice = house.wallet(project);
        bob = house.wallet(project);
        house.settle();
        house.fund(alice, 100_000);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private HttpAnswer pay(String amount) {
        return probe.post(
                "/transactions",
                Map.of(
                        "amount", amount,
                        "asset", Map.of("type", "NATIVE"),
                        "senderWalletId", alice.id(),
                        "receiverWalletId", bob.id()));
    }

    private String limits() {
        return "/wallets/" + alice.id() + "/limits";
    }

    @Test
    void limitsAreSetReplacedShownAndRemoved() {
        probe.get(limits()).hasStatus(404).hasValue("/message", "No limits found for wallet " + alice.id());
        probe.delete(limits()).hasStatus(404).hasValue("/message", "No limits found for wallet " + alice.id());
        String id = probe.post(limits(), "{\"dailyLimit\": 100, \"perTransactionLimit\": 10.5}")
                .hasStatus(201)
                .hasValue("/walletId", alice.id().toString())
                .hasValue("/dailyLimit", "100")
                .hasValue("/perTransactionLimit", "10.5")
                .text("/id");
        probe.post(limits(), "{\"dailyLimit\": 50, \"perTransactionLimit\": 5}")
                .hasStatus(201)
                .hasValue("/id", id)
                .hasValue("/dailyLimit", "50");
        probe.get(limits()).hasStatus(200).hasValue("/perTransactionLimit", "5");
        for (String bad : List.of("0", "-1", "0.00000001", "\"5\"", "1e30")) {
            probe.post(limits(), "{\"dailyLimit\": " + bad + ", \"perTransactionLimit\": 5}")
                    .hasStatus(400);
        }
        house.server().project(UUID.randomUUID()).get(limits()).hasStatus(404);
        probe.delete(limits()).hasStatus(204).hasNoBody();
        probe.get(limits()).hasStatus(404);
        assertThat(house.text("select string_agg(type, ',' order by sequence) from platform.audit_events"
                        + " where type like 'wallet.limits%'"))
                .isEqualTo("wallet.limits_set,wallet.limits_set,wallet.limits_removed");
    }

    @Test
    void aPaymentAtTheLimitPassesAndOneAboveIsRefusedWithTheContractsWords() {
        probe.post(limits(), "{\"dailyLimit\": 25, \"perTransactionLimit\": 10}")
                .hasStatus(201);
        pay("10.0000001")
                .hasStatus(422)
                .hasValue("/errorCode", "LIMIT_PER_TX_EXCEEDED")
                .hasValue("/message", "Per-transaction limit exceeded. Limit: 10");
        pay("10").hasStatus(201);
        pay("10").hasStatus(201);
        pay("5.0000001")
                .hasStatus(422)
                .hasValue("/errorCode", "LIMIT_DAILY_EXCEEDED")
                .hasValue("/message", "Daily limit exceeded. Limit: 25, Used: 20");
        pay("5").hasStatus(201);
        pay("0.0000001").hasStatus(422);
        house.ledger();
        pay("0.0000001").hasStatus(422);
        clock.advance(Duration.ofHours(12));
        pay("10").hasStatus(201);
    }

    @Test
    void aFailedPaymentGivesItsShareBackAndAConfirmedOneDoesNot() {
        probe.post(limits(), "{\"dailyLimit\": 10, \"perTransactionLimit\": 10}")
                .hasStatus(201);
        String id = pay("10").hasStatus(201).text("/id");
        pay("1").hasStatus(422);
        house.server()
                .operator()
                .patch("/transactions/" + id + "/status", Map.of("status", "FAILED"))
                .hasStatus(200);
        pay("10").hasStatus(201);
        house.ledger();
        pay("1").hasStatus(422);
    }

    @Test
    void ofFiveHundredPaymentsAtOnceUnderALimitForAHundredExactlyAHundredAreSigned() throws Exception {
        probe.post(limits(), "{\"dailyLimit\": 100, \"perTransactionLimit\": 1}")
                .hasStatus(201);
        List<HttpAnswer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<HttpAnswer>> running = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                running.add(threads.submit(() -> pay("1")));
            }
            for (Future<HttpAnswer> each : running) {
                answers.add(each.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(100);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.text("/errorCode")).isEqualTo("LIMIT_DAILY_EXCEEDED"));
        for (int i = 0; i < 12; i++) {
            house.ledger();
        }
        assertThat(house.count("select count(*) from payments.envelopes where purpose = 'PAYMENT'"))
                .isEqualTo(100);
        assertThat(house.sandbox().ledger().successfulPayments(alice.publicKey()))
                .isEqualTo(100);
        assertThat(house.count("select count(*) from payments.transactions where status = 'CONFIRMED'"))
                .isEqualTo(100);
        assertThat(house.count("select reserved from payments.limit_usage")).isZero();
        assertThat(house.count("select settled from payments.limit_usage")).isEqualTo(1_000_000_000L);
    }
}
