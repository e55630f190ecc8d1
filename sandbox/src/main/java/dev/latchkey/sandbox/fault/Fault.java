package dev.latchkey.sandbox.fault;

import java.util.function.Predicate;

/**
 * One fault that was switched on: it hits what its predicate accepts until its count is used up or it is cancelled.
 *
 * @param <S> what it looks at: {@link Submission} or {@link Request}
 */
public final class Fault<S> {
    private final Predicate<? super S> subject;
    private int remaining;
    private int hits;

    Fault(int count, Predicate<? super S> subject) {
        this.remaining = count;
        this.subject = subject;
    }

    synchronized boolean strike(S candidate) {
        if (remaining <= 0 || !subject.test(candidate)) {
            return false;
        }
        remaining--;
        hits++;
        return true;
    }

    /** How often it has struck. */
    public synchronized int hits() {
        return hits;
    }

    public synchronized void cancel() {
        remaining = 0;
    }
}
