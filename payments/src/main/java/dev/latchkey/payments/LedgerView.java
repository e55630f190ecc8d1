package dev.latchkey.payments;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.asset.AssetRegistry;
import dev.latchkey.payments.asset.AssetRoutes;
import dev.latchkey.payments.balance.BalanceRefresher;
import dev.latchkey.payments.balance.BalanceRoutes;
import dev.latchkey.payments.balance.BalanceTerms;
import dev.latchkey.payments.balance.Balances;
import dev.latchkey.payments.balance.IndexedBalanceView;
import dev.latchkey.payments.history.DisplayNames;
import dev.latchkey.payments.history.History;
import dev.latchkey.payments.history.HistoryRoutes;
import dev.latchkey.payments.indexer.Indexer;
import dev.latchkey.payments.ledger.LedgerListener;
import dev.latchkey.payments.onboarding.ProjectAssets;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What applications see of the ledger: balances, history, and the assets their wallets hold. */
public final class LedgerView implements AutoCloseable {
    private final Balances balances;
    private final BalanceRefresher refresher;
    private final IndexedBalanceView spendable;
    private final Indexer indexer;
    private final AssetRegistry assets;
    private final List<Route> routes;

    /**
     * What other rooms know.
     *
     * @param projectExists whether there is a project with an id
     * @param names what users are called
     */
    public record Neighbours(Predicate<UUID> projectExists, DisplayNames names) {}

    public LedgerView(
            Database database,
            Clock clock,
            LedgerAccess access,
            WalletBook wallets,
            Neighbours neighbours,
            BalanceTerms terms) {
        this.refresher = new BalanceRefresher(database, access.networks(), terms.maxRetries());
        this.balances = new Balances(database, clock, access.networks(), wallets, terms, refresher::wake);
        this.spendable = new IndexedBalanceView(database, access.balances());
        this.indexer = new Indexer(wallets::byAddresses, refresher::wake);
        this.assets = new AssetRegistry(database, access.onboarding());
        this.routes = Stream.of(
                        new BalanceRoutes(balances, wallets).routes(),
                        new HistoryRoutes(new History(database, neighbours.names()), wallets).routes(),
                        new AssetRoutes(assets, access.networks(), neighbours.projectExists()).routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** Reads all balances now and then. */
    public List<Jobs.Job> jobs() {
        return balances.jobs();
    }

    /** To be told every ledger, in the transaction that moves the cursor. */
    public LedgerListener indexer() {
        return indexer;
    }

    /** The assets that wallets are opened for. */
    public ProjectAssets assets() {
        return assets;
    }

    /** Kept balances where they are true, else the network's. */
    public BalanceView spendable() {
        return spendable;
    }

    /** Reads now what ledgers have touched, instead of {@link #start}; answers how many accounts that were. */
    public int refresh(WalletNetwork network) {
        return refresher.refreshDue(network);
    }

    public void start() {
        refresher.start();
    }

    @Override
    public void close() {
        refresher.close();
    }
}
