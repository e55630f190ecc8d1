package dev.latchkey.payments.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletStatus;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerCursors;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.reservation.Spendable;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.platform.database.Database;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BalanceRefresherTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private static final String ISSUER = address("issuer");
    private static final AssetId EURD = AssetId.credit("EURD", ISSUER);
    private static final WalletFacts WALLET = new WalletFacts(
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            address("alice"),
            WalletNetwork.TESTNET,
            WalletStatus.ACTIVE,
            LedgerStatus.CREATED);

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final FakeNetwork network = new FakeNetwork();
    private Database database;
    private BalanceRefresher refresher;

    @BeforeEach
    void open() {
        database = new Database(
                new Database.Options(
                        databases.database().url(),
                        new Properties(),
                        8,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                clock);
        refresher = restarted();
    }

    @AfterEach
    void close() {
        refresher.close();
        database.close();
    }

    @Test
    void aTouchedAccountIsReadAndAllItsBalancesKept() {
        holds(7, 30, Map.of(EURD, 25L));
        touch(7);

        assertThat(round()).isEqualTo(1);

        assertThat(kept()).isEqualTo("%s=25@7 native=30@7".formatted(EURD));
        assertThat(waiting()).isZero();
        assertThat(round()).isZero();
    }

    @Test
    void anAnswerThatIsTooOldKeepsTheAccountWaiting() {
        holds(6, 30, Map.of(EURD, 20L));
        touch(7);
        round();
        assertThat(waiting()).isEqualTo(1);

        holds(7, 30, Map.of(EURD, 25L));
        clock.advance(Duration.ofSeconds(1));
        round();

        assertThat(kept()).contains("=25@7");
        assertThat(waiting()).isZero();
    }

    @Test
    void anAnswerThatIsTooOldNeverReplacesANewerOne() {
        holds(9, 30, Map.of(EURD, 25L));
        touch(9);
        round();

        holds(8, 30, Map.of(EURD, 99L));
        touch(10);
        for (int i = 0; i < 20; i++) {
            network.head = 50;
            clock.advance(Duration.ofMinutes(3));
            round();
        }

        assertThat(kept()).contains("=25@9");
        assertThat(waiting()).as("the later touch still waits for an answer").isEqualTo(1);
    }

    @Test
    void aTouchThatChangedNothingIsDoneWithAfterAFewAnswers() {
        holds(5, 30, Map.of(EURD, 25L));
        network.head = 8;
        touch(7);
        for (int i = 0; i < 5 && waiting() > 0; i++) {
            round();
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(waiting()).isZero();
        assertThat(kept()).as("not called newer than it is known to be").contains("=25@5");
    }

    @Test
    void aTouchThatChangedNothingWaitsWhileTheHeadIsBehind() {
        holds(5, 30, Map.of(EURD, 25L));
        network.head = 6;
        touch(7);
        for (int i = 0; i < 8; i++) {
            round();
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void aNodeThatIsAwayLosesNothing() {
        network.away = true;
        touch(7);
        for (int i = 0; i < 10; i++) {
            round();
            clock.advance(Duration.ofMinutes(3));
        }
        assertThat(waiting()).isEqualTo(1);

        network.away = false;
        holds(7, 30, Map.of());
        round();

        assertThat(kept()).isEqualTo("native=30@7");
    }

    @Test
    void aRestartLosesNothing() {
        holds(7, 30, Map.of());
        touch(7);
        refresher.close();
        refresher = restarted();

        round();

        assertThat(kept()).isEqualTo("native=30@7");
    }

    @Test
    void anAccountThatAServerTookAndDroppedIsReadByAnother() {
        holds(7, 30, Map.of());
        touch(7);
        database.run(
                tx -> assertThat(new BalanceRefreshes().claim(tx, WalletNetwork.TESTNET, 10, Duration.ofMinutes(2)))
                        .hasSize(1));
        assertThat(round()).as("while the other has it").isZero();

        clock.advance(Duration.ofMinutes(3));
        assertThat(round()).isEqualTo(1);
    }

    @Test
    void aTouchWhileTheAccountIsReadIsNotLost() {
        holds(7, 30, Map.of(EURD, 25L));
        touch(7);
        BalanceSync sync = new BalanceSync(database);
        touch(8);

        sync.sync(network, WALLET.id(), WALLET.publicKey(), false);

        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void aTrustlineThatIsGoneHasNoBalance() {
        holds(7, 30, Map.of(EURD, 0L));
        touch(7);
        round();
        holds(8, 30, Map.of());
        touch(8);
        round();

        assertThat(kept()).isEqualTo("native=30@8");
    }

    @Test
    void anAccountThatIsGoneHasNothing() {
        holds(7, 30, Map.of(EURD, 25L));
        touch(7);
        round();
        network.accounts.clear();
        network.head = 9;
        touch(8);
        for (int i = 0; i < 6; i++) {
            round();
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(kept()).isEqualTo("native=0@7");
        assertThat(waiting()).isZero();

        holds(12, 5, Map.of());
        touch(12);
        round();
        assertThat(kept()).as("and is made again").isEqualTo("native=5@12");
    }

    @Test
    void aReadingThatNobodyNeedsIsGivenUpAfterSomeFailures() {
        holds(7, 30, Map.of());
        touch(7);
        round();
        network.away = true;
        database.run(tx -> new BalanceRefreshes().request(tx, WalletNetwork.TESTNET, List.of(WALLET)));
        for (int i = 0; i < 10; i++) {
            round();
            clock.advance(Duration.ofMinutes(3));
        }

        assertThat(waiting()).isZero();
        assertThat(network.questions.get()).as("the first, and four in vain").isEqualTo(5);
        assertThat(text("select sync_status from payments.balances")).isEqualTo("FAILED");
    }

    @Test
    void theLoopReadsWhatItIsWokenFor() throws InterruptedException {
        refresher.start();
        holds(7, 30, Map.of());
        touch(7);
        refresher.wake(WalletNetwork.TESTNET);

        Instant patience = Instant.now().plusSeconds(20);
        while (waiting() > 0 && Instant.now().isBefore(patience)) {
            Thread.sleep(20);
        }
        assertThat(kept()).isEqualTo("native=30@7");
    }

    @Test
    void keptBalancesAnswerForPaymentsOnlyWhileNothingHasTouchedTheAccount() {
        BalanceView asked = new NetworkAnswers();
        IndexedBalanceView view = new IndexedBalanceView(database, asked);
        database.run(
                tx -> new LedgerCursors().begin(tx, WalletNetwork.TESTNET, new LedgerHead(20, "hash", Instant.EPOCH)));
        assertThat(view.spendable(WALLET, EURD)).as("nothing kept").isEqualTo(NetworkAnswers.ANSWER);

        holds(7, 30, Map.of(EURD, 25L));
        touch(7);
        assertThat(view.spendable(WALLET, EURD)).as("not read yet").isEqualTo(NetworkAnswers.ANSWER);
        round();
        assertThat(view.spendable(WALLET, EURD))
                .as("good as of the last ledger")
                .isEqualTo(new Spendable(25, 20));
        assertThat(view.spendable(WALLET, AssetId.credit("USDC", ISSUER))).isEqualTo(new Spendable(0, 20));

        touch(21);
        assertThat(view.spendable(WALLET, EURD)).as("touched since").isEqualTo(NetworkAnswers.ANSWER);
    }

    private static final class NetworkAnswers implements BalanceView {
        static final Spendable ANSWER = new Spendable(-1, -1);

        @Override
        public Spendable spendable(WalletFacts wallet, AssetId asset) {
            return ANSWER;
        }

        @Override
        public boolean holdsFunds(WalletFacts wallet) {
            return true;
        }
    }

    private BalanceRefresher restarted() {
        return new BalanceRefresher(database, new Networks(List.of(network)), 3);
    }

    private int round() {
        return refresher.refreshDue(WalletNetwork.TESTNET);
    }

    private void touch(int ledger) {
        database.run(tx -> new BalanceRefreshes().touch(tx, WalletNetwork.TESTNET, ledger, List.of(WALLET)));
    }

    private void holds(int changedIn, long lumens, Map<AssetId, Long> lines) {
        Map<AssetId, AccountState.Line> open = lines.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, line -> new AccountState.Line(line.getValue(), 0, true)));
        network.accounts.put(WALLET.publicKey(), new AccountState(WALLET.publicKey(), changedIn, 1, lumens, 0, open));
    }

    private String kept() {
        return text("select string_agg(asset || '=' || balance || '@' || changed_in, ' ' order by asset)"
                + " from payments.balances");
    }

    private long waiting() {
        return Long.parseLong(text("select count(*) from payments.balance_refreshes"));
    }

    private String text(String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(String.class).one());
    }

    private static String address(String name) {
        return new AccountId(Hash.sha256(name.getBytes(StandardCharsets.UTF_8))).toString();
    }
}
