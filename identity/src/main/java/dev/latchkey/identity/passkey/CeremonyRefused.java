package dev.latchkey.identity.passkey;

/** A check of WebAuthn Level 3 §7.1 or §7.2 failed; the message says which one, for the log and never for the client. */
final class CeremonyRefused extends Exception {

    private static final long serialVersionUID = 1L;

    CeremonyRefused(String reason) {
        super(reason, null, false, false);
    }
}
