package dev.latchkey.platform.crypto;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored Argon2id hash, version 0x13, as a PHC string: {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}, salt and hash
 * in base64 without padding.
 */
public final class PasswordHash implements StoredPassword {
    private static final Pattern FORMAT = Pattern.compile("\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),"
            + "p=([1-9][0-9]?)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Argon2Parameters parameters;
    private final byte[] salt;
    private final byte[] hash;

    PasswordHash(Argon2Parameters parameters, byte[] salt, byte[] hash) {
        this.parameters = parameters;
        this.salt = salt;
        this.hash = hash;
    }

    /** Whether it is written as hashes of ours are; others may hold the same in other words. */
    static boolean isCanonical(String stored) {
        return FORMAT.matcher(stored).matches();
    }

    /** @throws IllegalArgumentException if it is no such string, or its cost is out of bounds */
    public static PasswordHash parse(String phc) {
        Matcher matcher = FORMAT.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an Argon2id PHC string of version 19");
        }
        Argon2Parameters parameters = new Argon2Parameters(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        PasswordHash parsed = new PasswordHash(parameters, base64(matcher.group(4)), base64(matcher.group(5)));
        if (!parsed.phc().equals(phc)) {
            throw new IllegalArgumentException("not a canonical PHC string");
        }
        return parsed;
    }

    @Override
    public String stored() {
        return phc();
    }

    /** The form to store. */
    public String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        parameters.memoryKib(),
                        parameters.passes(),
                        parameters.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    public Argon2Parameters parameters() {
        return parameters;
    }

    byte[] salt() {
        return salt;
    }

    byte[] hash() {
        return hash;
    }

    /** Tells the cost only. */
    @Override
    public String toString() {
        return "PasswordHash[" + parameters + "]";
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }
}
