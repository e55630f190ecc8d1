package dev.latchkey.payments.submission;

/** What is known of a signed transaction. The first four are open: a ledger may yet hold it. */
public enum EnvelopeState {
    /** Stored; perhaps sent. */
    SIGNED,
    /** A node has it. */
    SENT,
    /** Sent, and the answer told nothing. */
    UNKNOWN,
    /** A node refused it for good; it is not sent again, and still not certainly dead. */
    REFUSED,
    /** In a ledger, successful. */
    APPLIED,
    /** In a ledger, failed. */
    FAILED,
    /** In no ledger up to the first that closed after its time bound, all of them read: it never will be. */
    DEAD
}
