package dev.latchkey.payments.balance;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.jobs.Jobs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Balances of wallets: reads come from the table and never wait for the network. */
public final class Balances {
    /** What a run over all wallets did. */
    record Totals(int walletsProcessed, int balancesUpdated, int mismatchesFound) {}

    private final Database database;
    private final Clock clock;
    private final Networks networks;
    private final BalanceTerms terms;
    private final Consumer<WalletNetwork> wake;
    private final BalanceSync sync;
    private final BalanceStore store = new BalanceStore();
    private final BalanceRefreshes refreshes = new BalanceRefreshes();
    private final WalletWalk walk;

    /** @param wake tells the refresher that something waits on a network */
    public Balances(
            Database database,
            Clock clock,
            Networks networks,
            WalletBook wallets,
            BalanceTerms terms,
            Consumer<WalletNetwork> wake) {
        this.database = database;
        this.clock = clock;
        this.networks = networks;
        this.terms = terms;
        this.wake = wake;
        this.sync = new BalanceSync(database);
        this.walk = new WalletWalk(database, networks, wallets);
    }

    /** Reads all active wallets' balances now and then, whatever the ledgers said. */
    public List<Jobs.Job> jobs() {
        return List.of(new Jobs.Job("payments.sync-balances", terms.syncEvery(), this::requestAll));
    }

    /** A wallet's balances by type of asset; asks for newer ones if one is stale. */
    List<StoredBalance> of(WalletFacts wallet) {
        List<StoredBalance> rows = database.read(sql -> store.ofWallet(sql, wallet.id()));
        Instant threshold = threshold();
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.isStaleAt(threshold))) {
            request(wallet.network(), List.of(wallet));
        }
        return rows;
    }

    /** Marks what is stale and answers it. */
    List<StoredBalance> stale(WalletFacts wallet) {
        return database.write(tx -> store.markStale(tx, wallet.id(), threshold()));
    }

    /** @throws LedgerUnavailable if the node gives no answer */
    BalanceSync.Outcome sync(WalletFacts wallet, Origin origin) {
        BalanceSync.Outcome outcome =
                sync.sync(networks.require(wallet.network()), wallet.id(), wallet.publicKey(), true);
        database.run(
                tx -> tx.audit(AuditEvent.success("balance.synced", origin, wallet.projectId(), "wallet", wallet.id())
                        .with("mismatches", outcome.mismatches())));
        return outcome;
    }

    /** @throws LedgerUnavailable if the node gives no answer */
    BalanceSync.Comparison reconcile(WalletFacts wallet, AssetId asset, Origin origin) {
        BalanceSync.Comparison comparison = compare(wallet, asset, origin);
        database.run(tx ->
                tx.audit(AuditEvent.success("balance.reconciled", origin, wallet.projectId(), "wallet", wallet.id())
                        .with("asset", asset.toString())
                        .with("matches", comparison.matches())));
        return comparison;
    }

    /** Reads all active wallets, one after the other; a wallet that fails does not stop it. */
    Totals syncAll(Origin origin) {
        AtomicInteger updated = new AtomicInteger();
        AtomicInteger mismatches = new AtomicInteger();
        int processed = walk.each((network, wallet) -> {
            BalanceSync.Outcome outcome = sync.sync(network, wallet.id(), wallet.publicKey(), true);
            updated.addAndGet(outcome.updated());
            mismatches.addAndGet(outcome.mismatches());
        });
        Totals totals = new Totals(processed, updated.get(), mismatches.get());
        audit("balance.all_synced", totals, origin);
        return totals;
    }

    /** Compares every kept balance of all active wallets with the ledger. */
    Totals reconcileAll(Origin origin) {
        AtomicInteger mismatches = new AtomicInteger();
        int processed = walk.each((network, wallet) -> {
            for (StoredBalance row : database.read(sql -> store.ofWallet(sql, wallet.id()))) {
                if (!compare(wallet, row.asset(), origin).matches()) {
                    mismatches.incrementAndGet();
                }
            }
        });
        Totals totals = new Totals(processed, 0, mismatches.get());
        audit("balance.all_reconciled", totals, origin);
        return totals;
    }

    private BalanceSync.Comparison compare(WalletFacts wallet, AssetId asset, Origin origin) {
        return sync.reconcile(
                networks.require(wallet.network()),
                wallet.id(),
                wallet.publicKey(),
                asset,
                () -> mismatch(wallet, asset, origin));
    }

    private void requestAll() {
        walk.batches((network, found) -> request(network.name(), found));
    }

    private void request(WalletNetwork network, List<WalletFacts> wanted) {
        database.run(tx -> refreshes.request(tx, network, wanted));
        wake.accept(network);
    }

    private void audit(String type, Totals totals, Origin origin) {
        database.run(tx -> tx.audit(AuditEvent.success(type, origin, null, "installation", "balances")
                .with("walletsProcessed", totals.walletsProcessed())
                .with("mismatchesFound", totals.mismatchesFound())));
    }

    private Instant threshold() {
        return clock.instant().minus(terms.staleAfter());
    }

    private static AuditEvent mismatch(WalletFacts wallet, AssetId asset, Origin origin) {
        return AuditEvent.failure("balance.mismatch", origin, wallet.projectId(), "wallet", wallet.id())
                .with("asset", asset.toString());
    }
}
