package dev.latchkey.payments.submission;

import java.time.Duration;

/**
 * How transactions are bid for, bounded and repeated.
 *
 * @param feePerOperation the bid, in stroops; the network charges its going rate, so a high bid costs nothing and saves
 *     bumping
 * @param highestFeePerOperation most a fee bump may bid, in stroops
 * @param life from the last ledger's close time to a transaction's upper time bound
 * @param lease how long a process has for sending before another may
 * @param again how long an accepted transaction is waited for before it is looked up and sent again
 * @param retry how long to wait after an answer that told nothing
 * @param highestAttempts how many envelopes, one after the other's death, a payment may get
 * @param batch most envelopes signed or sent in one round
 */
public record SubmissionTerms(
        long feePerOperation,
        long highestFeePerOperation,
        Duration life,
        Duration lease,
        Duration again,
        Duration retry,
        int highestAttempts,
        int batch) {

    /** 100,000 stroops as the network's own foundation bids, 90 seconds of life. */
    public static final SubmissionTerms DEFAULT = new SubmissionTerms(
            100_000,
            2_000_000,
            Duration.ofSeconds(90),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(4),
            5,
            100);
}
