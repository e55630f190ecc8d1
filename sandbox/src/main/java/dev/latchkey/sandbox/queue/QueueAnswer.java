package dev.latchkey.sandbox.queue;

import dev.latchkey.sandbox.transaction.TransactionOutcome;

/** What stellar-core answers to a submission. */
public sealed interface QueueAnswer {
    /** It waits for the next ledgers. */
    record Pending() implements QueueAnswer {}

    /** The same transaction waits already, by itself or inside a fee bump. */
    record Duplicate() implements QueueAnswer {}

    /** Another transaction of its source waits, or its hash is banned, or (a fault) just so. */
    record TryAgainLater() implements QueueAnswer {}

    /** It can't be included; nothing was used up. */
    record Refused(TransactionOutcome outcome) implements QueueAnswer {}
}
