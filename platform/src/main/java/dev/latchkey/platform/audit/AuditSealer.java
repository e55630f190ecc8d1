package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chains the events that acts have stored. Woken after each commit with events, it collects for a moment and then seals
 * what is there, in the order of the log and never past a transaction that is still open: an event is taken once every
 * transaction as old as its own is over. Of several servers one seals at a time, by a row lock.
 */
public final class AuditSealer implements AutoCloseable {

    private enum Pass {
        DONE,
        MORE,
        WAITING
    }

    private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);
    private static final int BATCH = 1_000;
    private static final Duration COLLECT = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Database database;
    private final AuditChain chain;
    private final SealStore store = new SealStore();
    private final Semaphore woken = new Semaphore(0);
    private final Set<UUID> damaged = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("audit-sealer").unstarted(this::work);
    private final CountDownLatch closing = new CountDownLatch(1);

    public AuditSealer(Database database, AuditChain chain) {
        this.database = database;
        this.chain = chain;
    }

    /** Begins to seal, with what an earlier run left over. */
    public void start() {
        database.onAudited(woken::release);
        woken.release();
        thread.start();
    }

    /**
     * Seals everything that can be sealed now; answers whether nothing is left that waits for an open transaction.
     *
     * @throws DamagedLogException when what the sealer keeps about itself was changed by somebody else
     */
    public boolean seal() {
        while (true) {
            switch (pass()) {
                case DONE -> {
                    return true;
                }
                case WAITING -> {
                    return false;
                }
                case MORE -> LOG.debug("more events to seal than one pass takes");
            }
        }
    }

    /** Stops after the pass that is running. */
    @Override
    public void close() {
        closing.countDown();
        woken.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void work() {
        boolean waiting = false;
        while (!isClosing()) {
            try {
                collect(waiting);
                waiting = !isClosing() && !seal();
            } catch (InterruptedException interrupted) {
                return;
            } catch (DamagedLogException damage) {
                LOG.error("the audit log is not sealed any more: run `latchkey audit verify`", damage);
                waiting = false;
            } catch (RuntimeException failure) {
                LOG.warn("the audit log could not be sealed; trying again", failure);
                waiting = true;
            }
        }
    }

    /** The end of another transaction cannot be awaited, so events that wait for one are looked for again. */
    private void collect(boolean waiting) throws InterruptedException {
        if (!waiting) {
            woken.acquire();
        }
        closing.await((waiting ? RETRY : COLLECT).toMillis(), TimeUnit.MILLISECONDS);
        woken.drainPermits();
    }

    private Pass pass() {
        return database.write(transaction -> {
            // Before the lock, with which the transaction gets its id: that is then younger than whoever drew a number.
            long drawn = store.lastNumber(transaction.sql());
            return pass(transaction, drawn, store.lock(transaction.sql()));
        });
    }

    private Pass pass(Transaction transaction, long drawn, SealStore.Locked locked) {
        SealStore.State before = locked.state();
        requireOwn(before, locked.mac());
        List<AuditRow> events = store.unsealed(transaction.sql(), before.completeTo(), damaged, BATCH);
        AuditLinks links = new AuditLinks(chain, store, transaction.sql());
        links.addAll(events);
        links.broken().stream().filter(damaged::add).forEach(AuditSealer::report);
        store.insert(transaction.sql(), links.seals(), links.heads());
        boolean isCut = events.size() == BATCH;
        SealStore.State counted =
                before.counting(links.newChains(), links.seals().size());
        SealStore.State after =
                isCut || !damaged.isEmpty() ? counted : counted.advanced(drawn, locked.own(), locked.oldestOpen());
        if (!after.equals(before)) {
            store.update(transaction.sql(), after, chain.state(after.completeTo(), after.chains(), after.sealed()));
        }
        if (isCut) {
            return Pass.MORE;
        }
        return store.hasUnsettled(transaction.sql(), after.completeTo()) ? Pass.WAITING : Pass.DONE;
    }

    private void requireOwn(SealStore.State state, @Nullable String mac) {
        boolean isNew = mac == null && state.completeTo() == 0 && state.chains() == 0 && state.sealed() == 0;
        if (!isNew && !Objects.equals(mac, chain.state(state.completeTo(), state.chains(), state.sealed()))) {
            throw new DamagedLogException("platform.audit_sealer was changed, or belongs to another master key");
        }
    }

    private static void report(UUID id) {
        LOG.error("chain {} of the audit log is damaged and not continued: run `latchkey audit verify`", id);
    }
}
