package dev.latchkey.payments.channel;

/**
 * Where a channel stands. Reserving happens under the row lock of the transaction that also signs, so that it is never
 * seen from outside; whether an envelope was applied, died or is unknown stands on the envelope.
 */
public enum ChannelState {
    /** It has a key, no account yet. */
    PLANNED,
    /** An envelope that makes its account is on the way. */
    CREATING,
    /** Its sequence number is known and unused. */
    FREE,
    /** An envelope with its next sequence number is stored, and may yet be applied. */
    SIGNED,
    /** Its last envelope died: the ledger is asked for its sequence number before it is lent again. */
    CHECKING,
    /** Somebody else has used it. Never lent again before a person has looked. */
    QUARANTINED
}
