package dev.latchkey.platform.crypto;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password hash that another system made, in that system's own notation. It is verified until its user signs in for
 * the first time, and replaced by one of ours then.
 *
 * <p>What one verification may cost is bounded when the hash is read, whoever sends it: about a second and 256 MiB.
 */
public abstract sealed class ForeignHash implements StoredPassword
        permits Argon2Foreign, BcryptHash, FirebaseScrypt, Pbkdf2Hash, ScryptHash {

    /** How much memory one verification may take, in KiB. */
    static final long MAXIMUM_KIB = 262_144;

    private static final int LONGEST = 1024;

    private final String stored;

    ForeignHash(String stored) {
        this.stored = stored;
    }

    /**
     * Reads any of the notations.
     *
     * @throws IllegalArgumentException with a sentence for whoever imports it, which tells nothing of the hash
     */
    public static ForeignHash parse(String stored) {
        if (stored.length() > LONGEST) {
            throw new IllegalArgumentException("a password hash has at most " + LONGEST + " characters");
        }
        return ForeignNotation.of(stored).read(stored);
    }

    @Override
    public final String stored() {
        return stored;
    }

    /** Whether the password (in UTF-8) gives the hash; compared in constant time. */
    abstract boolean matches(byte[] password);

    /** Tells the algorithm only. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }

    static Matcher match(Pattern format, String stored, String name) {
        Matcher matcher = format.matcher(stored);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the " + name + " hash is malformed");
        }
        return matcher;
    }

    static void require(boolean sound, String rule) {
        if (!sound) {
            throw new IllegalArgumentException(rule);
        }
    }
}
