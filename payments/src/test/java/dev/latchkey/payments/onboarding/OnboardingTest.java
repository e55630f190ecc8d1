package dev.latchkey.payments.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.support.Outsider;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.upkeep.ChannelTerms;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.stellar.sdk.KeyPair;

final class OnboardingTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private PaymentsHouse house;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void addAsset(AssetId asset) {
        house.database.run(
                tx -> house.payments.onboarding().enqueueTrustlines(tx, project, WalletNetwork.TESTNET, asset));
    }

    private void assertOnLedger(WalletFacts wallet) {
        assertThat(house.sandbox().ledger().hasAccount(wallet.publicKey())).isTrue();
        assertThat(house.custody.wallet(project, wallet.id()).orElseThrow().ledgerStatus())
                .isEqualTo(LedgerStatus.CREATED);
    }

    @Test
    void manySignUpsShareFewTransactions() {
        List<WalletFacts> wallets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            wallets.add(house.wallet(project));
        }
        house.settle();
        wallets.forEach(this::assertOnLedger);
        assertThat(house.count("select count(*) from payments.envelopes where purpose = 'ONBOARDING'"))
                .isEqualTo(3);
        assertThat(house.count("select count(*) from payments.envelopes where purpose = 'CHANNELS'"))
                .isEqualTo(1);
    }

    @Test
    void walletsGetSponsoredTrustlinesForAnAssetAddedLater() {
        WalletFacts issuer = house.wallet(project);
        WalletFacts holder = house.wallet(project);
        house.settle();
        addAsset(AssetId.credit("USDC", issuer.publicKey()));
        house.ledger();
        assertThat(house.sandbox().ledger().balance(holder.publicKey(), "USDC", issuer.publicKey()))
                .hasValue(0);
        assertThat(house.sandbox().ledger().balance(issuer.publicKey(), "USDC", issuer.publicKey()))
                .isEmpty();
        assertThat(house.sandbox()
                        .ledger()
                        .find(holder.publicKey())
                        .orElseThrow()
                        .sponsored())
                .isEqualTo(3);

        String id = house.server()
                .project(project)
                .post(
                        "/transactions",
                        Map.of(
                                "amount", "12.5",
                                "asset",
                                        Map.of(
                                                "type",
                                                "CREDIT_ALPHANUM4",
                                                "code",
                                                "USDC",
                                                "issuer",
                                                issuer.publicKey()),
                                "senderWalletId", issuer.id(),
                                "receiverWalletId", holder.id()))
                .hasStatus(201)
                .text("/id");
        house.ledger();
        assertThat(house.status(id)).isEqualTo("CONFIRMED");
        assertThat(house.sandbox().ledger().balance(holder.publicKey(), "USDC", issuer.publicKey()))
                .hasValue(125_000_000);
    }

    @Test
    void oneBadTrustlineHoldsNobodyElseUp() {
        WalletFacts good = house.wallet(project);
        house.settle();
        String nobody = KeyPair.random().getAccountId();
        addAsset(AssetId.credit("GHOST", nobody));
        WalletFacts second = house.wallet(project);
        addAsset(AssetId.credit("GOOD", good.publicKey()));
        for (int i = 0; i < 4; i++) {
            house.ledger();
        }
        assertOnLedger(second);
        assertThat(house.sandbox().ledger().balance(second.publicKey(), "GOOD", good.publicKey()))
                .hasValue(0);
        assertThat(house.text("select string_agg(distinct last_error, ',') from payments.trustlines"
                        + " where asset like 'GHOST%' and state = 'QUEUED'"))
                .isEqualTo("op_no_issuer");

        new Outsider(house.sandbox()).create(nobody, 10);
        clock.advance(Duration.ofMinutes(10));
        house.ledger();
        house.ledger();
        assertThat(house.sandbox().ledger().balance(good.publicKey(), "GHOST", nobody))
                .hasValue(0);
    }

    @Test
    void anAccountThatSomebodyElseMadeIsTakenAsItIs() {
        WalletFacts wallet = house.wallet(project);
        WalletFacts other = house.wallet(project);
        new Outsider(house.sandbox()).create(wallet.publicKey(), 5);
        house.settle();
        house.settle();
        assertOnLedger(wallet);
        assertOnLedger(other);
        assertThat(house.sandbox().ledger().balance(wallet.publicKey())).hasValue(50_000_000);
    }

    @Test
    void aPaymentToAWalletThatIsNotOnTheLedgerYetWaitsForIt() {
        WalletFacts alice = house.wallet(project);
        house.settle();
        house.fund(alice, 100);
        WalletFacts bob = house.wallet(project);
        String id = house.pay(alice, bob, "1", "early");
        house.work();
        assertThat(house.status(id)).isEqualTo("PENDING");
        house.ledger();
        house.ledger();
        assertThat(house.status(id)).isEqualTo("CONFIRMED");
    }

    @Test
    void aPoorSponsorSlowsOnboardingDownInsteadOfFailingTransactions() {
        house.close();
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
        KeyPair sponsor = KeyPair.random();
        new Outsider(sandbox).create(sponsor.getAccountId(), 12);
        house = new PaymentsHouse(
                databases.database().url(),
                clock,
                PaymentsHouse.horizon(sandbox.horizonUrl()),
                sandbox,
                PaymentsHouse.TERMS,
                new ChannelTerms(1, 1, 50_000_000, 15_000_000),
                Optional.of(new Secret(new String(sponsor.getSecretSeed()))),
                CrashPoints.NONE);
        List<WalletFacts> wallets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wallets.add(house.wallet(project));
        }
        house.settle();
        house.settle();
        assertThat(house.text("select public_key from payments.channels where kind = 'SPONSOR'"))
                .isEqualTo(sponsor.getAccountId());
        assertThat(house.count("select count(*) from payments.accounts where state = 'CREATED'"))
                .isBetween(1L, 5L);
        assertThat(house.count("select count(*) from payments.envelopes where state not in ('APPLIED')"))
                .isZero();
        new Outsider(sandbox).pay(sponsor.getAccountId(), 100);
        house.settle();
        wallets.forEach(this::assertOnLedger);
        assertThat(house.count("select count(*) from payments.envelopes where state not in ('APPLIED')"))
                .isZero();
    }

    @Test
    void aChannelUsedBySomebodyElseIsQuarantinedAndReplaced() {
        WalletFacts alice = house.wallet(project);
        WalletFacts bob = house.wallet(project);
        house.settle();
        house.fund(alice, 100);
        String oldest = " from payments.channels where kind = 'CHANNEL' order by last_used_at, id limit 1";
        String address = house.text("select public_key" + oldest);
        UUID key = UUID.fromString(house.text("select service_key_id::text" + oldest));
        new Outsider(house.sandbox(), house.custody, address, key).useSequence();
        house.read();
        assertThat(house.count("select count(*) from payments.channels where state = 'QUARANTINED'"))
                .isEqualTo(1);
        assertThat(house.count("select count(*) from platform.audit_events where type = 'channel.quarantined'"))
                .isEqualTo(1);
        String id = house.pay(alice, bob, "1", "still");
        house.ledger();
        house.ledger();
        assertThat(house.status(id)).isEqualTo("CONFIRMED");
        assertThat(house.count("select count(*) from payments.channels where kind = 'CHANNEL' and state = 'FREE'"))
                .isGreaterThanOrEqualTo(4);
    }
}
