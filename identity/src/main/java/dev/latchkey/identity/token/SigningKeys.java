package dev.latchkey.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of access tokens, made by the server, stored encrypted, shared by all servers on the database. A new key is
 * published some minutes before it signs, an old one stays published until the last token it signed has expired. With a
 * configured RSA key that one signs; its public half is stored, so that it can be replaced without refusing tokens.
 */
public final class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /** How long before its first signature a key is published. */
    private static final Duration NOTICE = Duration.ofMinutes(10);

    /** How old our view of the table may get, and how soon an unknown key id makes us look again. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(2);

    private final Database database;
    private final SigningKeyStore store = new SigningKeyStore();
    private final EnvelopeCipher cipher;
    private final SecureRandom random;
    private final Clock clock;
    private final Duration age;
    private final Duration tokenLifetime;
    private final @Nullable RsaSigningKey configured;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable View view;

    private record View(List<SigningKey> newestFirst, Instant at) {}

    /**
     * @param age how long a key signs
     * @param tokenLifetime how long a token signed by it lives
     * @param configured the RSA key of the configuration, if there is one
     */
    public SigningKeys(
            Database database,
            EnvelopeCipher cipher,
            SecureRandom random,
            Clock clock,
            Duration age,
            Duration tokenLifetime,
            @Nullable RsaSigningKey configured) {
        this.database = database;
        this.cipher = cipher;
        this.random = random;
        this.clock = clock;
        this.age = age;
        this.tokenLifetime = tokenLifetime;
        this.configured = configured;
    }

    /** The key that signs now. */
    SigningKey current() {
        Instant now = clock.instant();
        return signing(fresh(now), now)
                .or(() -> signing(maintained(), now))
                .orElseThrow(() -> new IllegalStateException("no key may sign"));
    }

    /** The key of a token, while tokens of it may live. */
    Optional<SigningKey> byId(String keyId) {
        Instant now = clock.instant();
        View known = fresh(now);
        Optional<SigningKey> key = find(known, keyId, now);
        if (key.isPresent() || known.at().plus(BETWEEN_SEARCHES).isAfter(now)) {
            return key;
        }
        return find(load(), keyId, now);
    }

    /** What {@code /.well-known/jwks.json} shows: every key whose tokens may live now or soon. */
    List<JWK> published() {
        Instant now = clock.instant();
        View known = fresh(now);
        return known.newestFirst().stream()
                .filter(key -> mayVerify(known, key, now))
                .map(SigningKey::publicKey)
                .toList();
    }

    /** Makes the next key when it is due and removes those that nothing needs; a job calls it now and then. */
    public void maintain() {
        maintained();
    }

    private View fresh(Instant now) {
        View known = view;
        if (known == null) {
            return maintained();
        }
        if (known.at().plus(FRESH).isBefore(now) && refreshing.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::refresh);
        }
        return known;
    }

    /** Beside the requests: they go on with the keys they know. */
    private void refresh() {
        try {
            maintained();
        } catch (RuntimeException away) {
            LOG.warn("cannot look at the signing keys", away);
        } finally {
            refreshing.set(false);
        }
    }

    private View maintained() {
        View known = load();
        Instant now = clock.instant();
        if (isDue(known, now)) {
            database.run(this::rotate);
            known = load();
        }
        return known;
    }

    private View load() {
        Instant now = clock.instant();
        List<StoredKey> stored = database.read(store::all);
        View loaded = new View(stored.stream().map(this::parsed).toList(), now);
        view = loaded;
        return loaded;
    }

    private boolean isDue(View known, Instant now) {
        if (configured != null) {
            return known.newestFirst().isEmpty()
                    || !known.newestFirst().getFirst().id().equals(configured.id());
        }
        boolean expiring = known.newestFirst().stream()
                .filter(SigningKeys::isOwn)
                .findFirst()
                .map(newest -> !newest.activeFrom().plus(age).minus(NOTICE).isAfter(now))
                .orElse(true);
        boolean newestIsForeign =
                !known.newestFirst().isEmpty() && !isOwn(known.newestFirst().getFirst());
        boolean useless = known.newestFirst().stream().anyMatch(key -> !mayVerify(known, key, now));
        return expiring || newestIsForeign || useless;
    }

    /** Several servers come here at once: the first acts, the others find it done. */
    private void rotate(Transaction tx) {
        store.lock(tx.sql());
        View known = new View(store.all(tx.sql()).stream().map(this::parsed).toList(), tx.now());
        if (!isDue(known, tx.now())) {
            return;
        }
        for (SigningKey key : known.newestFirst()) {
            boolean unused = configured != null && key.activeFrom().isAfter(tx.now());
            if (unused || !mayVerify(known, key, tx.now())) {
                store.remove(tx.sql(), key.id());
            }
        }
        StoredKey next = next(known, tx.now());
        if (next != null) {
            store.put(tx.sql(), next, tx.now());
            tx.audit(AuditEvent.success(
                    "signing_key.created",
                    Origin.SYSTEM,
                    null,
                    "signing_key",
                    next.publicKey().getKeyID()));
        }
    }

    private @Nullable StoredKey next(View known, Instant now) {
        RsaSigningKey rsa = configured;
        if (rsa != null) {
            return new StoredKey(rsa.publicKey(), null, now);
        }
        Optional<SigningKey> own =
                known.newestFirst().stream().filter(SigningKeys::isOwn).findFirst();
        if (own.isEmpty() || !own.get().activeFrom().plus(age).isAfter(now)) {
            return generate(now);
        }
        if (!isOwn(known.newestFirst().getFirst())) {
            // A key that only the configuration of another server holds has signed last: ours takes over again.
            return new StoredKey(own.get().publicKey(), null, now);
        }
        boolean expiring = !own.get().activeFrom().plus(age).minus(NOTICE).isAfter(now);
        return expiring ? generate(own.get().activeFrom().plus(age)) : null;
    }

    private StoredKey generate(Instant activeFrom) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            ECKey publicKey = new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint()
                    .build();
            byte[] encoded = pair.getPrivate().getEncoded();
            try {
                return new StoredKey(publicKey, cipher.seal(encoded, context(publicKey)), activeFrom);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (GeneralSecurityException | JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private SigningKey parsed(StoredKey stored) {
        String id = stored.publicKey().getKeyID();
        View known = view;
        if (known != null) {
            for (SigningKey key : known.newestFirst()) {
                if (key.id().equals(id) && key.activeFrom().equals(stored.activeFrom())) {
                    return key;
                }
            }
        }
        if (configured != null && configured.id().equals(id)) {
            return SigningKey.of(stored.publicKey(), configured.privateKey(), stored.activeFrom());
        }
        return SigningKey.of(stored.publicKey(), privateKey(stored), stored.activeFrom());
    }

    private @Nullable PrivateKey privateKey(StoredKey stored) {
        Envelope sealed = stored.sealed();
        if (sealed == null) {
            return null;
        }
        byte[] encoded = cipher.openBytes(sealed, context(stored.publicKey()));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("a stored signing key is no elliptic curve key", damaged);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static AssociatedData context(JWK publicKey) {
        return AssociatedData.of("access token signing key")
                .with("kid", publicKey.getKeyID())
                .with("algorithm", publicKey.getAlgorithm().getName());
    }

    private static boolean isOwn(SigningKey key) {
        return key.signer() != null;
    }

    private Optional<SigningKey> signing(View known, Instant now) {
        if (configured != null) {
            return find(known, configured.id(), now);
        }
        return known.newestFirst().stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .findFirst()
                .filter(SigningKeys::isOwn);
    }

    private Optional<SigningKey> find(View known, String keyId, Instant now) {
        return known.newestFirst().stream()
                .filter(key -> key.id().equals(keyId) && mayVerify(known, key, now))
                .findFirst();
    }

    /** A key's last token is signed when the next key becomes active, and lives so long after that. */
    private boolean mayVerify(View known, SigningKey key, Instant now) {
        List<Instant> later = new ArrayList<>();
        for (SigningKey other : known.newestFirst()) {
            if (other.activeFrom().isAfter(key.activeFrom())) {
                later.add(other.activeFrom());
            }
        }
        // One more FRESH: another server may sign with the old key until it looks at the table again.
        return later.stream()
                .min(Instant::compareTo)
                .map(next ->
                        next.plus(tokenLifetime).plus(FRESH.multipliedBy(2)).isAfter(now))
                .orElse(true);
    }
}
