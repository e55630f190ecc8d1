package dev.latchkey.payments.balance;

/** How far a kept balance can be trusted. */
public enum SyncStatus {
    SYNCED,
    SYNCING,
    /** Read too long ago. */
    STALE,
    /** The last comparison found another value, which has replaced it. */
    MISMATCH,
    /** The last reading failed. */
    FAILED
}
