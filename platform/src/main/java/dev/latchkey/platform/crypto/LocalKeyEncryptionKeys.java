package dev.latchkey.platform.crypto;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Key-encryption keys derived from the master key, version by version, and kept in locked memory.
 *
 * <p>The key id contains the id of the master key, so that data sealed under another master key is told apart from data
 * that was tampered with. Earlier master keys may be given to read (and re-wrap) what they sealed.
 */
public final class LocalKeyEncryptionKeys implements KeyEncryptionKeyProvider, AutoCloseable {
    private static final String LABEL = "key-encryption-key/";

    private final KeyVersion current;
    private final Map<KeyVersion, SecretMemory.Lease> keys = new HashMap<>();
    private final Aead aead;
    private final SecretMemory memory;

    /**
     * @param currentVersion version to wrap with, from 1; raising it by one begins a rotation without a new master key
     * @param earlier master keys that are only read with
     */
    public LocalKeyEncryptionKeys(
            MasterKey masterKey, int currentVersion, List<MasterKey> earlier, Aead aead, SecretMemory memory) {
        this.current = new KeyVersion(keyId(masterKey), currentVersion);
        this.aead = aead;
        this.memory = memory;
        addVersions(masterKey);
        earlier.forEach(this::addVersions);
    }

    @Override
    public KeyVersion current() {
        return current;
    }

    @Override
    public WrappedKey wrap(SecretMemory.Lease dataKey, AssociatedData context) {
        return new WrappedKey(current, aead.seal(key(current), dataKey, bound(current, context)));
    }

    @Override
    public SecretMemory.Lease unwrap(WrappedKey wrapped, AssociatedData context) {
        return aead.open(key(wrapped.key()), wrapped.ciphertext(), bound(wrapped.key(), context), memory);
    }

    @Override
    public void close() {
        keys.values().forEach(SecretMemory.Lease::close);
    }

    private void addVersions(MasterKey masterKey) {
        for (int version = 1; version <= current.version(); version++) {
            keys.computeIfAbsent(
                    new KeyVersion(keyId(masterKey), version), key -> masterKey.derive(LABEL + key.version()));
        }
    }

    private SecretMemory.Lease key(KeyVersion version) {
        SecretMemory.@Nullable Lease key = keys.get(version);
        if (key == null) {
            throw new DecryptionException(
                    Reason.INVALID_KEY,
                    "sealed under key " + version.keyId() + " version " + version.version()
                            + ", which is not configured (is MASTER_KEY the one it was sealed with?)");
        }
        return key;
    }

    private static AssociatedData bound(KeyVersion key, AssociatedData context) {
        return AssociatedData.of("data key")
                .with("key", key.keyId())
                .with("version", key.version())
                .with("context", context);
    }

    private static String keyId(MasterKey masterKey) {
        return "local-" + masterKey.id();
    }
}
