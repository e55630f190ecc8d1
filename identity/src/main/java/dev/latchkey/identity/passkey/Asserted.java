package dev.latchkey.identity.passkey;

/** What the use of a passkey showed (WebAuthn Level 3 §7.2). */
sealed interface Asserted {

    /** Signed by the passkey's key, for this challenge. */
    record Genuine(long signCount, boolean userVerified, boolean backedUp) implements Asserted {}

    /** Signed by the passkey's key, but its counter has not grown: there may be a copy of the authenticator. */
    record CounterRegression(long stored, long received) implements Asserted {}

    /** Anything else; the reason is for the log and never for the client. */
    record Refused(String reason) implements Asserted {}
}
