package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The one secret of an installation, 32 bytes; every other key is derived from it under a label of its own.
 *
 * <p>Kept in locked memory as the pseudorandom key of HKDF-SHA-256 (RFC 5869, no salt); the info of a derivation is
 * {@code latchkey/v1/} and the label. Safe for use by many threads.
 */
public final class MasterKey implements AutoCloseable {
    public static final int BYTES = 32;
    private static final String INFO_PREFIX = "latchkey/v1/";
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");
    private static final int FEWEST_DIFFERENT_BYTES = 8;

    private final SecretMemory memory;
    private final SecretMemory.Lease pseudorandomKey;
    private final String id;

    private MasterKey(byte[] key, SecretMemory memory) {
        this.memory = memory;
        this.pseudorandomKey = memory.hold(BYTES);
        try (SecretMemory.Lease input = memory.leaseOf(key);
                Arena arena = Arena.ofConfined()) {
            // RFC 5869 §2.2: no salt is a salt of zeros.
            Sodium.hkdfExtract(pseudorandomKey.bytes(), arena.allocate(BYTES), input.bytes());
        }
        this.id = HexFormat.of().formatHex(deriveBytes("key-id", 8));
    }

    /**
     * Reads 32 bytes in hex (64 digits) or base64 (43 or 44 characters, either alphabet). Passphrases are refused: they
     * have too little entropy for a key that no password hash stands in front of.
     *
     * @throws InvalidMasterKeyException for anything else, and for keys that are obviously not random
     */
    public static MasterKey parse(String text, SecretMemory memory) {
        byte[] key = decode(text.strip());
        try {
            return of(key, memory);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Takes 32 bytes that were read already; the caller wipes them.
     *
     * @throws InvalidMasterKeyException for keys that are obviously not random
     */
    public static MasterKey of(byte[] key, SecretMemory memory) {
        requireRandom(key);
        return new MasterKey(key, memory);
    }

    /** A new random key as text for a configuration or key file (base64). */
    public static String generateText(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        try {
            return Base64.getEncoder().encodeToString(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Which master key this is: 16 hex digits that tell nothing about the key. */
    public String id() {
        return id;
    }

    /** A key of 32 bytes for long use, in locked memory of its own; the caller closes it. */
    public SecretMemory.Lease derive(String label) {
        SecretMemory.Lease derived = memory.hold(BYTES);
        expand(label, derived.bytes());
        return derived;
    }

    /** A key for a library that needs it on the heap. */
    public byte[] deriveBytes(String label, int length) {
        try (SecretMemory.Lease derived = memory.lease(length)) {
            expand(label, derived.bytes());
            return derived.bytes().toArray(JAVA_BYTE);
        }
    }

    /** Wipes the key; keys derived before stay usable. */
    @Override
    public void close() {
        pseudorandomKey.close();
    }

    /** Tells the id only. */
    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }

    private void expand(String label, MemorySegment output) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocateFrom(JAVA_BYTE, (INFO_PREFIX + label).getBytes(UTF_8));
            Sodium.hkdfExpand(output, info, pseudorandomKey.bytes());
        }
    }

    private static byte[] decode(String text) {
        if (text.isEmpty()) {
            throw new InvalidMasterKeyException("the master key is empty; it must be 32 random bytes in base64 or hex");
        }
        if (HEX.matcher(text).matches()) {
            return HexFormat.of().parseHex(text);
        }
        if (!BASE64.matcher(text).matches()) {
            throw new InvalidMasterKeyException(
                    "the master key must be 32 random bytes in base64 (44 characters) or hex"
                            + " (64 digits), not a passphrase; this one has " + text.length() + " characters");
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new InvalidMasterKeyException("the master key is not valid base64");
        }
    }

    private static void requireRandom(byte[] key) {
        boolean[] seen = new boolean[256];
        int different = 0;
        for (byte b : key) {
            different += seen[b & 0xff] ? 0 : 1;
            seen[b & 0xff] = true;
        }
        if (different < FEWEST_DIFFERENT_BYTES) {
            throw new InvalidMasterKeyException("the master key is not random: it repeats a few bytes");
        }
    }
}
