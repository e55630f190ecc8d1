package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a network ledger by ledger, without gaps, and tells its listeners inside the transaction that moves the
 * cursor. Several servers may follow one network: the row lock on the cursor lets one of them take each ledger.
 */
public final class LedgerFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Database database;
    private final LedgerNetwork network;
    private final List<LedgerListener> listeners;
    private final Runnable advanced;
    private final CrashPoints crashPoints;
    private final LedgerCursors cursors = new LedgerCursors();
    private final Thread loop;
    private volatile boolean closed;
    private volatile boolean current;
    private volatile @Nullable String halted;

    /** @param advanced told after each ledger, outside of any transaction, and whenever all has been read */
    public LedgerFollower(
            Database database,
            LedgerNetwork network,
            List<LedgerListener> listeners,
            Runnable advanced,
            CrashPoints crashPoints) {
        this.database = database;
        this.network = network;
        this.listeners = List.copyOf(listeners);
        this.advanced = advanced;
        this.crashPoints = crashPoints;
        this.loop = Thread.ofVirtual().name("ledger-" + network.name()).unstarted(this::loop);
    }

    public void start() {
        loop.start();
    }

    /** Whether everything the node had at the last look has been read: only then may something new be signed. */
    public boolean isCurrent() {
        return current;
    }

    /** Why reading has stopped for good, if it has. */
    public Optional<String> halted() {
        return Optional.ofNullable(halted);
    }

    /** Reads what there is, waiting up to {@code wait} for the next ledger; answers how many were read. */
    public int readNext(Duration wait) {
        LedgerHead head = head();
        List<ClosedLedger> ledgers = network.after(head.sequence(), wait);
        for (ClosedLedger ledger : ledgers) {
            advance(ledger);
        }
        current = ledgers.isEmpty()
                || network.latest().sequence() <= ledgers.getLast().sequence();
        advanced.run();
        return ledgers.size();
    }

    @Override
    public void close() {
        closed = true;
        loop.interrupt();
        try {
            if (loop.isAlive()) {
                loop.join(Duration.ofSeconds(30));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!closed) {
            try {
                readNext(WAIT);
            } catch (LedgerDiscontinuity gap) {
                current = false;
                halted = gap.getMessage();
                LOG.error("{} is no longer followed: {}", network.name(), gap.getMessage());
                return;
            } catch (RuntimeException failure) {
                current = false;
                if (!closed) {
                    LOG.warn("{} could not be read, trying again: {}", network.name(), failure.toString());
                    pause();
                }
            }
        }
    }

    private LedgerHead head() {
        Optional<LedgerHead> stored = database.read(sql -> cursors.read(sql, network.name()));
        if (stored.isPresent()) {
            return stored.get();
        }
        LedgerHead latest = network.latest();
        database.run(tx -> cursors.begin(tx, network.name(), latest));
        return database.read(sql -> cursors.read(sql, network.name())).orElseThrow();
    }

    private void advance(ClosedLedger ledger) {
        boolean taken = database.write(tx -> take(tx, ledger));
        if (taken) {
            crashPoints.reached(CrashPoint.LEDGER_READ);
        }
    }

    private boolean take(Transaction tx, ClosedLedger ledger) {
        WalletNetwork name = network.name();
        LedgerHead before = cursors.lock(tx, name).orElseThrow();
        if (before.sequence() >= ledger.sequence()) {
            return false;
        }
        requireContinuity(before, ledger);
        for (LedgerListener listener : listeners) {
            listener.ledgerClosed(tx, ledger);
        }
        cursors.advance(tx, name, ledger.head());
        crashPoints.reached(CrashPoint.LEDGER_HANDLED);
        return true;
    }

    private static void requireContinuity(LedgerHead before, ClosedLedger next) {
        if (next.sequence() != before.sequence() + 1) {
            throw new LedgerDiscontinuity("ledger " + (before.sequence() + 1) + " is missing, the node offers "
                    + next.sequence() + " next. Point the Horizon URL to a node with longer history.");
        }
        if (!next.previousHash().equals(before.hash())) {
            throw new LedgerDiscontinuity("ledger " + next.sequence() + " does not continue ledger " + before.sequence()
                    + " as this database knows it: this is another network or another history.");
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
