package dev.latchkey.payments;

import dev.latchkey.custody.Custody;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.balance.BalanceSettings;
import dev.latchkey.payments.balance.BalanceTerms;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.limit.LimitRoutes;
import dev.latchkey.payments.onboarding.OnboardingQueue;
import dev.latchkey.payments.submission.SubmissionTerms;
import dev.latchkey.payments.transaction.PaymentsOfWallets;
import dev.latchkey.payments.transaction.TransactionRoutes;
import dev.latchkey.payments.transaction.TransactionView;
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
import dev.latchkey.platform.jobs.Jobs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The room of money: payments between wallets, and all that carries them to the ledger and proves that they are there. */
public final class Payments implements AutoCloseable {

    public static final Migrations.Room MIGRATIONS =
            Migrations.Room.of("payments", "V1__engine.sql", "V2__balances_history_assets.sql");

    private final LedgerAccess access;
    private final LedgerView view;
    private final List<NetworkEngine> engines = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /** As configured. */
    public static Payments of(
            Database database,
            Clock clock,
            LedgerAccess access,
            Custody custody,
            LedgerView.Neighbours neighbours,
            Settings settings) {
        return new Payments(
                database,
                clock,
                access,
                new CustodyBook(database, custody),
                new CustodyKeys(custody, sponsors(access, settings)),
                PaymentsSettings.submission(settings),
                PaymentsSettings.channels(settings),
                neighbours,
                BalanceSettings.terms(settings),
                CrashPoints.NONE);
    }

    /** @param crashPoints {@link CrashPoints#NONE} outside of tests */
    public Payments(
            Database database,
            Clock clock,
            LedgerAccess access,
            WalletBook wallets,
            KeyRing keys,
            SubmissionTerms submission,
            ChannelTerms channels,
            LedgerView.Neighbours neighbours,
            BalanceTerms balances,
            CrashPoints crashPoints) {
        this.access = access;
        this.view = new LedgerView(database, clock, access, wallets, neighbours, balances);
        for (LedgerNetwork network : access.networks().all()) {
            engines.add(new NetworkEngine(
                    database,
                    network,
                    wallets,
                    keys,
                    view.assets(),
                    List.of(view.indexer()),
                    submission,
                    channels,
                    access.bells().hang(),
                    crashPoints));
        }
        routes.addAll(new TransactionRoutes(
                        database, wallets, access.networks(), view.spendable(), access.bells()::ring, crashPoints)
                .routes());
        routes.addAll(new NetworkRoutes(engines).routes());
        routes.addAll(new LimitRoutes(database, wallets).routes());
        routes.addAll(view.routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Where an asset added to a project asks for trustlines. */
    public OnboardingQueue onboarding() {
        return access.onboarding();
    }

    /** Balances, history and assets. */
    public LedgerView view() {
        return view;
    }

    /** Payments from or to any of the wallets, newest first. */
    public static List<TransactionView> paymentsOf(Handle sql, List<UUID> walletIds, int limit) {
        return PaymentsOfWallets.newest(sql, walletIds, limit);
    }

    /** Recurring work. */
    public List<Jobs.Job> jobs() {
        return view.jobs();
    }

    public List<NetworkEngine> engines() {
        return List.copyOf(engines);
    }

    /** Begins to read ledgers and to sign and send what waits. */
    public void start() {
        access.start();
        view.start();
        engines.forEach(NetworkEngine::start);
    }

    @Override
    public void close() {
        engines.forEach(NetworkEngine::close);
        view.close();
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
