package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** scrypt (RFC 7914) by libsodium, computed in the calling thread. */
final class Scrypt {

    private Scrypt() {}

    /** @throws IllegalStateException if the memory cannot be allocated */
    static byte[] hash(byte[] password, byte[] salt, ScryptCost cost, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = padded(arena, password);
            MemorySegment output = arena.allocate(length);
            try {
                if (!Sodium.scrypt(
                        output,
                        secret,
                        password.length,
                        padded(arena, salt),
                        salt.length,
                        1L << cost.logN(),
                        cost.r(),
                        cost.p())) {
                    throw new IllegalStateException("no memory for a password hash: " + cost);
                }
                return output.toArray(JAVA_BYTE);
            } finally {
                Sodium.zero(secret);
                Sodium.zero(output);
            }
        }
    }

    /** No function gets a pointer to nothing, not even for an empty password. */
    private static MemorySegment padded(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }
}
