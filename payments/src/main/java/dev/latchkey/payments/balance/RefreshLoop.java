package dev.latchkey.payments.balance;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.balance.BalanceRefreshes.Claimed;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.platform.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the accounts of one network that are due, a few at a time, until there is none; then waits to be woken. */
final class RefreshLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshLoop.class);
    private static final int PARALLEL = 4;
    private static final int BATCH = 64;
    /** Longer than a batch takes against a slow node. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** What other servers have left, and what they could not tell us of. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** After so many answers that show no change, the touch was one that changes nothing. */
    private static final int PATIENCE = 4;

    private static final Duration PATIENCE_WHEN_CLOSING = Duration.ofSeconds(20);

    private static final Duration BEHIND = Duration.ofMillis(250);
    private static final Duration LONGEST_BEHIND = Duration.ofSeconds(5);
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_AWAY = Duration.ofMinutes(1);

    private final Database database;
    private final LedgerNetwork network;
    private final BalanceSync sync;
    private final int maxRetries;
    private final BalanceRefreshes refreshes = new BalanceRefreshes();
    private final BalanceStore balances = new BalanceStore();
    private final Semaphore signal = new Semaphore(0);
    private final ExecutorService readers = Executors.newFixedThreadPool(
            PARALLEL, Thread.ofVirtual().name("balances-", 0).factory());
    private final Thread thread;
    private volatile boolean closed;

    /**
     * What was done.
     *
     * @param accounts how many were due
     * @param again how long to wait for the next round if nobody wakes the loop
     */
    record Round(int accounts, Duration again) {}

    RefreshLoop(Database database, LedgerNetwork network, BalanceSync sync, int maxRetries) {
        this.database = database;
        this.network = network;
        this.sync = sync;
        this.maxRetries = maxRetries;
        this.thread = Thread.ofVirtual().name("balances-" + network.name()).unstarted(this::loop);
    }

    WalletNetwork network() {
        return network.name();
    }

    void start() {
        thread.start();
    }

    void wake() {
        signal.release();
    }

    /** Reads a batch of what is due. */
    Round round() {
        List<Claimed> due = database.write(tx -> refreshes.claim(tx, network.name(), BATCH, LEASE));
        List<Callable<Duration>> readings = due.stream()
                .map(claimed -> (Callable<Duration>) () -> refresh(claimed))
                .toList();
        Duration again = due.size() == BATCH ? Duration.ZERO : LOOK;
        for (Duration delay : all(readings)) {
            again = delay.compareTo(again) < 0 ? delay : again;
        }
        return new Round(due.size(), again);
    }

    /** Lets readings that have begun end: an interrupt would break the connections they use. */
    @Override
    public void close() {
        closed = true;
        wake();
        readers.shutdown();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(PATIENCE_WHEN_CLOSING)) {
                thread.interrupt();
                readers.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!closed) {
            Duration again = LOOK;
            signal.drainPermits();
            try {
                again = round().again();
            } catch (RuntimeException failure) {
                if (!closed) {
                    LOG.warn("balances on {} could not be read, trying again: {}", network.name(), failure.toString());
                }
            }
            pause(again);
        }
    }

    private void pause(Duration most) {
        try {
            if (signal.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Duration> all(List<Callable<Duration>> readings) {
        try {
            return readers.invokeAll(readings).stream().map(this::result).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** A reading that failed for a reason of our own is due again when its lease ends. */
    private Duration result(Future<Duration> reading) {
        try {
            return reading.get();
        } catch (ExecutionException failure) {
            if (!closed) {
                LOG.warn("a balance on {} could not be stored", network.name(), failure.getCause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return LOOK;
    }

    /** Answers when to look again because of this account. */
    private Duration refresh(Claimed claimed) {
        if (closed) {
            return later(claimed, Duration.ZERO);
        }
        try {
            BalanceSync.Outcome outcome =
                    sync.sync(network, claimed.walletId(), claimed.publicKey(), claimed.attempts() >= PATIENCE);
            boolean done = outcome.updated() > 0 && outcome.asOfLedger() >= claimed.touchedLedger();
            return done ? LOOK : later(claimed, backoff(BEHIND, LONGEST_BEHIND, claimed.attempts()));
        } catch (LedgerUnavailable away) {
            return failed(claimed, away);
        }
    }

    private Duration failed(Claimed claimed, LedgerUnavailable away) {
        LOG.debug("{} could not be read: {}", claimed.publicKey(), away.getMessage());
        if (claimed.isRequired() || claimed.attempts() < maxRetries) {
            return later(claimed, backoff(AWAY, LONGEST_AWAY, claimed.attempts()));
        }
        database.run(tx -> {
            refreshes.giveUp(tx, claimed.walletId());
            balances.markFailed(tx, List.of(claimed.walletId()));
        });
        return LOOK;
    }

    private Duration later(Claimed claimed, Duration delay) {
        database.run(tx -> refreshes.postpone(tx, claimed, delay));
        return delay;
    }

    private static Duration backoff(Duration first, Duration longest, int attempts) {
        Duration delay = first.multipliedBy(1L << Math.min(attempts, 16));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
