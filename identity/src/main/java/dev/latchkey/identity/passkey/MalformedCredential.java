package dev.latchkey.identity.passkey;

/** What was sent is no credential: bytes that do not decode. */
final class MalformedCredential extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedCredential(String reason) {
        super(reason, null, false, false);
    }
}
