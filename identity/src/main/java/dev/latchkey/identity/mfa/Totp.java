package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One-time passwords from the time (RFC 6238): the counter is the number of whole periods, "steps", since 1970.
 *
 * @param period how long a code is shown
 */
record Totp(Hotp hotp, Duration period) {

    /** What every authenticator app takes for granted: SHA-1, 6 digits, 30 seconds. */
    static final Totp STANDARD = new Totp(new Hotp("HmacSHA1", 6), Duration.ofSeconds(30));

    /** How many steps the user's clock may be off, either way (RFC 6238 §5.2). */
    private static final int SKEW = 1;

    long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), period.toSeconds());
    }

    String code(byte[] secret, Instant time) {
        return hotp.code(secret, step(time));
    }

    /**
     * The step a code belongs to, which is what must be remembered: the earliest in the window that is later than
     * {@code after}; empty for a code of no such step. Takes the same time whether, and where, the code matches.
     *
     * @param after the step of the last code that was accepted
     */
    OptionalLong match(byte[] secret, String code, Instant now, long after) {
        byte[] given = code.getBytes(UTF_8);
        long current = step(now);
        OptionalLong matched = OptionalLong.empty();
        for (long step = current + SKEW; step >= current - SKEW; step--) {
            boolean same = MessageDigest.isEqual(given, hotp.code(secret, step).getBytes(US_ASCII));
            if (same && step > after) {
                matched = OptionalLong.of(step);
            }
        }
        return matched;
    }
}
