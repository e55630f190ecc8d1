package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two keys of a user's second factor: the secret shared with the authenticator app (20 bytes, RFC 4226 §4), and the
 * key (32 bytes) under which recovery codes are hashed. They are sealed together and bound to their user: in the database
 * there is neither a secret, nor anything by which to check a guess. Closing wipes them.
 */
final class FactorKeys implements AutoCloseable {

    private static final int SECRET_BYTES = 20;
    private static final int HASH_KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final byte[] keys;

    private FactorKeys(byte[] keys) {
        this.keys = keys;
    }

    static FactorKeys generate(SecureRandom random) {
        byte[] keys = new byte[SECRET_BYTES + HASH_KEY_BYTES];
        random.nextBytes(keys);
        return new FactorKeys(keys);
    }

    /** Opens what {@link #seal} made for the same user. */
    static FactorKeys open(byte[] sealed, User owner, EnvelopeCipher cipher) {
        return new FactorKeys(cipher.openBytes(Envelope.decode(sealed), context(owner)));
    }

    byte[] seal(User owner, EnvelopeCipher cipher) {
        return cipher.seal(keys, context(owner)).encode();
    }

    /** The authenticator's secret as its user may type it. */
    String secret() {
        byte[] secret = Arrays.copyOf(keys, SECRET_BYTES);
        try {
            return Base32.encode(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The step of a code that the authenticator shows: see {@link Totp#match}. */
    OptionalLong match(String code, Instant now, long after) {
        byte[] secret = Arrays.copyOf(keys, SECRET_BYTES);
        try {
            return Totp.STANDARD.match(secret, code, now, after);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The form in which a recovery code is stored and looked up: HMAC-SHA-256 in hex. */
    String hash(RecoveryCode code) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(keys, SECRET_BYTES, HASH_KEY_BYTES, MAC));
            return HexFormat.of().formatHex(mac.doFinal(code.value().getBytes(US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        Arrays.fill(keys, (byte) 0);
    }

    private static AssociatedData context(User owner) {
        return AssociatedData.of("second factor").with("user", owner.id()).with("project", owner.projectId());
    }
}
