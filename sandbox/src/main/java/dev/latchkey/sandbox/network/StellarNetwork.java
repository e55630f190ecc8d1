package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Submission;
import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.history.History;
import dev.latchkey.sandbox.journal.Journal;
import dev.latchkey.sandbox.journal.LedgerRecord;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.LedgerState;
import dev.latchkey.sandbox.ledger.OwnershipView;
import dev.latchkey.sandbox.operation.Operations;
import dev.latchkey.sandbox.queue.QueueAnswer;
import dev.latchkey.sandbox.queue.TransactionQueue;
import dev.latchkey.sandbox.transaction.EnvelopeDecoder;
import dev.latchkey.sandbox.transaction.FeeRules;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import dev.latchkey.sandbox.transaction.SignatureVerifier;
import dev.latchkey.sandbox.transaction.TransactionApplier;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import dev.latchkey.sandbox.transaction.TransactionOutcome;
import dev.latchkey.sandbox.transaction.TransactionValidator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.KeyPair;

/** The running network: takes transactions, closes ledgers, answers readers. Thread-safe. */
public final class StellarNetwork implements AutoCloseable {
    private final NetworkParameters parameters;
    private final Clock clock;
    private final Duration expectedLedgerTime;
    private final Faults faults;
    private final SignatureVerifier verifier = SignatureVerifier.ed25519();
    private final TransactionValidator validator;
    private final TransactionApplier applier;
    private final TransactionQueue queue;
    private final Chain chain;
    private final EnvelopeDecoder decoder;
    private final Journal journal;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Condition ledgerClosed = lock.writeLock().newCondition();
    private final Set<String> neverIncluded = ConcurrentHashMap.newKeySet();
    private boolean broken;
    private volatile Runnable submissionListener = () -> {};

    /**
     * Starts from the journal file when there is one, else from genesis. {@code expectedLedgerTime} tells how late the next
     * ledger may close, which counts for upper time bounds (zero when ledgers are closed by hand).
     */
    public StellarNetwork(
            NetworkParameters wanted, Clock clock, Duration expectedLedgerTime, Faults faults, @Nullable Path file) {
        this.clock = clock;
        this.expectedLedgerTime = expectedLedgerTime;
        this.faults = faults;
        Operations operations = new Operations();
        this.validator = new TransactionValidator(operations, verifier);
        this.applier = new TransactionApplier(operations, verifier);
        Restored restored = Restored.from(file, wanted, operations);
        this.parameters = restored.parameters();
        this.chain = restored.chain();
        this.journal = restored.journal();
        this.decoder = new EnvelopeDecoder(parameters.id());
        this.queue = new TransactionQueue(validator, parameters.operationsPerLedger());
    }

    public NetworkParameters parameters() {
        return parameters;
    }

    /** The key of the account that held all lumens at genesis. */
    public KeyPair rootKey() {
        return Chain.rootKey(parameters);
    }

    public TransactionFrame decode(String base64) throws MalformedEnvelopeException {
        return decoder.decodeBase64(base64);
    }

    /** Called after each transaction that was taken. */
    public void onSubmission(Runnable listener) {
        this.submissionListener = listener;
    }

    /** Offers a transaction to the queue. */
    public QueueAnswer submit(TransactionFrame frame) {
        frame.verifyAhead(verifier);
        Submission submission = Submission.of(frame);
        if (faults.answersTryAgainLater(submission)) {
            return new QueueAnswer.TryAgainLater();
        }
        QueueAnswer answer;
        lock.writeLock().lock();
        try {
            checkWhole();
            answer = queue.add(frame, chain.state(), nextLedger());
            if (answer instanceof QueueAnswer.Pending && faults.neverIncludes(submission)) {
                neverIncluded.add(frame.hash());
            }
        } finally {
            lock.writeLock().unlock();
        }
        if (answer instanceof QueueAnswer.Pending) {
            submissionListener.run();
        }
        return answer;
    }

    private void checkWhole() {
        if (broken) {
            throw new IllegalStateException("The sandbox could not write its journal and goes on no more");
        }
    }

    /** What a transaction submitted now has to expect of the next ledger. */
    private LedgerParameters nextLedger() {
        ClosedLedger latest = chain.latest();
        long now = Math.max(latest.header().closeTime(), clock.instant().getEpochSecond());
        return new LedgerParameters(
                latest.sequence() + 1,
                latest.header().closeTime(),
                now + expectedLedgerTime.multipliedBy(2).toSeconds(),
                minimumBaseFee(),
                parameters.reserves());
    }

    /** Stroops per operation below which nothing is taken now. */
    public long minimumBaseFee() {
        return Math.max(parameters.baseFee(), faults.surgeBaseFee());
    }

