package dev.latchkey.identity.walletsignin;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs this installation's challenges (SEP-10, {@code SIGNING_KEY}): made at its first use, stored encrypted,
 * shared by all servers on the database. It signs hashes of challenges and nothing else, and holds no funds.
 */
final class WebAuthKey {

    private final Database database;
    private final WebAuthKeyStore store = new WebAuthKeyStore();
    private final EnvelopeCipher cipher;
    private final SecureRandom random;
    private volatile @Nullable Sealed known;

    /** The key as it is stored. */
    record Sealed(AccountId address, Envelope seed) {}

    WebAuthKey(Database database, EnvelopeCipher cipher, SecureRandom random) {
        this.database = database;
        this.cipher = cipher;
        this.random = random;
    }

    AccountId address() {
        return sealed().address();
    }

    /** Signs the hash of a challenge. */
    byte[] sign(Hash challenge) {
        Sealed key = sealed();
        try (SecretMemory.Lease seed = cipher.open(key.seed(), context())) {
            Ed25519.Signed signed = Ed25519.sign(seed, challenge.toArray());
            if (!Arrays.equals(signed.publicKey().bytes(), key.address().publicKey())) {
                throw new IllegalStateException("identity.web_auth_key holds another key than its address says");
            }
            return signed.signature().bytes();
        }
    }

    private Sealed sealed() {
        Sealed key = known;
        if (key == null) {
            key = database.read(store::find).orElseGet(() -> database.write(this::create));
            known = key;
        }
        return key;
    }

    /** Several servers come here at once: one key is stored, all use it. */
    private Sealed create(Transaction tx) {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        try {
            random.nextBytes(seed);
            Envelope sealed = cipher.seal(seed, context());
            AccountId address;
            try (SecretMemory.Lease lease = cipher.open(sealed, context())) {
                address = AccountId.of(Ed25519.publicKey(lease).bytes());
            }
            if (store.insert(tx.sql(), new Sealed(address, sealed), tx.now())) {
                tx.audit(AuditEvent.success(
                        "web_auth_key.created", Origin.SYSTEM, null, "web_auth_key", address.toString()));
            }
            return store.find(tx.sql()).orElseThrow();
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** There is one such key in an installation; its address is checked at every use. */
    private static AssociatedData context() {
        return AssociatedData.of("web auth signing key");
    }
}
