package dev.latchkey.custody.key;

import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.KeyVersion;

/** A private key as it is stored: what it belongs to, and the envelope that holds its seed. */
public final class SealedKey {

    /** The only algorithm so far, by the name of mux-api.md 7.1. */
    public static final String ALGORITHM = "STELLAR_ED25519";

    /** Format of the envelope; version 1 was that of the wallet service before (mux-api.md 7.2). */
    public static final int ENCRYPTION_VERSION = 2;

    private final KeyBinding binding;
    private final byte[] envelope;

    /** @param envelope as stored; whether it is one is found out when it is opened */
    public SealedKey(KeyBinding binding, byte[] envelope) {
        this.binding = binding;
        this.envelope = envelope.clone();
    }

    public KeyBinding binding() {
        return binding;
    }

    /** The form to store. */
    public byte[] encoded() {
        return envelope.clone();
    }

    /** The key-encryption key that wraps it. */
    public KeyVersion keyEncryptionKey() {
        return envelope().key();
    }

    /** @throws DecryptionException INVALID_DATA if what was stored is no envelope */
    Envelope envelope() {
        return Envelope.decode(envelope);
    }

    @Override
    public String toString() {
        return "SealedKey[" + binding + "]";
    }
}
