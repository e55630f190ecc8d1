package dev.latchkey.payments.balance;

import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads accounts from the network and keeps what they hold. A reading never replaces one that shows a later change.
 *
 * <p>What proves that a reading is new enough is the ledger of the last change that it shows. Not every touch changes an
 * account, though, and one that is gone shows no ledger at all: then only the node's head is left to go by, which a
 * second node behind one address may contradict. Callers say when they have seen enough answers to take it.
 */
final class BalanceSync {
    private final Database database;
    private final BalanceStore balances = new BalanceStore();
    private final BalanceRefreshes refreshes = new BalanceRefreshes();

    /**
     * What a reading changed.
     *
     * @param asOfLedger what is stored now is at least as new as this ledger
     * @param updated balances stored; 0 when the reading was not believed, or newer ones were there
     * @param mismatches stored balances that had another value
     * @param at when what is stored now was read
     */
    record Outcome(int asOfLedger, int updated, int mismatches, Instant at) {
        SyncStatus status() {
            return mismatches == 0 ? SyncStatus.SYNCED : SyncStatus.MISMATCH;
        }
    }

    /**
     * One balance compared with the ledger, in units of 10⁻⁷.
     *
     * @param indexed what was stored before, 0 without a row
     */
    record Comparison(long indexed, long onChain) {
        boolean matches() {
            return indexed == onChain;
        }
    }

    BalanceSync(Database database) {
        this.database = database;
    }

    /**
     * @param byHead whether the node's head proves how new its answer is
     * @throws LedgerUnavailable if the node gives no answer; the wallet's balances are then marked FAILED
     */
    Outcome sync(LedgerNetwork network, UUID walletId, String address, boolean byHead) {
        AccountReading reading = read(network, walletId, address, byHead);
        return database.write(tx -> store(tx, walletId, reading));
    }

    /**
     * Compares one balance and keeps what the ledger says.
     *
     * @param onMismatch the event to write when the two differ
     * @throws LedgerUnavailable as {@link #sync}
     */
    Comparison reconcile(
            LedgerNetwork network, UUID walletId, String address, AssetId asset, Supplier<AuditEvent> onMismatch) {
        AccountReading reading = read(network, walletId, address, true);
        return database.write(tx -> {
            balances.lock(tx, walletId);
            List<StoredBalance> before = balances.ofWallet(tx.sql(), walletId);
            long indexed = stored(before, asset);
            if (!isBelievable(reading, before)) {
                return new Comparison(indexed, indexed);
            }
            store(tx, walletId, reading, before);
            Comparison comparison = new Comparison(indexed, reading.balance(asset));
            balances.reconciled(tx, walletId, asset, comparison.matches());
            if (!comparison.matches()) {
                tx.audit(onMismatch.get());
            }
            return comparison;
        });
    }

    private AccountReading read(LedgerNetwork network, UUID walletId, String address, boolean byHead) {
        try {
            return AccountReading.of(network, address, byHead);
        } catch (LedgerUnavailable down) {
            database.run(tx -> balances.markFailed(tx, List.of(walletId)));
            throw down;
        }
    }

    private Outcome store(Transaction tx, UUID walletId, AccountReading reading) {
        balances.lock(tx, walletId);
        return store(tx, walletId, reading, balances.ofWallet(tx.sql(), walletId));
    }

    private Outcome store(Transaction tx, UUID walletId, AccountReading reading, List<StoredBalance> before) {
        if (!isBelievable(reading, before)) {
            StoredBalance newer = before.getFirst();
            refreshes.done(tx, walletId, newer.changedIn());
            return new Outcome(newer.changedIn(), 0, 0, newer.lastSyncedAt());
        }
        int mismatches = (int) before.stream()
                .filter(row -> row.balance() != reading.balance(row.asset()))
                .count();
        int changedIn = reading.exists() ? reading.changedIn() : changedIn(before);
        int proven = Math.max(changedIn, reading.head());
        balances.put(tx, walletId, reading, changedIn);
        refreshes.done(tx, walletId, proven);
        return new Outcome(proven, reading.holdings().size(), mismatches, tx.now());
    }

    /** Whether a reading shows nothing older than what is stored; all balances of a wallet come from one reading. */
    private static boolean isBelievable(AccountReading reading, List<StoredBalance> stored) {
        if (stored.isEmpty()) {
            return true;
        }
        int known = changedIn(stored);
        return reading.exists() ? reading.changedIn() >= known : reading.head() >= known && reading.head() > 0;
    }

    private static int changedIn(List<StoredBalance> stored) {
        return stored.stream().mapToInt(StoredBalance::changedIn).max().orElse(0);
    }

    private static long stored(List<StoredBalance> rows, AssetId asset) {
        return rows.stream()
                .filter(row -> row.asset().equals(asset))
                .mapToLong(StoredBalance::balance)
                .findFirst()
                .orElse(0);
    }
}
