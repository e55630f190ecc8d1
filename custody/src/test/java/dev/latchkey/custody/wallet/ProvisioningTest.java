package dev.latchkey.custody.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner.Provisioned;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.database.StatementCounter;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProvisioningTest {

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final UUID project = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();
    private CustodyHouse house;

    @BeforeEach
    void open() {
        house = new CustodyHouse(extension.database(), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aUserGetsAnActiveWalletWithAKeyAndItsAudit() {
        Provisioned first = ensure(project, user);

        assertThat(first.isNew()).isTrue();
        assertThat(first.wallet().status()).isEqualTo("ACTIVE");
        assertThat(first.wallet().ledgerStatus()).isEqualTo("PENDING");
        assertThat(first.wallet().createdAt()).isEqualTo(clock.instant());
        assertThat(StrKey.isValid(StrKeyKind.ACCOUNT, first.wallet().publicKey()))
                .isTrue();
        assertThat(count("custody.keys where id = '" + first.wallet().id() + "'"))
                .isOne();
        assertThat(count("platform.audit_events where type = 'wallet.created' and project_id = '" + project + "'"))
                .isOne();
        assertThat(count("platform.audit_events where type = 'key.generated' and target_id = '"
                        + first.wallet().id() + "' and metadata->>'publicKey' = '"
                        + first.wallet().publicKey() + "'"))
                .isOne();
        assertThat(house.lifecycle.created).singleElement().satisfies(wallet -> assertThat(wallet.id())
                .isEqualTo(first.wallet().id()));
    }

    @Test
    void theSecondCallAnswersTheWalletOfTheFirst() {
        Provisioned first = ensure(project, user);
        Provisioned second = ensure(project, user);

        assertThat(second.isNew()).isFalse();
        assertThat(second.wallet()).isEqualTo(first.wallet());
        Optional<WalletSummary> existing =
                house.database.read(sql -> house.custody.existing(sql, project, user, WalletNetwork.TESTNET));
        assertThat(existing).contains(first.wallet());
    }

    @Test
    void fiftyParallelCallsMakeOneWalletAndOneKey() throws Exception {
        List<Provisioned> answers = inParallel(50);

        assertThat(answers).hasSize(50);
        assertThat(answers.stream().map(Provisioned::wallet).distinct()).hasSize(1);
        assertThat(answers.stream().filter(Provisioned::isNew)).hasSize(1);
        assertThat(count("custody.wallets")).isOne();
        assertThat(count("custody.keys")).isOne();
        assertThat(count("platform.audit_events where type in ('wallet.created', 'key.generated')"))
                .isEqualTo(2);
        assertThat(house.lifecycle.created).hasSize(1);
    }

    @Test
    void aTransactionRolledBackLeavesNeitherWalletNorKeyNorAudit() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> house.database.run(tx -> {
                    house.custody.ensure(tx, project, user, WalletNetwork.TESTNET, Origin.SYSTEM);
                    throw new IllegalStateException("the sign-in failed");
                }));

        assertThat(count("custody.wallets")).isZero();
        assertThat(count("custody.keys")).isZero();
        assertThat(count("platform.audit_events")).isZero();
    }

    @Test
    void aNetworkWithoutConfigurationIsRefusedNamingTheSetting() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> house.database.write(
                        tx -> house.custody.ensure(tx, project, user, WalletNetwork.MAINNET, Origin.SYSTEM)))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(422))
                .withMessageContaining("STELLAR_MAINNET_HORIZON_URL");
        assertThat(count("custody.keys")).isZero();
    }

    @Test
    void theDatabaseItselfAllowsOneLiveWalletAndKeepsEveryKey() {
        Provisioned wallet = ensure(project, user);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> extension.database().execute("delete from custody.keys"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> extension.database().execute("""
                        with key as (
                            insert into custody.keys select gen_random_uuid(), project_id, purpose, network, algorithm,
                                'GOTHER', envelope, kek_id, kek_version, encryption_version, key_version, created_at
                            from custody.keys returning id)
                        insert into custody.wallets select key.id, project_id, user_id, network, 'GOTHER', status, null,
                            status_changed_at, ledger_status, 1, null, null, created_at, updated_at, null
                        from custody.wallets, key
                        """))
                .satisfies(failure -> assertThat(failure.getCause()).hasMessageContaining("wallets_one_live"));
        assertThat(count("custody.wallets where id = '" + wallet.wallet().id() + "'"))
                .isOne();
    }

    @Test
    void aNewWalletCostsOneStatementBesidesItsAuditAndAReturningUserOne() {
        StatementCounter statements = house.database.statements();

        assertThat(statements.during(() -> ensure(project, user))).hasSize(2);
        assertThat(statements.during(() ->
                        house.database.read(sql -> house.custody.existing(sql, project, user, WalletNetwork.TESTNET))))
                .hasSize(1);
    }

    @Test
    void whatTheLedgerSaysIsStoredOnceAndAudited() {
        UUID wallet = ensure(project, user).wallet().id();

        house.database.run(tx -> house.custody.ledgerStatusChanged(tx, List.of(wallet), LedgerStatus.CREATED));
        house.database.run(tx -> house.custody.ledgerStatusChanged(tx, List.of(wallet), LedgerStatus.CREATED));

        assertThat(house.custody.wallet(project, wallet))
                .hasValueSatisfying(facts -> assertThat(facts.ledgerStatus()).isEqualTo(LedgerStatus.CREATED));
        assertThat(count("platform.audit_events where type = 'wallet.ledger_status_changed'"))
                .isOne();
    }

    @Test
    void walletsAreFoundByIdAndAddressButNotByAnotherProject() {
        Provisioned one = ensure(project, user);
        Provisioned other = ensure(UUID.randomUUID(), UUID.randomUUID());

        assertThat(house.custody.wallet(project, one.wallet().id())).isPresent();
        assertThat(house.custody.wallet(project, other.wallet().id())).isEmpty();
        List<UUID> ids = List.of(one.wallet().id(), other.wallet().id(), UUID.randomUUID());
        List<WalletFacts> byId = house.database.read(sql -> house.custody.wallets(sql, ids));
        assertThat(byId).hasSize(2);
        List<String> addresses = List.of(one.wallet().publicKey(), "GNOBODY");
        List<WalletFacts> byAddress =
                house.database.read(sql -> house.custody.walletsByPublicKeys(sql, WalletNetwork.TESTNET, addresses));
        assertThat(byAddress)
                .extracting(WalletFacts::id)
                .containsExactly(one.wallet().id());
    }

    private Provisioned ensure(UUID projectId, UUID userId) {
        return house.database.write(
                tx -> house.custody.ensure(tx, projectId, userId, WalletNetwork.TESTNET, Origin.SYSTEM));
    }

    private List<Provisioned> inParallel(int calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Provisioned>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return ensure(project, user);
                }));
            }
            start.countDown();
            List<Provisioned> answers = new ArrayList<>();
            for (Future<Provisioned> call : running) {
                answers.add(call.get());
            }
            return answers;
        }
    }

    private long count(String from) {
        return extension.database().queryLong("select count(*) from " + from);
    }
}
