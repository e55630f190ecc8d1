package dev.latchkey.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.support.Outsider;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.stellar.sdk.KeyPair;

final class LedgerFollowerTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final List<ClosedLedger> heard = new ArrayList<>();
    private PaymentsHouse house;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private LedgerFollower follower(String horizon, LedgerListener listener) {
        return new LedgerFollower(
                house.database, PaymentsHouse.horizon(horizon), List.of(listener), () -> {}, CrashPoints.NONE);
    }

    private void hear(Transaction tx, ClosedLedger ledger) {
        heard.add(ledger);
    }

    @Test
    void everyLedgerIsHeardOnceAndInOrderEvenAfterARestart() {
        String horizon = house.sandbox().horizonUrl();
        LedgerFollower first = follower(horizon, this::hear);
        assertThat(first.readNext(Duration.ZERO)).isZero();
        assertThat(first.isCurrent()).isTrue();
        for (int i = 0; i < 25; i++) {
            house.sandbox().closeLedger();
        }
        first.readNext(Duration.ZERO);
        assertThat(first.isCurrent()).isFalse();
        LedgerFollower second = follower(horizon, this::hear);
        second.readNext(Duration.ZERO);
        assertThat(second.isCurrent()).isTrue();
        assertThat(heard).hasSize(25);
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i).previousHash()).isEqualTo(heard.get(i - 1).hash());
        }
    }

    @Test
    void aTransactionComesWithItsHashesItsSourceAndItsResult() {
        LedgerFollower follower = follower(house.sandbox().horizonUrl(), this::hear);
        follower.readNext(Duration.ZERO);
        new Outsider(house.sandbox()).create(KeyPair.random().getAccountId(), 5);
        follower.readNext(Duration.ZERO);
        IncludedTransaction included = heard.getLast().transactions().getFirst();
        assertThat(included.successful()).isTrue();
        assertThat(included.hash()).isEqualTo(included.signedHash());
        assertThat(included.operationCodes()).containsExactly("op_success");
        assertThat(included.sourceMuxedId()).isEmpty();
        assertThat(included.feeCharged()).isEqualTo(100);
    }

    @Test
    void aListenerThatFailsKeepsTheLedgerFromBeingTaken() {
        LedgerFollower broken = follower(house.sandbox().horizonUrl(), (tx, ledger) -> {
            throw new IllegalStateException("cannot store this");
        });
        broken.readNext(Duration.ZERO);
        house.sandbox().closeLedger();
        assertThatThrownBy(() -> broken.readNext(Duration.ZERO)).hasMessage("cannot store this");
        LedgerFollower mended = follower(house.sandbox().horizonUrl(), this::hear);
        mended.readNext(Duration.ZERO);
        assertThat(heard).hasSize(1);
    }

    @Test
    void anotherHistoryIsNeverReadOnWithTheOldCursor() {
        LedgerFollower follower = follower(house.sandbox().horizonUrl(), this::hear);
        for (int i = 0; i < 3; i++) {
            house.sandbox().closeLedger();
        }
        follower.readNext(Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));
        try (Sandbox other = Sandbox.start(SandboxOptions.defaults().withClock(clock))) {
            for (int i = 0; i < 6; i++) {
                other.closeLedger();
            }
            LedgerFollower misled = follower(other.horizonUrl(), this::hear);
            assertThatThrownBy(() -> misled.readNext(Duration.ZERO))
                    .isInstanceOf(LedgerDiscontinuity.class)
                    .hasMessageContaining("another network or another history");
        }
        assertThat(heard).isEmpty();
        assertThat(house.text("select network from payments.ledger_cursors")).isEqualTo(WalletNetwork.TESTNET.name());
    }
}
