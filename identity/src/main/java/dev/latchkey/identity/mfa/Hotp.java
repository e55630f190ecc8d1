package dev.latchkey.identity.mfa;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time passwords from a counter (RFC 4226).
 *
 * @param algorithm the JDK's name of the MAC, such as {@code HmacSHA1}
 * @param digits of a code, 6 to 8
 */
record Hotp(String algorithm, int digits) {

    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    Hotp {
        if (digits < 6 || digits > 8) {
            throw new IllegalArgumentException("a code has 6 to 8 digits, not " + digits);
        }
    }

    String code(byte[] secret, long counter) {
        byte[] mac = mac(secret, counter);
        // RFC 4226 §5.3: the last four bits choose the four bytes that make the number.
        int offset = mac[mac.length - 1] & 0xf;
        int number = ByteBuffer.wrap(mac).getInt(offset) & 0x7fffffff;
        String text = Integer.toString(number % POWERS_OF_TEN[digits]);
        return "0".repeat(digits - text.length()) + text;
    }

    private byte[] mac(byte[] secret, long counter) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
