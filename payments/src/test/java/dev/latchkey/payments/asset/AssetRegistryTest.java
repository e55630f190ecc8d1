package dev.latchkey.payments.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.onboarding.OnboardingQueue;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AssetRegistryTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private static final UUID PROJECT = UUID.randomUUID();
    private static final WalletNetwork NETWORK = WalletNetwork.TESTNET;

    private Database database;
    private AssetRegistry registry;

    @BeforeEach
    void open() {
        database = new Database(
                new Database.Options(
                        databases.database().url(),
                        new Properties(),
                        4,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                Clock.systemUTC());
        registry = new AssetRegistry(database, new OnboardingQueue(() -> {}));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWalletThatIsOpenedWhileAnAssetIsAddedGetsItToo() throws Exception {
        ProjectAssetStore store = new ProjectAssetStore();
        List<CompletableFuture<List<AssetId>>> wallets = new ArrayList<>();
        database.run(tx -> {
            store.lock(tx, PROJECT);
            store.insert(tx, PROJECT, NETWORK, asset("EURD"));
            wallets.add(CompletableFuture.supplyAsync(
                    () -> database.write(other -> registry.assets(other.sql(), PROJECT, NETWORK))));
            assertThat(wallets.getFirst())
                    .as("waits for the asset to be there or not")
                    .failsWithin(Duration.ofMillis(300));
        });

        assertThat(wallets.getFirst().get(10, TimeUnit.SECONDS)).containsExactly(asset("EURD"));
    }

    @Test
    void otherProjectsDoNotWait() {
        database.run(tx -> {
            new ProjectAssetStore().lock(tx, PROJECT);
            assertThat(CompletableFuture.supplyAsync(
                            () -> database.write(other -> registry.assets(other.sql(), UUID.randomUUID(), NETWORK))))
                    .succeedsWithin(Duration.ofSeconds(10));
        });
    }

    @Test
    void aProjectHasNotMoreAssetsThanAWalletCanBeOpenedFor() {
        for (int i = 0; i < AssetRegistry.MAX_PER_NETWORK; i++) {
            registry.add(PROJECT, NETWORK, asset("A" + i), Origin.SYSTEM);
        }

        assertThatThrownBy(() -> registry.add(PROJECT, NETWORK, asset("MORE"), Origin.SYSTEM))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("TOO_MANY_ASSETS"));
        List<AssetId> kept = database.read(sql -> registry.assets(sql, PROJECT, NETWORK));
        assertThat(kept).hasSize(AssetRegistry.MAX_PER_NETWORK);
    }

    private static AssetId asset(String code) {
        return AssetId.credit(code, new AccountId(Hash.sha256(new byte[] {7})).toString());
    }
}
