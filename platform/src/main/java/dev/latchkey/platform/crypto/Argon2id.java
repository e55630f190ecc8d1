package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;

/** Argon2id version 0x13 (RFC 9106) by libsodium, computed in the calling thread. */
final class Argon2id {
    static final int SALT_BYTES = 16;

    private Argon2id() {}

    /**
     * The raw hash, with one lane and a salt of 16 bytes, as libsodium has it.
     *
     * @throws IllegalStateException if the memory cannot be allocated
     */
    static byte[] hash(byte[] password, byte[] salt, Argon2Parameters parameters, int length) {
        if (!supported(salt, parameters)) {
            throw new IllegalArgumentException("hashing takes one lane and a salt of 16 bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = arena.allocateFrom(JAVA_BYTE, password);
            MemorySegment output = arena.allocate(length);
            try {
                if (!Sodium.argon2id(
                        output,
                        secret,
                        arena.allocateFrom(JAVA_BYTE, salt),
                        parameters.passes(),
                        parameters.memoryKib() * 1024L)) {
                    throw new IllegalStateException("no memory for a password hash: " + parameters);
                }
                return output.toArray(JAVA_BYTE);
            } finally {
                Sodium.zero(secret);
                Sodium.zero(output);
            }
        }
    }

    static boolean verify(byte[] password, PasswordHash expected) {
        if (!supported(expected.salt(), expected.parameters())) {
            return verifyForeign(password, expected);
        }
        // Not through the function below, which cannot tell a lack of memory from a wrong password.
        byte[] actual = hash(password, expected.salt(), expected.parameters(), expected.hash().length);
        return MessageDigest.isEqual(actual, expected.hash());
    }

    private static boolean verifyForeign(byte[] password, PasswordHash expected) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = arena.allocateFrom(JAVA_BYTE, password);
            try {
                return Sodium.argon2idVerify(arena.allocateFrom(expected.phc(), US_ASCII), secret);
            } finally {
                Sodium.zero(secret);
            }
        }
    }

    private static boolean supported(byte[] salt, Argon2Parameters parameters) {
        return salt.length == SALT_BYTES && parameters.lanes() == 1;
    }
}
