package dev.latchkey.identity.session;

import dev.latchkey.platform.crypto.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Refresh tokens: 44 random letters and digits (262 bits), stored as HMAC-SHA-256 under a key derived from the master
 * key, so that a stolen database neither holds tokens nor lets anybody check a guess.
 */
public final class RefreshTokens {

    private static final int LENGTH = 44;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LABEL = "identity/refresh-token-hash";

    private final SecureRandom random;
    private final SecretKeySpec key;

    public RefreshTokens(SecureRandom random, MasterKey masterKey) {
        this.random = random;
        this.key = new SecretKeySpec(masterKey.deriveBytes(LABEL, 32), "HmacSHA256");
    }

    /** A new token; CSRF tokens have the same form. */
    String generate() {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }

    String hash(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
