package dev.latchkey.payments.submission;

import dev.latchkey.payments.ledger.LedgerCursors;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.SubmitAnswer;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stored envelopes and writes down what the node said. What it says only decides when the same bytes are sent
 * again, or once that a fee bump is put around them; never that something new is signed.
 */
final class EnvelopeSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeSender.class);
    private static final int CONCURRENT = 32;
    private static final int BATCHES = 8;

    /** A pending transaction that no ledger took for this many is dropped and banned by nodes. */
    private static final int QUEUE_AGE = 4;

    /** From this share of used capacity on, a full queue is the likely reason for a refusal. */
    private static final double FULL = 0.9;

    private final Database database;
    private final LedgerNetwork network;
    private final SubmissionTerms terms;
    private final FeeBumper bumper;
    private final Lane lane;
    private final CrashPoints crashPoints;
    private final EnvelopeStore envelopes = new EnvelopeStore();
    private final LedgerCursors cursors = new LedgerCursors();
    private final Semaphore permits = new Semaphore(CONCURRENT);
    private final Semaphore batches = new Semaphore(BATCHES);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    EnvelopeSender(
            Database database,
            LedgerNetwork network,
            SubmissionTerms terms,
            FeeBumper bumper,
            Lane lane,
            CrashPoints crashPoints) {
        this.database = database;
        this.network = network;
        this.terms = terms;
        this.bumper = bumper;
        this.lane = lane;
        this.crashPoints = crashPoints;
    }

    /** Sends each envelope, many at a time, and returns when all answers are stored. */
    void send(List<Envelope> due) {
        if (due.isEmpty()) {
            return;
        }
        int ledger = ledger();
        Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
        List<? extends Future<?>> running = due.stream()
                .map(envelope -> threads.submit(() -> sendOne(envelope, ledger, accepted)))
                .toList();
        for (Future<?> each : running) {
            await(each);
        }
        if (!accepted.isEmpty()) {
            database.run(tx -> envelopes.accepted(tx, List.copyOf(accepted), ledger, terms.again()));
            crashPoints.reached(CrashPoint.ANSWER_STORED);
        }
    }

    /** As {@link #send}, without waiting for the node; so that one slow answer holds nobody up. */
    void sendInBackground(List<Envelope> due) {
        if (due.isEmpty()) {
            return;
        }
        batches.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                send(due);
            } catch (RuntimeException failure) {
                LOG.warn("answers could not be stored; their turn comes again: {}", failure.toString());
            } finally {
                batches.release();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private void sendOne(Envelope envelope, int ledger, Queue<UUID> accepted) {
        permits.acquireUninterruptibly();
        try {
            if (isSeenInLedger(envelope)) {
                answered(envelope, EnvelopeState.SENT, "included", terms.again());
                return;
            }
            transmit(envelope, ledger, accepted);
        } catch (RuntimeException failure) {
            LOG.warn("{} could not be sent; its turn comes again: {}", envelope.hash(), failure.toString());
        } finally {
            permits.release();
        }
    }

    /** Before bytes are sent again: a node that has them in a ledger saves the effort; only a ledger settles them. */
    private boolean isSeenInLedger(Envelope envelope) {
        if (envelope.sends() == 0) {
            return false;
        }
        try {
            String bump = envelope.bumpHash();
            return network.holds(envelope.hash()) || (bump != null && network.holds(bump));
        } catch (LedgerUnavailable unknown) {
            return false;
        }
    }

    private void transmit(Envelope envelope, int ledger, Queue<UUID> accepted) {
        SubmitAnswer answer = network.submit(envelope.current());
        crashPoints.reached(CrashPoint.ANSWER_RECEIVED);
        switch (answer) {
            case SubmitAnswer.Accepted queued -> accepted.add(envelope.id());
            case SubmitAnswer.Unknown(String detail) -> {
                LOG.info("{}: no answer that tells anything ({}), sending again", envelope.hash(), detail);
                answered(envelope, EnvelopeState.UNKNOWN, "unknown", terms.retry());
            }
            case SubmitAnswer.TryAgainLater later -> tryAgain(envelope, ledger, accepted);
            case SubmitAnswer.Refused refused -> refused(envelope, refused, ledger, accepted);
        }
    }

    /**
     * Three reasons, three actions (chain-rules 2): the node banned a transaction that sat in its queue for too long (a
     * bump has another hash and gets in), its queue is full (a bump outbids others), or it has another transaction of the
     * channel pending (wait).
     */
    private void tryAgain(Envelope envelope, int ledger, Queue<UUID> accepted) {
        boolean banned = envelope.acceptedLedger() != null && ledger - envelope.acceptedLedger() >= QUEUE_AGE;
        boolean full = envelope.acceptedLedger() == null && usage() >= FULL;
        if ((banned || full) && envelope.bumpHash() == null) {
            LOG.info("{}: {}, bumping its fee", envelope.hash(), banned ? "banned" : "queue full");
            if (bump(envelope, 0, ledger, accepted)) {
                return;
            }
        }
        EnvelopeState state = envelope.state() == EnvelopeState.SIGNED ? EnvelopeState.UNKNOWN : envelope.state();
        answered(envelope, state, "try_again_later", terms.retry());
    }

    private void refused(Envelope envelope, SubmitAnswer.Refused refused, int ledger, Queue<UUID> accepted) {
        LOG.info("{}: the node says {}", envelope.hash(), refused.code());
        switch (Refusals.of(refused.code())) {
            case FEE -> {
                if (!bump(envelope, refused.feeRequired(), ledger, accepted)) {
                    lane.pause(ledger);
                    answered(envelope, EnvelopeState.UNKNOWN, refused.code(), terms.again());
                }
            }
            case REPEAT -> answered(envelope, EnvelopeState.UNKNOWN, refused.code(), terms.retry());
            case CHANNEL, TERMINAL -> answered(envelope, EnvelopeState.REFUSED, refused.code(), terms.again());
        }
    }

    /** Puts the one fee bump around the envelope, stores it, then sends it; false where there can be none. */
    private boolean bump(Envelope envelope, long feeRequired, int ledger, Queue<UUID> accepted) {
        return bumper.bump(envelope, feeRequired)
                .map(bumped -> {
                    crashPoints.reached(CrashPoint.BUMP_STORED);
                    transmit(bumped, ledger, accepted);
                    return true;
                })
                .orElse(false);
    }

    private void answered(Envelope envelope, EnvelopeState state, String answer, Duration again) {
        database.run(tx -> envelopes.answered(tx, envelope.id(), state, answer, again));
        crashPoints.reached(CrashPoint.ANSWER_STORED);
    }

    private int ledger() {
        return database.read(sql -> cursors.read(sql, network.name()))
                .map(LedgerHead::sequence)
                .orElse(0);
    }

    private double usage() {
        try {
            return network.capacityUsage();
        } catch (LedgerUnavailable unknown) {
            return 0;
        }
    }

    private static void await(Future<?> sending) {
        try {
            sending.get();
        } catch (java.util.concurrent.ExecutionException failure) {
            LOG.error("an envelope could not be sent; its lease will lapse", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
