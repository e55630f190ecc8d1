package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random tokens, and how they are looked up and compared. */
public final class Tokens {
    private static final MessageDigest SHA_256 = sha256();

    private final SecureRandom random;

    public Tokens(SecureRandom random) {
        this.random = random;
    }

    /** URL-safe text (base64url without padding) of so many random bytes; 32 bytes give 43 characters. */
    public String generate(int bytes) {
        byte[] token = new byte[bytes];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * SHA-256 of the UTF-8 bytes in lower-case hex: the form in which random tokens are stored when they must be found
     * by a look-up. Not for passwords or other guessable text.
     */
    public static String sha256Hex(String token) {
        return HexFormat.of().formatHex(sha256(token.getBytes(UTF_8)));
    }

    /** Compares in time that does not depend on where the two differ. */
    public static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = freshDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** A copy of an unused one: the search through the providers costs more than hashing a token. */
    private static MessageDigest freshDigest() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
