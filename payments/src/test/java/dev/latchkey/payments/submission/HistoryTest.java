package dev.latchkey.payments.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.Died;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of payments, ledgers, lost answers, stale nodes, time and deaths, each repeatable by its seed. Whatever
 * the history: one payment per intent, no limit exceeded, every intent at an end, nothing left reserved.
 */
final class HistoryTest {
    private static final int STEPS = 70;
    private static final long DAILY_LIMIT = 200_000_000;

    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void everyHistoryEndsWithOnePaymentPerIntent(long seed) {
        TestClock clock = TestClock.at("2026-05-30T10:00:00Z");
        try (PaymentsHouse house = PaymentsHouse.open(databases.database().url(), clock)) {
            new History(house, clock, new Random(seed)).play();
        }
    }

    private final class History {
        private final PaymentsHouse house;
        private final TestClock clock;
        private final Random random;
        private final List<WalletFacts> wallets;
        private final Map<String, String> accepted = new HashMap<>();
        private final Map<String, WalletFacts> senders = new HashMap<>();
        private PaymentsHouse mortal;
        private int intents;

        private History(PaymentsHouse house, TestClock clock, Random random) {
            this.house = house;
            this.clock = clock;
            this.random = random;
            this.wallets = List.of(house.wallet(project), house.wallet(project), house.wallet(project));
            house.settle();
            wallets.forEach(wallet -> house.fund(wallet, 40));
            house.server()
                    .project(project)
                    .post(
                            "/wallets/" + wallets.getFirst().id() + "/limits",
                            "{\"dailyLimit\": 20, \"perTransactionLimit\": 2}")
                    .hasStatus(201);
            this.mortal = reborn();
        }

        private PaymentsHouse reborn() {
            return house.beside(databases.database().url(), mortality());
        }

        private CrashPoints mortality() {
            Random fate = new Random(random.nextLong());
            return Died.withChance(() -> fate.nextInt(40) == 0);
        }

        private void play() {
            for (int step = 0; step < STEPS; step++) {
                try {
                    step();
                } catch (Died now) {
                    rebirth();
                }
                limitHolds();
            }
            mortal.close();
            house.sandbox().faults().clear();
            clock.advance(Duration.ofSeconds(5));
            house.finish(60);
            for (int i = 0; i < 5; i++) {
                house.ledger();
                PaymentsHouse.pause();
            }
            verify();
        }

        private void rebirth() {
            mortal.close();
            mortal = reborn();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> ask();
                case 4, 5 -> mortal.engine().worker().round();
                case 6, 7 -> {
                    clock.advance(Duration.ofSeconds(5));
                    house.sandbox().closeLedger();
                }
                case 8 -> mortal.engine().follower().readNext(Duration.ZERO);
                case 9 -> fault();
                case 10 -> clock.advance(Duration.ofSeconds(random.nextInt(60)));
                default -> PaymentsHouse.pause();
            }
        }

        private void ask() {
            int from = random.nextInt(wallets.size());
            int to = (from + 1 + random.nextInt(wallets.size() - 1)) % wallets.size();
            String memo = "intent-" + intents++;
            Map<String, Object> body = Map.of(
                    "amount",
                    (1 + random.nextInt(30)) / 10.0 + "",
                    "asset",
                    Map.of("type", "NATIVE"),
                    "senderWalletId",
                    wallets.get(from).id(),
                    "receiverWalletId",
                    wallets.get(to).id(),
                    "memo",
                    memo,
                    "idempotencyKey",
                    memo);
            HttpAnswer answer = mortal.server().project(project).post("/transactions", body);
            if (answer.status() == 500) {
                answer = house.server().project(project).post("/transactions", body);
            }
            if (answer.status() == 201) {
                accepted.put(memo, answer.text("/id"));
                senders.put(memo, wallets.get(from));
            } else {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
            }
        }

        private void fault() {
            Faults faults = house.sandbox().faults();
            switch (random.nextInt(6)) {
                case 0 -> faults.loseAnswers(1 + random.nextInt(3), any -> true);
                case 1 -> faults.drop(1 + random.nextInt(3), any -> true);
                case 2 -> faults.answerTryAgainLater(1 + random.nextInt(3), any -> true);
                case 3 -> faults.neverInclude(1, any -> true);
                case 4 -> faults.staleReads(1 + random.nextInt(3), 3, any -> true);
                default -> faults.surge(random.nextBoolean() ? 150_000 : 0);
            }
        }

        private void limitHolds() {
            assertThat(house.count("select coalesce(max(reserved + settled), 0) from payments.limit_usage"
                            + " where wallet_id = '" + wallets.getFirst().id() + "'"))
                    .isLessThanOrEqualTo(DAILY_LIMIT);
        }

        private void verify() {
            long confirmed = 0;
            for (Map.Entry<String, String> intent : accepted.entrySet()) {
                String status = house.status(intent.getValue());
                assertThat(status).as(intent.getKey()).isIn("CONFIRMED", "FAILED");
                int paid = house.sandbox()
                        .ledger()
                        .successfulPayments(
                                Objects.requireNonNull(senders.get(intent.getKey()))
                                        .publicKey(),
                                intent.getKey());
                assertThat(paid).as(intent.getKey()).isEqualTo(status.equals("CONFIRMED") ? 1 : 0);
                confirmed += paid;
            }
            assertThat(house.count("select count(*) from payments.transactions"))
                    .isEqualTo(accepted.size());
            assertThat(wallets.stream()
                            .mapToInt(wallet -> house.sandbox().ledger().successfulPayments(wallet.publicKey()))
                            .sum())
                    .isEqualTo((int) confirmed);
            assertThat(wallets.stream()
                            .mapToLong(wallet -> house.sandbox()
                                    .ledger()
                                    .balance(wallet.publicKey())
                                    .orElseThrow())
                            .sum())
                    .isEqualTo(3 * 400_000_000L);
            assertThat(house.count("select coalesce(sum(reserved), 0) from payments.limit_usage"))
                    .isZero();
            assertThat(house.count("select coalesce(sum(settled), 0) from payments.limit_usage"))
                    .isEqualTo(house.count(
                            "select coalesce(sum(amount), 0) from payments.transactions where status = 'CONFIRMED'"));
            assertThat(house.count("select count(*) from payments.balance_reservations where released_ledger is null"))
                    .isZero();
            assertThat(house.count("select count(*) from payments.channels where state not in ('FREE')"))
                    .isZero();
        }
    }
}
