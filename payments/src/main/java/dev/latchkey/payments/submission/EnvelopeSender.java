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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stored envelopes and writes down what the node said. What it says only decides when the same bytes are sent
 * again, or once that a fee bump is put around them; never that something new is signed.
 */
final class EnvelopeSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeSender.class);
    private static final int CONCURRENT = 32;

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
        List<? extends Future<?>> running = due.stream()
                .map(envelope -> threads.submit(() -> sendOne(envelope)))
                .toList();
        for (Future<?> each : running) {
            await(each);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private void sendOne(Envelope envelope) {
        permits.acquireUninterruptibly();
        try {
            if (isSeenInLedger(envelope)) {
                answered(envelope, EnvelopeState.SENT, "included", null, terms.again());
                return;
            }
            transmit(envelope, envelope.current());
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

    private void transmit(Envelope envelope, String xdr) {
        SubmitAnswer answer = network.submit(xdr);
        crashPoints.reached(CrashPoint.ANSWER_RECEIVED);
        switch (answer) {
            case SubmitAnswer.Accepted accepted ->
                answered(envelope, EnvelopeState.SENT, "accepted", ledger(), terms.again());
            case SubmitAnswer.Unknown(String detail) -> {
                LOG.info("{}: no answer that tells anything ({}), sending again", envelope.hash(), detail);
                answered(envelope, EnvelopeState.UNKNOWN, "unknown", null, terms.retry());
            }
            case SubmitAnswer.TryAgainLater later -> tryAgain(envelope);
            case SubmitAnswer.Refused refused -> refused(envelope, refused);
        }
        crashPoints.reached(CrashPoint.ANSWER_STORED);
    }

    /**
     * Three reasons, three actions (chain-rules 2): the node banned a transaction that sat in its queue for too long (a
     * bump has another hash and gets in), its queue is full (a bump outbids others), or it has another transaction of the
     * channel pending (wait).
     */
    private void tryAgain(Envelope envelope) {
        boolean banned = envelope.acceptedLedger() != null && ledger() - envelope.acceptedLedger() >= QUEUE_AGE;
        boolean full = envelope.acceptedLedger() == null && usage() >= FULL;
        if ((banned || full) && envelope.bumpHash() == null) {
            LOG.info("{}: {}, bumping its fee", envelope.hash(), banned ? "banned" : "queue full");
            if (bump(envelope, 0)) {
                return;
            }
        }
        EnvelopeState state = envelope.state() == EnvelopeState.SIGNED ? EnvelopeState.UNKNOWN : envelope.state();
        answered(envelope, state, "try_again_later", null, terms.retry());
    }

    private void refused(Envelope envelope, SubmitAnswer.Refused refused) {
        LOG.info("{}: the node says {}", envelope.hash(), refused.code());
        switch (Refusals.of(refused.code())) {
            case FEE -> {
                if (!bump(envelope, refused.feeRequired())) {
                    lane.pause(ledger());
                    answered(envelope, EnvelopeState.UNKNOWN, refused.code(), null, terms.again());
                }
            }
            case REPEAT -> answered(envelope, EnvelopeState.UNKNOWN, refused.code(), null, terms.retry());
            case CHANNEL, TERMINAL -> answered(envelope, EnvelopeState.REFUSED, refused.code(), null, terms.again());
        }
    }

    /** Puts the one fee bump around the envelope, stores it, then sends it; false where there can be none. */
    private boolean bump(Envelope envelope, long feeRequired) {
        return bumper.bump(envelope, feeRequired)
                .map(bumped -> {
                    crashPoints.reached(CrashPoint.BUMP_STORED);
                    transmit(bumped, bumped.current());
                    return true;
                })
                .orElse(false);
    }

    private void answered(
            Envelope envelope, EnvelopeState state, String answer, @Nullable Integer acceptedLedger, Duration again) {
        database.run(tx -> envelopes.answered(tx, envelope.id(), state, answer, acceptedLedger, again));
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
