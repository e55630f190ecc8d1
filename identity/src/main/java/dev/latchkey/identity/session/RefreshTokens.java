package dev.latchkey.identity.session;

import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.crypto.MasterKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Refresh tokens: 44 random letters and digits (262 bits), stored as HMAC-SHA-256 under a key derived from the master
 * key, so that a stolen database neither holds tokens nor lets anybody check a guess. The first token of a family is random;
 * each other one follows from the one before it and the id of its session, under another derived key.
 */
public final class RefreshTokens {

    private static final int LENGTH = 44;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RADIX = ALPHABET.length();

    /** As many digits at once as a long takes. */
    private static final BigInteger TEN_DIGITS = BigInteger.valueOf(RADIX).pow(10);

    private final SecureRandom random;
    private final Hmac hashes;
    private final Hmac successors;

    public RefreshTokens(SecureRandom random, MasterKey masterKey) {
        this.random = random;
        this.hashes = Hmac.sha256(masterKey.deriveBytes("identity/refresh-token-hash", 32));
        this.successors = Hmac.sha512(masterKey.deriveBytes("identity/refresh-token-successor", 64));
    }

    /** A new token; CSRF tokens have the same form. */
    String generate() {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }

    /**
     * The token that follows {@code token} when its session is followed by {@code successor}: always the same, so that
     * it can be answered again although only its hash is stored. 512 bits of HMAC, taken as digits to base 62.
     */
    String successor(String token, UUID successor) {
        BigInteger rest = new BigInteger(1, successors.of(successor + "\n" + token));
        StringBuilder text = new StringBuilder(LENGTH);
        while (text.length() < LENGTH) {
            BigInteger[] parts = rest.divideAndRemainder(TEN_DIGITS);
            long digits = parts[1].longValue();
            for (int i = 0; i < 10 && text.length() < LENGTH; i++) {
                text.append(ALPHABET.charAt((int) (digits % RADIX)));
                digits /= RADIX;
            }
            rest = parts[0];
        }
        return text.toString();
    }

    String hash(String token) {
        return HexFormat.of().formatHex(hashes.of(token));
    }
}
