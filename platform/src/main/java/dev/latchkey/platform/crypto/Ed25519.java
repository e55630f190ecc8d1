package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Ed25519 signatures (RFC 8032) by libsodium. Seeds and expanded keys stay in locked memory.
 *
 * <p>No method takes a private and a public key together: signing with a mismatched pair would give the private key
 * away, so the public key is always derived.
 */
public final class Ed25519 {
    public static final int SEED_BYTES = 32;
    private static final int EXPANDED_KEY_BYTES = 64;

    private Ed25519() {}

    /** A new random seed, made where it stays. The caller closes the lease. */
    public static SecretMemory.Lease generateSeed(SecretMemory memory) {
        SecretMemory.Lease seed = memory.lease(SEED_BYTES);
        Sodium.random(seed.bytes());
        return seed;
    }

    public static Ed25519PublicKey publicKey(SecretMemory.Lease seed) {
        requireSeed(seed);
        return seed.withScratch(EXPANDED_KEY_BYTES, expanded -> {
            try (Arena arena = Arena.ofConfined()) {
                return expand(seed, expanded, arena);
            }
        });
    }

    /** Signs the message itself (not a hash of it) and tells which public key the signature belongs to. */
    public static Signed sign(SecretMemory.Lease seed, byte[] message) {
        requireSeed(seed);
        return seed.withScratch(EXPANDED_KEY_BYTES, expanded -> {
            try (Arena arena = Arena.ofConfined()) {
                Ed25519PublicKey publicKey = expand(seed, expanded, arena);
                MemorySegment signature = arena.allocate(Ed25519Signature.BYTES);
                Sodium.sign(signature, arena.allocateFrom(JAVA_BYTE, message), expanded);
                return new Signed(publicKey, new Ed25519Signature(signature.toArray(JAVA_BYTE)));
            }
        });
    }

    /**
     * True if the signature is valid. As on the Stellar network, whose validators use the same library, signatures with
     * a non-canonical S and keys or R of small order are invalid.
     */
    public static boolean verify(Ed25519PublicKey publicKey, byte[] message, Ed25519Signature signature) {
        try (Arena arena = Arena.ofConfined()) {
            return Sodium.verify(
                    arena.allocateFrom(JAVA_BYTE, signature.bytes()),
                    arena.allocateFrom(JAVA_BYTE, message),
                    arena.allocateFrom(JAVA_BYTE, publicKey.bytes()));
        }
    }

    private static Ed25519PublicKey expand(SecretMemory.Lease seed, MemorySegment expanded, Arena arena) {
        MemorySegment publicKey = arena.allocate(Ed25519PublicKey.BYTES);
        Sodium.seedKeypair(publicKey, expanded, seed.bytes());
        return new Ed25519PublicKey(publicKey.toArray(JAVA_BYTE));
    }

    private static void requireSeed(SecretMemory.Lease seed) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length());
        }
    }

    /** A signature with the public key derived from the seed that made it. */
    public record Signed(Ed25519PublicKey publicKey, Ed25519Signature signature) {}
}
