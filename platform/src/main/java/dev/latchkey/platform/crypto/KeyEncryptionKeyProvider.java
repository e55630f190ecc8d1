package dev.latchkey.platform.crypto;

/**
 * Keeps the keys that encrypt data keys: in this process, or in a service that never gives them out. Implementations
 * are safe for use by many threads, and bind the context and the key version into what they wrap.
 */
public interface KeyEncryptionKeyProvider {
    /** The key version that new data keys are wrapped with. */
    KeyVersion current();

    /** Encrypts a data key of 32 bytes under the current key version. */
    WrappedKey wrap(SecretMemory.Lease dataKey, AssociatedData context);

    /**
     * Decrypts a data key into locked memory; the caller closes it.
     *
     * @throws DecryptionException INVALID_KEY if the key version is unknown, DECRYPTION_FAILED if the wrapped key or the
     *     context is not authentic, INVALID_DATA if it is malformed
     */
    SecretMemory.Lease unwrap(WrappedKey wrapped, AssociatedData context);
}
