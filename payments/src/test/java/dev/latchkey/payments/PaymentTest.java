package dev.latchkey.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PaymentTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private PaymentsHouse house;
    private HttpProbe probe;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), TestClock.at("2026-05-30T12:00:00Z"));
        probe = house.server().project(project);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aNewWalletAppearsOnTheLedgerSponsoredWithoutLumens() {
        WalletFacts wallet = house.wallet(project);
        assertThat(wallet.ledgerStatus()).isEqualTo(LedgerStatus.PENDING);

        house.settle();

        assertThat(house.sandbox().ledger().balance(wallet.publicKey())).hasValue(0);
        assertThat(house.sandbox()
                        .ledger()
                        .find(wallet.publicKey())
                        .orElseThrow()
                        .sponsor())
                .isEqualTo(house.text("select public_key from payments.channels where kind = 'SPONSOR'"));
        assertThat(house.custody.wallet(project, wallet.id()).orElseThrow().ledgerStatus())
                .isEqualTo(LedgerStatus.CREATED);
        assertThat(house.count("select count(*) from platform.audit_events where type = 'wallet.on_ledger'"))
                .isEqualTo(1);
    }

    @Test
    void aPaymentGoesFromPendingToConfirmedAndThePlatformPaysTheFee() {
        WalletFacts alice = house.wallet(project);
        WalletFacts bob = house.wallet(project);
        house.settle();
        house.fund(alice, 100);

        HttpAnswer created = probe.post(
                        "/transactions",
                        Map.of(
                                "amount", "40.5",
                                "asset", Map.of("type", "NATIVE"),
                                "senderWalletId", alice.id(),
                                "receiverWalletId", bob.id(),
                                "memo", "rent",
                                "metadata", Map.of("invoice", 7)))
                .hasStatus(201)
                .hasValue("/status", "PENDING")
                .hasValue("/amount", "40.5")
                .hasValue("/assetType", "NATIVE")
                .hasValue("/stellarHash", "null")
                .hasValue("/metadata/invoice", 7);
        String path = "/transactions/" + created.text("/id");

        house.work();
        HttpAnswer submitted = probe.get(path)
                .hasStatus(200)
                .hasValue("/status", "SUBMITTED")
                .hasValueMatching("/stellarHash", "[0-9a-f]{64}");

        house.ledger();
        probe.get(path)
                .hasStatus(200)
                .hasValue("/status", "CONFIRMED")
                .hasValue("/stellarHash", submitted.text("/stellarHash"))
                .hasValueMatching("/stellarLedger", "[0-9]+")
                .hasValue("/stellarFee", "100");
        probe.get("/transactions/stellar/" + submitted.text("/stellarHash"))
                .hasStatus(200)
                .hasValue("/id", created.text("/id"));
        assertThat(house.sandbox().ledger().balance(bob.publicKey())).hasValue(405_000_000);
        assertThat(house.sandbox().ledger().balance(alice.publicKey())).hasValue(595_000_000);
        assertThat(house.sandbox().ledger().successfulPayments(alice.publicKey(), "rent"))
                .isEqualTo(1);
        assertThat(house.count("select coalesce(sum(reserved), 0) from payments.limit_usage"))
                .isZero();
        assertThat(house.count("select sum(settled) from payments.limit_usage")).isEqualTo(405_000_000);
        assertThat(house.count("select count(*) from payments.balance_reservations where released_ledger is null"))
                .isZero();
        assertThat(house.text("select string_agg(type, ',' order by sequence) from platform.audit_events"
                        + " where target_kind = 'transaction'"))
                .isEqualTo("transaction.created,transaction.submitted,transaction.confirmed");
    }
}
