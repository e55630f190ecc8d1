package dev.latchkey.payments.transaction;

/** Where a payment stands (mux-api.md 6.4): PENDING → SUBMITTED → CONFIRMED or FAILED; PENDING → FAILED. */
public enum TransactionStatus {
    /** Accepted, amounts reserved, nothing signed. */
    PENDING,
    /** Signed and stored; a ledger may hold it. */
    SUBMITTED,
    /** In a ledger, successful. */
    CONFIRMED,
    /** Never happens: failed in a ledger, cancelled, or certainly not in any. */
    FAILED
}
