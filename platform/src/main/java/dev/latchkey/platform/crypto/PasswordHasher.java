package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and verifies passwords with Argon2id, never more at once than the gate lets through. Every method may throw
 * {@link BusyException}: answer 503 with {@code Retry-After}.
 */
public final class PasswordHasher {
    private static final int HASH_BYTES = 32;

    private final HashGate gate;
    private final SecureRandom random;
    private final Argon2Parameters parameters;
    private final PasswordHash nobody;

    /** @param parameters for new hashes; one lane */
    public PasswordHasher(HashGate gate, SecureRandom random, Argon2Parameters parameters) {
        if (parameters.lanes() != 1) {
            throw new IllegalArgumentException("new hashes have one lane");
        }
        this.gate = gate;
        this.random = random;
        this.parameters = parameters;
        // No password is known to give a hash of zeros.
        this.nobody = new PasswordHash(parameters, new byte[Argon2id.SALT_BYTES], new byte[HASH_BYTES]);
    }

    public PasswordHash hash(String password) {
        byte[] salt = new byte[Argon2id.SALT_BYTES];
        random.nextBytes(salt);
        return gated(
                composed(password),
                bytes -> new PasswordHash(parameters, salt, Argon2id.hash(bytes, salt, parameters, HASH_BYTES)));
    }

    /**
     * True if the password gives the hash. Without a hash (no such user, or no password set) the same work is done for
     * nothing, so that the time taken does not tell. A password that is not in composed form is also tried as it was typed,
     * for hashes from times and systems that did not compose.
     */
    public boolean verify(String password, @Nullable StoredPassword expected) {
        StoredPassword stored = expected == null ? nobody : expected;
        String composed = composed(password);
        boolean same = gated(composed, bytes -> matches(bytes, stored));
        if (!composed.equals(password)) {
            same |= gated(password, bytes -> matches(bytes, stored));
        }
        return same && expected != null;
    }

    /** True if a hash has another form, cost or size than new ones: hash anew while the password is at hand. */
    public boolean needsRehash(StoredPassword stored) {
        return switch (stored) {
            case ForeignHash foreign -> true;
            case PasswordHash hash ->
                !hash.parameters().equals(parameters)
                        || hash.salt().length != Argon2id.SALT_BYTES
                        || hash.hash().length != HASH_BYTES;
        };
    }

    /** The same text gives the same bytes on every keyboard: NFC, which merges nothing that looks different. */
    private static String composed(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private static boolean matches(byte[] password, StoredPassword stored) {
        return switch (stored) {
            case ForeignHash foreign -> foreign.matches(password);
            case PasswordHash hash -> Argon2id.verify(password, hash);
        };
    }

    private <T> T gated(String password, Function<byte[], T> work) {
        byte[] bytes = password.getBytes(UTF_8);
        try {
            return gate.run(() -> work.apply(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