    /**
     * Closes the next ledger over the best-paying valid transactions. Close times are whole seconds and never go back; ledgers
     * closed within one second share it.
     */
    public ClosedLedger closeLedger() {
        lock.writeLock().lock();
        try {
            checkWhole();
            long closeTime = Math.max(
                    chain.latest().header().closeTime(), clock.instant().getEpochSecond());
            List<TransactionFrame> chosen = choose(closeTime);
            long effectiveBaseFee = effectiveBaseFee(chosen);
            ClosedLedger closed = chain.close(chosen, closeTime, effectiveBaseFee, applier);
            keep(closed, effectiveBaseFee, chosen);
            queue.ledgerClosed(chosen);
            if (!neverIncluded.isEmpty()) {
                neverIncluded.retainAll(
                        queue.byRate().stream().map(TransactionFrame::hash).toList());
            }
            ledgerClosed.signalAll();
            return closed;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A ledger that could not be kept ends the network: what follows would not be there after a restart. */
    private void keep(ClosedLedger closed, long effectiveBaseFee, List<TransactionFrame> applied) {
        try {
            journal.append(new LedgerRecord(
                    closed.sequence(),
                    closed.header().closeTime(),
                    effectiveBaseFee,
                    closed.hash(),
                    applied.stream().map(TransactionFrame::envelope).toList()));
        } catch (RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    /** The rate that everybody pays: the lowest rate that got in when the ledger is full, else the minimum. */
    private long effectiveBaseFee(List<TransactionFrame> chosen) {
        long minimum = minimumBaseFee();
        int used = chosen.stream().mapToInt(TransactionFrame::feeUnits).sum();
        boolean leftOut = chosen.size() < queue.size();
        if (!leftOut || used < parameters.operationsPerLedger()) {
            return minimum;
        }
        long lowest = chosen.stream()
                .mapToLong(frame -> frame.bid() / frame.feeUnits())
                .min()
                .orElse(minimum);
        return Math.max(minimum, lowest);
    }

    /** Drops what has become invalid, takes what fits and pays enough, and puts it into an order that nobody can choose. */
    private List<TransactionFrame> choose(long closeTime) {
        LedgerParameters next = new LedgerParameters(
                chain.latest().sequence() + 1, closeTime, closeTime, parameters.baseFee(), parameters.reserves());
        long minimum = minimumBaseFee();
        int room = parameters.operationsPerLedger();
        List<TransactionFrame> chosen = new ArrayList<>();
        for (TransactionFrame frame : queue.byRate()) {
            Optional<TransactionOutcome> refused = validator.check(frame, chain.state(), next);
            if (refused.isPresent()) {
                queue.ban(frame);
                continue;
            }
            boolean pays = frame.bid() >= FeeRules.minimum(minimum, frame.feeUnits());
            if (pays && frame.feeUnits() <= room && !neverIncluded.contains(frame.hash())) {
                chosen.add(frame);
                room -= frame.feeUnits();
            }
        }
        chosen.sort(Comparator.comparing(TransactionFrame::hash));
        return chosen;
    }

    /** Answers from one consistent ledger; the function must not keep the view. */
    public <T extends @Nullable Object> T read(Function<Snapshot, T> reader) {
        lock.readLock().lock();
        try {
            return reader.apply(new Snapshot(chain.state(), chain.history(), chain::behind));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What a reader sees while the ledger stands still. */
    public record Snapshot(LedgerState state, History history, Function<Integer, OwnershipView> past) {
        /** The entries as they were that many ledgers ago. */
        public OwnershipView behind(int ledgers) {
            return past.apply(ledgers);
        }
    }

    /** Waits until the transaction stands in a ledger; empty when the time is over. */
    public Optional<AppliedTransaction> await(String hash, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.writeLock().lockInterruptibly();
        try {
            Optional<AppliedTransaction> found = chain.history().transaction(hash);
            while (found.isEmpty() && left > 0) {
                left = ledgerClosed.awaitNanos(left);
                found = chain.history().transaction(hash);
            }
            return found;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Waits for a ledger after the given one; false when the time is over. */
    public boolean awaitLedgerAfter(int sequence, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.writeLock().lockInterruptibly();
        try {
            while (chain.latest().sequence() <= sequence && left > 0) {
                left = ledgerClosed.awaitNanos(left);
            }
            return chain.latest().sequence() > sequence;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** How many transactions wait. */
    public int pending() {
        lock.readLock().lock();
        try {
            return queue.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        try {
            if (lock.writeLock().tryLock(10, TimeUnit.SECONDS)) {
                try {
                    journal.close();
                } finally {
                    lock.writeLock().unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
