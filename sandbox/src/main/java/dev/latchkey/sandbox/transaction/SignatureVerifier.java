package dev.latchkey.sandbox.transaction;

import org.stellar.sdk.KeyPair;

/** Decides whether an Ed25519 signature is good. */
@FunctionalInterface
public interface SignatureVerifier {
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);

    /** The real check, by the SDK. */
    static SignatureVerifier ed25519() {
        return (publicKey, message, signature) -> {
            try {
                return KeyPair.fromPublicKey(publicKey).verify(message, signature);
            } catch (RuntimeException e) {
                return false; // 32 bytes that are no point of the curve
            }
        };
    }

    /** For replaying our own journal: what was included had been checked; the header hash proves the rest. */
    static SignatureVerifier trusting() {
        return (publicKey, message, signature) -> true;
    }
}
