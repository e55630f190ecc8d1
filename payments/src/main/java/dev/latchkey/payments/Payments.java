package dev.latchkey.payments;

import dev.latchkey.custody.Custody;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.limit.LimitRoutes;
import dev.latchkey.payments.onboarding.OnboardingQueue;
import dev.latchkey.payments.onboarding.ProjectAssets;
import dev.latchkey.payments.submission.SubmissionTerms;
import dev.latchkey.payments.transaction.TransactionRoutes;
import dev.latchkey.payments.upkeep.ChannelTerms;
import dev.latchkey.payments.wallet.CustodyBook;
import dev.latchkey.payments.wallet.CustodyKeys;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The room of money: payments between wallets, and all that carries them to the ledger and proves that they are there. */
public final class Payments implements AutoCloseable {

    public static final Migrations.Room MIGRATIONS = Migrations.Room.of("payments", "V1__engine.sql");

    private final LedgerAccess access;
    private final List<NetworkEngine> engines = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /** As configured. */
    public static Payments of(Database database, LedgerAccess access, Custody custody, Settings settings) {
        return new Payments(
                database,
                access,
                new CustodyBook(database, custody),
                new CustodyKeys(custody, sponsors(access, settings)),
                PaymentsSettings.submission(settings),
                PaymentsSettings.channels(settings),
                CrashPoints.NONE);
    }

    /** @param crashPoints {@link CrashPoints#NONE} outside of tests */
    public Payments(
            Database database,
            LedgerAccess access,
            WalletBook wallets,
            KeyRing keys,
            SubmissionTerms submission,
            ChannelTerms channels,
            CrashPoints crashPoints) {
        this.access = access;
        ProjectAssets assets = (sql, projectId, network) -> List.of();
        for (LedgerNetwork network : access.networks().all()) {
            engines.add(new NetworkEngine(
                    database,
                    network,
                    wallets,
                    keys,
                    assets,
                    List.of(),
                    submission,
                    channels,
                    access.bells().hang(),
                    crashPoints));
        }
        routes.addAll(new TransactionRoutes(
                        database, wallets, access.networks(), access.balances(), access.bells()::ring, crashPoints)
                .routes());
        routes.addAll(new LimitRoutes(database, wallets).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Where an asset added to a project asks for trustlines. */
    public OnboardingQueue onboarding() {
        return access.onboarding();
    }

    public List<NetworkEngine> engines() {
        return List.copyOf(engines);
    }

    /** Begins to read ledgers and to sign and send what waits. */
    public void start() {
        access.start();
        engines.forEach(NetworkEngine::start);
    }

    @Override
    public void close() {
        engines.forEach(NetworkEngine::close);
        access.close();
    }

    private static Map<WalletNetwork, Secret> sponsors(LedgerAccess access, Settings settings) {
        Collection<LedgerNetwork> networks = access.networks().all();
        boolean mainnet = networks.stream().anyMatch(network -> network.name() == WalletNetwork.MAINNET);
        WalletNetwork owner = mainnet ? WalletNetwork.MAINNET : WalletNetwork.TESTNET;
        return settings.find(PaymentsSettings.SPONSOR)
                .map(secret -> Map.of(owner, secret))
                .orElseGet(Map::of);
    }
}
