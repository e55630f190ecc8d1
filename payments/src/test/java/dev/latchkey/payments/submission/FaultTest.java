package dev.latchkey.payments.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.Died;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scenarios of lost answers, stale nodes, fees and deaths: whatever happens, one payment per intent. */
final class FaultTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private PaymentsHouse house;
    private WalletFacts alice;
    private WalletFacts bob;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), clock);
        alice = house.wallet(project);
        bob = house.wallet(project);
        house.settle();
        house.fund(alice, 1000);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void oncePaid(String id, String memo) {
        assertThat(house.status(id)).isEqualTo("CONFIRMED");
        assertThat(house.sandbox().ledger().successfulPayments(alice.publicKey(), memo))
                .isEqualTo(1);
        nothingIsLeftOver();
    }

    private void nothingIsLeftOver() {
        assertThat(house.count("select coalesce(sum(reserved), 0) from payments.limit_usage"))
                .isZero();
        assertThat(house.count("select count(*) from payments.balance_reservations where released_ledger is null"))
                .isZero();
        assertThat(house.count("select count(*) from payments.channels where state in ('SIGNED', 'QUARANTINED')"))
                .isZero();
    }

    private long envelopes(String id) {
        return house.count("select count(*) from payments.envelopes where transaction_id = '" + id + "'");
    }

    @Test
    void aLostAnswerAfterAcceptanceIsNotPaidAgainByAnotherProcess() {
        house.sandbox().faults().loseAnswers(Faults.ALWAYS, any -> true);
        String id = house.pay(alice, bob, "5", "lost");
        house.engine().worker().round();
        assertThat(house.status(id)).isEqualTo("SUBMITTED");
        assertThat(house.text("select state from payments.envelopes where transaction_id = '" + id + "'"))
                .isEqualTo("UNKNOWN");
        try (PaymentsHouse other = house.beside(databases.database().url(), CrashPoints.NONE)) {
            other.read();
            PaymentsHouse.pause();
            other.engine().worker().round();
            house.sandbox().closeLedger();
            other.read();
        }
        oncePaid(id, "lost");
        assertThat(envelopes(id)).isEqualTo(1);
    }

    @Test
    void bytesThatNeverArrivedAreSentAgainUnchanged() {
        house.sandbox().faults().drop(2, any -> true);
        String id = house.pay(alice, bob, "5", "dropped");
        String hash = null;
        for (int i = 0; i < 3; i++) {
            house.engine().worker().round();
            String now = house.text("select hash from payments.envelopes where transaction_id = '" + id + "'");
            assertThat(hash == null || hash.equals(now)).isTrue();
            hash = now;
            PaymentsHouse.pause();
        }
        house.ledger();
        oncePaid(id, "dropped");
        assertThat(envelopes(id)).isEqualTo(1);
    }

    @Test
    void aNodeThatIsAwayDelaysThePaymentAndNothingElse() throws InterruptedException {
        String id = house.pay(alice, bob, "5", "away");
        house.sandbox().faults().refuseConnections(Duration.ofMillis(700));
        house.engine().worker().round();
        assertThat(house.text("select state from payments.envelopes where transaction_id = '" + id + "'"))
                .isEqualTo("UNKNOWN");
        Thread.sleep(800);
        house.ledger();
        oncePaid(id, "away");
        assertThat(envelopes(id)).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesTooLateCountsAsLost() {
        house.sandbox().faults().delay(Duration.ofSeconds(6), 1, request -> request.path()
                .contains("transactions"));
        String id = house.pay(alice, bob, "5", "slow");
        house.engine().worker().round();
        assertThat(house.text("select state from payments.envelopes where transaction_id = '" + id + "'"))
                .isEqualTo("UNKNOWN");
        house.finish(30);
        oncePaid(id, "slow");
        assertThat(envelopes(id)).isEqualTo(1);
    }

    @Test
    void anEnvelopeInTheLastPossibleLedgerIsFoundBeforeItsDeathIsDecided() {
        var lost = house.sandbox().faults().drop(Faults.ALWAYS, any -> true);
        String id = house.pay(alice, bob, "5", "last");
        house.engine().worker().round();
        Instant end = Instant.parse(house.text(
                "select to_char(max_time at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from payments.envelopes"
                        + " where transaction_id = '" + id + "'"));
        clock.set(end);
        lost.cancel();
        PaymentsHouse.pause();
        house.engine().worker().round();
        house.sandbox().closeLedger();
        clock.advance(Duration.ofSeconds(1));
        house.sandbox().closeLedger();
        house.sandbox().closeLedger();
        house.read();
        house.work();
        house.ledger();
        oncePaid(id, "last");
        assertThat(envelopes(id)).isEqualTo(1);
    }

    @Test
    void onlyADeadEnvelopeIsFollowedByAnotherAndTheDeadOneCanNoLongerLand() {
        var lost = house.sandbox().faults().drop(Faults.ALWAYS, any -> true);
        String id = house.pay(alice, bob, "5", "dead");
        house.work();
        String first = house.text("select xdr from payments.envelopes where transaction_id = '" + id + "'");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(30));
            house.ledger();
            assertThat(envelopes(id)).isEqualTo(1);
        }
        clock.advance(Duration.ofSeconds(1));
        house.ledger();
        lost.cancel();
        house.ledger();
        house.ledger();
        oncePaid(id, "dead");
        assertThat(envelopes(id)).isEqualTo(2);
        assertThat(PaymentsHouse.horizon(house.sandbox().horizonUrl()).submit(first))
                .isNotInstanceOf(dev.latchkey.payments.ledger.SubmitAnswer.Accepted.class);
    }

    @Test
    void anIntentThatNeverGetsThroughEndsFailedAndFreesWhatItHeld() {
        house.sandbox()
                .faults()
                .drop(Faults.ALWAYS, submission -> submission.memo().equals("never"));
        String id = house.pay(alice, bob, "5", "never");
        for (int i = 0; i < 8; i++) {
            house.ledger();
            clock.advance(Duration.ofSeconds(91));
        }
        assertThat(house.status(id)).isEqualTo("FAILED");
        assertThat(house.text("select status_reason from payments.transactions where id = '" + id + "'"))
                .isEqualTo("tx_too_late");
        assertThat(envelopes(id)).isEqualTo(3);
        house.ledger();
        nothingIsLeftOver();
    }

    @Test
    void staleNodesCauseNeitherLoopsNorRaisedCounters() {
        for (int i = 0; i < 3; i++) {
            house.ledger();
        }
        house.sandbox().faults().staleReads(3, Faults.ALWAYS, any -> true);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(house.pay(alice, bob, "1", "stale-" + i));
            house.ledger();
        }
        house.sandbox().faults().clear();
        house.finish(10);
        for (int i = 0; i < 12; i++) {
            assertThat(house.status(ids.get(i))).isEqualTo("CONFIRMED");
            assertThat(envelopes(ids.get(i))).isEqualTo(1);
        }
        nothingIsLeftOver();
    }

    @Test
    void aNodeThatIsBusyIsAskedAgainWithTheSameBytes() {
        house.sandbox().faults().answerTryAgainLater(1, any -> true);
        String id = house.pay(alice, bob, "5", "busy");
        house.engine().worker().round();
        assertThat(house.text("select last_answer from payments.envelopes where transaction_id = '" + id + "'"))
                .isEqualTo("try_again_later");
        PaymentsHouse.pause();
        house.ledger();
        oncePaid(id, "busy");
        assertThat(house.count("select count(*) from payments.envelopes where bump_hash is not null"))
                .isZero();
    }

    @Test
    void aBannedTransactionGetsInByExactlyOneFeeBump() {
        house.sandbox().faults().neverInclude(1, submission -> submission.memo().equals("banned"));
        String id = house.pay(alice, bob, "5", "banned");
        for (int i = 0; i < 8; i++) {
            clock.advance(Duration.ofSeconds(5));
            house.ledger();
            PaymentsHouse.pause();
        }
        oncePaid(id, "banned");
        assertThat(envelopes(id)).isEqualTo(1);
        String bump = house.text("select bump_hash from payments.envelopes where transaction_id = '" + id + "'");
        assertThat(bump).matches("[0-9a-f]{64}");
        house.server()
                .project(project)
                .get("/transactions/stellar/" + bump)
                .hasStatus(200)
                .hasValue("/id", id);
    }

    @Test
    void aHigherFeeIsBidOnceToWhatTheNetworkAsksFor() {
        house.sandbox().faults().surge(150_000);
        String id = house.pay(alice, bob, "5", "surge");
        house.ledger();
        oncePaid(id, "surge");
        assertThat(envelopes(id)).isEqualTo(1);
        assertThat(house.count("select bump_fee from payments.envelopes where transaction_id = '" + id + "'"))
                .isEqualTo(300_000);
        house.server().project(project).get("/transactions/" + id).hasValue("/stellarFee", "300000");
    }

    @Test
    void aFeeAboveTheHighestBidPausesSigningUntilItFalls() {
        house.sandbox().faults().surge(3_000_000);
        String first = house.pay(alice, bob, "5", "dear");
        house.work();
        String second = house.pay(alice, bob, "5", "waits");
        house.work();
        assertThat(house.status(second)).isEqualTo("PENDING");
        house.sandbox().faults().surge(0);
        house.finish(30);
        oncePaid(first, "dear");
        oncePaid(second, "waits");
        assertThat(house.count("select count(*) from payments.envelopes where bump_hash is not null"))
                .isZero();
    }

    @Test
    void aPaymentThatFailsInTheLedgerSaysWhyAndFreesItsShare() {
        String issuer = bob.publicKey();
        String id = house.server()
                .project(project)
                .post(
                        "/transactions",
                        Map.of(
                                "amount", "5",
                                "asset", Map.of("type", "CREDIT_ALPHANUM4", "code", "USDC", "issuer", issuer),
                                "senderWalletId", bob.id(),
                                "receiverWalletId", alice.id()))
                .hasStatus(201)
                .text("/id");
        house.ledger();
        assertThat(house.status(id)).isEqualTo("FAILED");
        assertThat(house.text("select status_reason from payments.transactions where id = '" + id + "'"))
                .isEqualTo("tx_failed: op_no_trust");
        nothingIsLeftOver();
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void aDeathAtAnyStepBoundaryLeavesOnePayment(CrashPoint point) {
        if (point == CrashPoint.BUMP_STORED) {
            house.sandbox().faults().surge(150_000);
        }
        String memo = point.name().toLowerCase(java.util.Locale.ROOT);
        try (PaymentsHouse mortal = house.beside(databases.database().url(), Died.at(point, 1))) {
            until(mortal::read);
            mortal.server()
                    .project(project)
                    .post(
                            "/transactions",
                            Map.of(
                                    "amount", "5",
                                    "asset", Map.of("type", "NATIVE"),
                                    "senderWalletId", alice.id(),
                                    "receiverWalletId", bob.id(),
                                    "memo", memo));
            until(() -> mortal.engine().worker().round());
            house.sandbox().closeLedger();
            until(mortal::read);
        }
        for (int i = 0;
                i < 40 && house.count("select count(*) from payments.transactions where phase <> 'DONE'") > 0;
                i++) {
            house.ledger();
            PaymentsHouse.pause();
        }
        oncePaid(house.text("select id::text from payments.transactions"), memo);
    }

    @Test
    void aRestoredBackupPaysNothingAgainAndLearnsWhatItForgot() throws SQLException {
        String waiting = house.pay(alice, bob, "5", "before");
        String copy = copyOfDatabase();
        PaymentsHouse again = house.beside(databases.database().url(), CrashPoints.NONE);
        try (again) {
            again.read();
            again.work();
            house.sandbox().closeLedger();
            again.read();
            assertThat(again.status(waiting)).isEqualTo("CONFIRMED");
            again.pay(alice, bob, "7", "after");
            again.work();
            house.sandbox().closeLedger();
            again.read();
        }
        try (PaymentsHouse restored = house.beside(copy, CrashPoints.NONE)) {
            assertThat(restored.status(waiting)).isEqualTo("PENDING");
            restored.engine().worker().round();
            assertThat(restored.count("select count(*) from payments.envelopes where purpose = 'PAYMENT'"))
                    .isZero();
            restored.read();
            restored.work();
            assertThat(restored.status(waiting)).isEqualTo("CONFIRMED");
            String repeated = restored.pay(alice, bob, "7", "after");
            restored.work();
            assertThat(restored.status(repeated)).isEqualTo("CONFIRMED");
            assertThat(restored.count("select count(*) from payments.envelopes where purpose = 'PAYMENT'"))
                    .isZero();
            house.sandbox().closeLedger();
            restored.read();
        }
        assertThat(house.sandbox().ledger().successfulPayments(alice.publicKey(), "before"))
                .isEqualTo(1);
        assertThat(house.sandbox().ledger().successfulPayments(alice.publicKey(), "after"))
                .isEqualTo(1);
    }

    @Test
    void boundsComeFromTheLedgersTimeNotFromOurClock() {
        for (Duration skew : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
            TestClock wrong = TestClock.at(clock.instant().plus(skew));
            String memo = "skew" + skew.toMinutes();
            try (PaymentsHouse skewed = new PaymentsHouse(
                    databases.database().url(),
                    wrong,
                    PaymentsHouse.horizon(house.sandbox().horizonUrl()),
                    null,
                    PaymentsHouse.TERMS,
                    PaymentsHouse.CHANNELS,
                    java.util.Optional.empty(),
                    CrashPoints.NONE)) {
                skewed.read();
                String id = skewed.pay(alice, bob, "1", memo);
                skewed.work();
                assertThat(skewed.count("select extract(epoch from max_time)::bigint from payments.envelopes"
                                + " where transaction_id = '" + id + "'"))
                        .isEqualTo(house.sandbox().ledger().latestCloseTime() + 90);
                house.sandbox().closeLedger();
                skewed.read();
                oncePaid(id, memo);
            }
        }
    }

    /** Runs until it is through or dies. */
    private static void until(Runnable act) {
        try {
            act.run();
        } catch (Died atTheBoundary) {
            // as intended
        }
    }

    @Test
    void aChannelAheadOfOurJournalIsFencedOffBeforeAnythingIsSigned() {
        house.database.run(tx -> tx.sql()
                .execute("update payments.channels set sequence = sequence - 1 where id in ("
                        + "select id from payments.channels where kind = 'CHANNEL' order by id limit 2)"));
        try (PaymentsHouse again = house.beside(databases.database().url(), CrashPoints.NONE)) {
            again.read();
            String id = again.pay(alice, bob, "5", "fenced");
            again.engine().worker().round();
            assertThat(again.count("select count(*) from payments.channels where state = 'QUARANTINED'"))
                    .isEqualTo(2);
            assertThat(again.text("select distinct state_reason like '%in our journal' from payments.channels"
                            + " where state = 'QUARANTINED'"))
                    .isEqualTo("t");
            house.sandbox().closeLedger();
            again.read();
            assertThat(again.status(id)).isEqualTo("CONFIRMED");
        }
        assertThat(house.count("select count(*) from platform.audit_events where type = 'channel.quarantined'"))
                .isEqualTo(2);
    }

    private String copyOfDatabase() throws SQLException {
        String url = databases.database().url();
        String name = databases.database().name();
        String copy = name + "_backup";
        house.database.read(sql -> sql.execute("select 1"));
        try (Connection connection = DriverManager.getConnection(url.replace("/" + name, "/postgres"));
                Statement act = connection.createStatement()) {
            act.execute("alter database " + name + " allow_connections false");
            act.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            act.execute("create database " + copy + " template " + name);
            act.execute("alter database " + name + " allow_connections true");
        }
        return url.replace("/" + name, "/" + copy);
    }
}
