package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The stored form of a random secret that is found by something else and then compared: {@code 1.SALT.HASH}, a version,
 * 16 random bytes, and SHA-256 of salt and secret, both in hex. Not for passwords.
 *
 * @param stored what the database keeps
 */
public record TokenHash(String stored) {
    private static final Pattern FORMAT = Pattern.compile("1\\.[0-9a-f]{32}\\.[0-9a-f]{64}");
    private static final int SALT_BYTES = 16;

    public TokenHash {
        if (!FORMAT.matcher(stored).matches()) {
            throw new IllegalArgumentException("not a token hash of version 1");
        }
    }

    public static TokenHash generate(String token, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        HexFormat hex = HexFormat.of();
        return new TokenHash("1." + hex.formatHex(salt) + "." + hex.formatHex(hash(salt, token)));
    }

    /** In constant time. */
    public boolean verify(String token) {
        HexFormat hex = HexFormat.of();
        byte[] salt = hex.parseHex(stored, 2, 2 + 2 * SALT_BYTES);
        byte[] expected = hex.parseHex(stored, 3 + 2 * SALT_BYTES, stored.length());
        return MessageDigest.isEqual(expected, hash(salt, token));
    }

    /** Tells nothing of the hash. */
    @Override
    public String toString() {
        return "TokenHash[1]";
    }

    private static byte[] hash(byte[] salt, String token) {
        return Tokens.sha256(salt, token.getBytes(UTF_8));
    }
}
