package dev.latchkey.payments.work;

/** The boundaries between steps at which a process may die; tests let it. */
public enum CrashPoint {
    /** The intent is stored, nobody works on it yet. */
    INTENT_STORED,
    /** Everything is signed, nothing is committed. */
    ENVELOPE_SIGNED,
    /** The envelope is stored, nothing is sent. */
    ENVELOPE_STORED,
    /** The node has answered, the answer is not stored. */
    ANSWER_RECEIVED,
    /** The answer is stored. */
    ANSWER_STORED,
    /** The fee bump is stored, not sent. */
    BUMP_STORED,
    /** A ledger's consequences are written, not committed. */
    LEDGER_HANDLED,
    /** A ledger's consequences are committed. */
    LEDGER_READ
}
