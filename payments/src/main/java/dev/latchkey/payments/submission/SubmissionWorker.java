package dev.latchkey.payments.submission;

import dev.latchkey.payments.ledger.LedgerCursors;
import dev.latchkey.payments.ledger.LedgerFollower;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.payments.work.Bell;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one network in one process: sends what is due, then signs what waits. Everything it knows is in the
 * tables, so that it can die at any point and any other worker goes on. It wakes when this process has stored something
 * or a ledger has closed, and sleeps otherwise.
 */
public final class SubmissionWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionWorker.class);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    private final Database database;
    private final LedgerNetwork network;
    private final LedgerFollower follower;
    private final SubmissionTerms terms;
    private final List<Step> steps;
    private final EnvelopeSender sender;
    private final Lane lane;
    private final Bell bell;
    private final CrashPoints crashPoints;
    private final EnvelopeStore envelopes = new EnvelopeStore();
    private final LedgerCursors cursors = new LedgerCursors();
    private final Thread loop;
    private volatile boolean closed;

    /** @param steps in the order in which they may take channels */
    public SubmissionWorker(
            Database database,
            LedgerNetwork network,
            LedgerFollower follower,
            SubmissionTerms terms,
            List<Step> steps,
            KeyRing keys,
            Bell bell,
            CrashPoints crashPoints) {
        this.database = database;
        this.network = network;
        this.follower = follower;
        this.terms = terms;
        this.steps = List.copyOf(steps);
        this.lane = new Lane();
        this.sender = new EnvelopeSender(
                database, network, terms, new FeeBumper(database, network, keys, terms), lane, crashPoints);
        this.bell = bell;
        this.crashPoints = crashPoints;
        this.loop = Thread.ofVirtual().name("submission-" + network.name()).unstarted(this::loop);
    }

    public void start() {
        loop.start();
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
        sender.close();
        try {
            if (loop.isAlive()) {
                loop.join(Duration.ofSeconds(30));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what there is to do now, answers of the node included; says whether there was anything. */
    public boolean round() {
        return round(sender::send);
    }

    private boolean round(Consumer<List<Envelope>> sending) {
        List<Envelope> due = database.write(tx -> envelopes.claimDue(tx, network.name(), terms.lease(), terms.batch()));
        sending.accept(due);
        List<UUID> signed = maySign() ? sign() : List.of();
        if (!signed.isEmpty()) {
            crashPoints.reached(CrashPoint.ENVELOPE_STORED);
            sending.accept(database.read(sql -> envelopes.byIds(sql, signed)));
        }
        return !due.isEmpty() || !signed.isEmpty();
    }

    /** Time bounds come from the last ledger read: signing on an old one would make envelopes that are born dead. */
    private boolean maySign() {
        return follower.isCurrent()
                && database.read(sql -> cursors.read(sql, network.name()))
                        .map(LedgerHead::sequence)
                        .filter(lane::isOpen)
                        .isPresent();
    }

    private List<UUID> sign() {
        List<UUID> signed = new ArrayList<>();
        for (Step step : steps) {
            signed.addAll(step.take());
        }
        return signed;
    }

    private void loop() {
        while (!closed) {
            try {
                if (!round(sender::sendInBackground)) {
                    bell.await(untilNextDue());
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                if (!closed) {
                    LOG.warn("{}: a round of submissions failed, trying again", network.name(), failure);
                    pause();
                }
            }
        }
    }

    /** Ledgers and new payments ring; only a repetition has to be waited for by the clock. */
    private Duration untilNextDue() {
        Duration due =
                database.read(sql -> envelopes.nextDue(sql, network.name())).orElse(LONGEST_SLEEP);
        return due.compareTo(LONGEST_SLEEP) < 0 ? due.plusMillis(1) : LONGEST_SLEEP;
    }

    private void pause() {
        try {
            bell.await(terms.retry());
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }
}
