package dev.latchkey.custody.wallet;

/** Whether a wallet's account exists on the ledger. */
public enum LedgerStatus {
    /** Asked for, not yet certain. */
    PENDING,
    CREATED,
    /** Given up; somebody has to look. */
    FAILED
}
