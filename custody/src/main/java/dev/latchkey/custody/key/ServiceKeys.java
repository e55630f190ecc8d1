package dev.latchkey.custody.key;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keys of the server itself: sponsor and channel accounts. */
public final class ServiceKeys {

    private final KeyVault vault;
    private final SecretMemory memory;
    private final KeyStore store = new KeyStore();

    public ServiceKeys(KeyVault vault, SecretMemory memory) {
        this.vault = vault;
        this.memory = memory;
    }

    /** A new random key. */
    public ServiceKey create(Transaction tx, WalletNetwork network, String purpose) {
        requireServicePurpose(purpose);
        SealedKey key = vault.generate(UUID.randomUUID(), null, purpose, network);
        store.insert(tx.sql(), key, tx.now());
        tx.audit(KeyEvents.success(KeyEvents.GENERATED, Origin.SYSTEM, key.binding()));
        return facts(key.binding());
    }

    /**
     * Takes over a key from the configuration ({@code S…}); once, later calls answer the key stored then.
     *
     * @throws InvalidStrKeyException if the text is not a seed
     * @throws IllegalStateException if the network has this key for another purpose
     */
    public ServiceKey importOnce(Transaction tx, WalletNetwork network, String purpose, Secret secretKey) {
        requireServicePurpose(purpose);
        SealedKey key = sealed(secretKey, purpose, network);
        if (store.insert(tx.sql(), key, tx.now())) {
            tx.audit(KeyEvents.success(KeyEvents.IMPORTED, Origin.SYSTEM, key.binding()));
            return facts(key.binding());
        }
        return store.byAddress(tx.sql(), network, key.binding().publicKey())
                .filter(existing -> existing.purpose().equals(purpose))
                .orElseThrow(() -> new IllegalStateException(
                        "the key of " + key.binding().publicKey() + " is in use for another purpose on " + network));
    }

    /** The keys for one purpose, oldest first. */
    public List<ServiceKey> list(Handle sql, WalletNetwork network, String purpose) {
        return store.byPurpose(sql, network, purpose);
    }

    private SealedKey sealed(Secret secretKey, String purpose, WalletNetwork network) {
        byte[] seed = StrKey.decode(StrKeyKind.SEED, secretKey.reveal());
        try (SecretMemory.Lease lease = memory.leaseOf(seed)) {
            return vault.seal(lease, UUID.randomUUID(), null, purpose, network);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static void requireServicePurpose(String purpose) {
        if (purpose.isBlank() || purpose.equals(KeyBinding.WALLET)) {
            throw new IllegalArgumentException("not a purpose of a service key: \"" + purpose + "\"");
        }
    }

    private static ServiceKey facts(KeyBinding key) {
        return new ServiceKey(key.id(), key.network(), key.purpose(), key.publicKey());
    }
}
