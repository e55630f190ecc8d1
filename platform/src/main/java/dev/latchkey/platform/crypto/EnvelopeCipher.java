package dev.latchkey.platform.crypto;

/**
 * Envelope encryption: every secret gets a random data key, which the current key-encryption key wraps. Both layers are
 * bound to the context, so an envelope opens only for the owner it was made for. Safe for use by many threads.
 */
public final class EnvelopeCipher {
    private final KeyEncryptionKeyProvider keys;
    private final Aead aead;
    private final SecretMemory memory;

    public EnvelopeCipher(KeyEncryptionKeyProvider keys, Aead aead, SecretMemory memory) {
        this.keys = keys;
        this.aead = aead;
        this.memory = memory;
    }

    public Envelope seal(SecretMemory.Lease plaintext, AssociatedData context) {
        try (SecretMemory.Lease dataKey = generateDataKey()) {
            return new Envelope(keys.wrap(dataKey, context), aead.seal(dataKey, plaintext, bound(context)));
        }
    }

    /** For ordinary secrets that are on the heap anyway. */
    public Envelope seal(byte[] plaintext, AssociatedData context) {
        try (SecretMemory.Lease dataKey = generateDataKey()) {
            return new Envelope(keys.wrap(dataKey, context), aead.seal(dataKey, plaintext, bound(context)));
        }
    }

    /**
     * Decrypts into locked memory; the caller closes it.
     *
     * @throws DecryptionException INVALID_KEY if the key version is not configured, DECRYPTION_FAILED if envelope or
     *     context were changed, INVALID_DATA if it is malformed
     */
    public SecretMemory.Lease open(Envelope envelope, AssociatedData context) {
        try (SecretMemory.Lease dataKey = keys.unwrap(envelope.wrappedKey(), context)) {
            return aead.open(dataKey, envelope.sealed(), bound(context), memory);
        }
    }

    /** As {@link #open}, for ordinary secrets that a library needs on the heap; the caller wipes the array. */
    public byte[] openBytes(Envelope envelope, AssociatedData context) {
        try (SecretMemory.Lease dataKey = keys.unwrap(envelope.wrappedKey(), context)) {
            return aead.openBytes(dataKey, envelope.sealed(), bound(context));
        }
    }

    /** False if the envelope should be re-wrapped. */
    public boolean isCurrent(Envelope envelope) {
        return envelope.key().equals(keys.current());
    }

    /** The same secret under the current key-encryption key; only the data key is decrypted, never the secret. */
    public Envelope rewrap(Envelope envelope, AssociatedData context) {
        try (SecretMemory.Lease dataKey = keys.unwrap(envelope.wrappedKey(), context)) {
            return new Envelope(keys.wrap(dataKey, context), envelope.sealed());
        }
    }

    private SecretMemory.Lease generateDataKey() {
        SecretMemory.Lease dataKey = memory.lease(Aead.KEY_BYTES);
        Sodium.random(dataKey.bytes());
        return dataKey;
    }

    private static AssociatedData bound(AssociatedData context) {
        return AssociatedData.of("envelope").with("version", Envelope.VERSION).with("context", context);
    }
}
