package dev.latchkey.sandbox.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Faults on demand. Every fault has a count (use {@link #ALWAYS} for no end) and a predicate, and is drawn at most once per
 * request. Thread-safe.
 */
public final class Faults {
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final List<Fault<Submission>> lostAnswers = new CopyOnWriteArrayList<>();
    private final List<Fault<Submission>> drops = new CopyOnWriteArrayList<>();
    private final List<Fault<Submission>> tryAgainLater = new CopyOnWriteArrayList<>();
    private final List<Fault<Submission>> neverIncluded = new CopyOnWriteArrayList<>();
    private final List<Delay> delays = new CopyOnWriteArrayList<>();
    private final List<StaleRead> staleReads = new CopyOnWriteArrayList<>();
    private final AtomicInteger surgeBaseFee = new AtomicInteger();
    private final Consumer<Duration> connectionRefusal;

    private record Delay(Fault<Request> fault, Duration duration) {}

    private record StaleRead(Fault<Request> fault, int ledgers) {}

    /** {@code connectionRefusal} closes the door for a while. */
    public Faults(Consumer<Duration> connectionRefusal) {
        this.connectionRefusal = connectionRefusal;
    }

    /** The transaction is taken, the answer is 504. */
    public Fault<Submission> loseAnswers(int count, Predicate<? super Submission> subject) {
        return add(lostAnswers, count, subject);
    }

    /** The connection is closed without an answer and the transaction is not taken. */
    public Fault<Submission> drop(int count, Predicate<? super Submission> subject) {
        return add(drops, count, subject);
    }

    /** The answer is TRY_AGAIN_LATER and the transaction is not taken. */
    public Fault<Submission> answerTryAgainLater(int count, Predicate<? super Submission> subject) {
        return add(tryAgainLater, count, subject);
    }

    /** The transaction is taken and answered PENDING, but stands in no ledger; the queue drops and bans it by age. */
    public Fault<Submission> neverInclude(int count, Predicate<? super Submission> subject) {
        return add(neverIncluded, count, subject);
    }

    /** Requests wait that long before they are handled. */
    public Fault<Request> delay(Duration duration, int count, Predicate<? super Request> subject) {
        Delay delay = new Delay(new Fault<>(count, subject), duration);
        delays.add(delay);
        return delay.fault();
    }

    /** Account reads (Horizon's account, RPC's ledger entries) show the state as it was that many ledgers ago. */
    public Fault<Request> staleReads(int ledgers, int count, Predicate<? super Request> subject) {
        StaleRead stale = new StaleRead(new Fault<>(count, subject), ledgers);
        staleReads.add(stale);
        return stale.fault();
    }

    /** Raises the fee per operation, in stroops, below which nothing is taken or included; 0 ends the surge. */
    public void surge(int baseFee) {
        surgeBaseFee.set(baseFee);
    }

    /** Nobody listens on the port for that long; open connections and streams are cut. */
    public void refuseConnections(Duration duration) {
        connectionRefusal.accept(duration);
    }

    /** Ends every fault. */
    public void clear() {
        lostAnswers.clear();
        drops.clear();
        tryAgainLater.clear();
        neverIncluded.clear();
        delays.clear();
        staleReads.clear();
        surgeBaseFee.set(0);
    }

    public boolean losesAnswer(Submission submission) {
        return strikes(lostAnswers, submission);
    }

    public boolean drops(Submission submission) {
        return strikes(drops, submission);
    }

    public boolean answersTryAgainLater(Submission submission) {
        return strikes(tryAgainLater, submission);
    }

    public boolean neverIncludes(Submission submission) {
        return strikes(neverIncluded, submission);
    }

    public Duration delayOf(Request request) {
        return delays.stream()
                .filter(delay -> delay.fault().strike(request))
                .findFirst()
                .map(Delay::duration)
                .orElse(Duration.ZERO);
    }

    /** How many ledgers the answer to a read lags behind. */
    public int stalenessOf(Request request) {
        return staleReads.stream()
                .filter(stale -> stale.fault().strike(request))
                .findFirst()
                .map(StaleRead::ledgers)
                .orElse(0);
    }

    public int surgeBaseFee() {
        return surgeBaseFee.get();
    }

    private static <S> Fault<S> add(List<Fault<S>> faults, int count, Predicate<? super S> subject) {
        Fault<S> fault = new Fault<>(count, subject);
        faults.add(fault);
        return fault;
    }

    private static <S> boolean strikes(List<Fault<S>> faults, S subject) {
        return faults.stream().anyMatch(fault -> fault.strike(subject));
    }
}
