package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 with HMAC-SHA-1, -256 or -512 (RFC 8018 §5.2), in the notation of passlib
 * ({@code $pbkdf2-sha256$29000$SALT$HASH}) or that of Django ({@code pbkdf2_sha256$600000$salt$HASH}).
 */
final class Pbkdf2Hash extends ForeignHash {

    private static final Pattern PASSLIB = Pattern.compile(
            "\\$pbkdf2(|-sha256|-sha512)\\$([1-9][0-9]{0,9})\\$([A-Za-z0-9+/.=]{1,256})\\$([A-Za-z0-9+/.=]{1,128})");

    private static final Pattern DJANGO = Pattern.compile(
            "pbkdf2_(sha1|sha256|sha512)\\$([1-9][0-9]{0,9})\\$([^$]{1,256})\\$([A-Za-z0-9+/=]{1,128})");

    private static final long MOST_ROUNDS = 2_000_000;

    private final String algorithm;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private Pbkdf2Hash(String stored, String digest, long iterations, byte[] salt, byte[] hash) {
        super(stored);
        require(hash.length >= 16 && hash.length <= 64, "the PBKDF2 hash must have 16 to 64 bytes");
        int block = blockOf(digest);
        require(
                iterations * Math.ceilDiv(hash.length, block) <= MOST_ROUNDS,
                "PBKDF2 is taken up to " + MOST_ROUNDS + " iterations over all blocks of the hash");
        this.algorithm = "PBKDF2WithHmac" + digest;
        this.iterations = (int) iterations;
        this.salt = salt;
        this.hash = hash;
    }

    static Pbkdf2Hash readPasslib(String stored) {
        Matcher parts = match(PASSLIB, stored, "PBKDF2");
        return new Pbkdf2Hash(
                stored,
                parts.group(1).isEmpty() ? "SHA1" : parts.group(1).replace("-sha", "SHA"),
                Long.parseLong(parts.group(2)),
                ForeignBase64.decode(parts.group(3)),
                ForeignBase64.decode(parts.group(4)));
    }

    /** The salt is taken as it is written there. */
    static Pbkdf2Hash readDjango(String stored) {
        Matcher parts = match(DJANGO, stored, "PBKDF2");
        return new Pbkdf2Hash(
                stored,
                parts.group(1).replace("sha", "SHA"),
                Long.parseLong(parts.group(2)),
                parts.group(3).getBytes(UTF_8),
                ForeignBase64.decode(parts.group(4)));
    }

    @Override
    boolean matches(byte[] password) {
        CharBuffer decoded = UTF_8.decode(ByteBuffer.wrap(password));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, hash.length * 8);
        try {
            byte[] actual =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
            return MessageDigest.isEqual(actual, hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
            Arrays.fill(decoded.array(), '\0');
        }
    }

    private static int blockOf(String digest) {
        return switch (digest) {
            case "SHA1" -> 20;
            case "SHA256" -> 32;
            case "SHA512" -> 64;
            default -> throw new IllegalArgumentException("PBKDF2 is taken with SHA-1, SHA-256 and SHA-512");
        };
    }
}
