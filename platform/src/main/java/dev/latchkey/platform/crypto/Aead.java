package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits: 12 bytes of nonce, the ciphertext, 16 bytes of tag.
 *
 * <p>libsodium does it where the processor has AES instructions: keys and plaintexts then never leave locked memory.
 * Elsewhere the JDK's cipher does, through heap arrays that are wiped; its own key schedule remains until collected.
 * With random nonces, one key must not seal more than 2<sup>32</sup> messages.
 */
public final class Aead {
    public static final int KEY_BYTES = 32;
    public static final int OVERHEAD_BYTES = 28;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecureRandom random;
    private final boolean hardware;

    public Aead(SecureRandom random) {
        this(random, Sodium.aesGcmAvailable());
    }

    /** For tests of both ways. */
    Aead(SecureRandom random, boolean hardware) {
        this.random = random;
        this.hardware = hardware;
    }

    /** True if this processor has AES instructions, so that libsodium does the work. */
    public static boolean hardwareAccelerated() {
        return Sodium.aesGcmAvailable();
    }

    public byte[] seal(SecretMemory.Lease key, SecretMemory.Lease plaintext, AssociatedData context) {
        return seal(key, plaintext.bytes(), context.encoded());
    }

    /** For ordinary secrets that are on the heap anyway; the array stays the caller's to wipe. */
    public byte[] seal(SecretMemory.Lease key, byte[] plaintext, AssociatedData context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, plaintext);
            try {
                return seal(key, copy, context.encoded());
            } finally {
                Sodium.zero(copy);
            }
        }
    }

    /** Opens straight into locked memory, which the caller closes. */
    public SecretMemory.Lease open(SecretMemory.Lease key, byte[] sealed, AssociatedData context, SecretMemory memory) {
        int length = plaintextLength(sealed);
        if (length > SecretMemory.Lease.MAXIMUM_LENGTH) {
            throw new DecryptionException(Reason.INVALID_DATA, "sealed data is too long for locked memory");
        }
        SecretMemory.Lease plaintext = memory.lease(length);
        try {
            open(key, sealed, context.encoded(), plaintext.bytes());
            return plaintext;
        } catch (RuntimeException e) {
            plaintext.close();
            throw e;
        }
    }

    /** For ordinary secrets that a library needs on the heap; the caller wipes the array. */
    public byte[] openBytes(SecretMemory.Lease key, byte[] sealed, AssociatedData context) {
        return openBytes(key, sealed, context.encoded());
    }

    /** For tests with associated data that is not ours. */
    byte[] openBytes(SecretMemory.Lease key, byte[] sealed, byte[] associatedData) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plaintext = arena.allocate(plaintextLength(sealed));
            try {
                open(key, sealed, associatedData, plaintext);
                return plaintext.toArray(JAVA_BYTE);
            } finally {
                Sodium.zero(plaintext);
            }
        }
    }

    private byte[] seal(SecretMemory.Lease key, MemorySegment plaintext, byte[] associatedData) {
        requireKey(key);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, Math.toIntExact(plaintext.byteSize()) + OVERHEAD_BYTES);
        byte[] ciphertext = hardware
                ? sodiumSeal(key, plaintext, associatedData, nonce)
                : jdkSeal(key, plaintext, associatedData, nonce);
        System.arraycopy(ciphertext, 0, sealed, NONCE_BYTES, ciphertext.length);
        return sealed;
    }

    private void open(SecretMemory.Lease key, byte[] sealed, byte[] associatedData, MemorySegment plaintext) {
        requireKey(key);
        boolean authentic = hardware
                ? sodiumOpen(key, sealed, associatedData, plaintext)
                : jdkOpen(key, sealed, associatedData, plaintext);
        if (!authentic) {
            throw new DecryptionException(Reason.DECRYPTION_FAILED, "sealed data or its context is not authentic");
        }
    }

    private static byte[] sodiumSeal(
            SecretMemory.Lease key, MemorySegment plaintext, byte[] associatedData, byte[] nonce) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ciphertext = arena.allocate(plaintext.byteSize() + TAG_BYTES);
            Sodium.aesGcmEncrypt(
                    ciphertext,
                    plaintext,
                    arena.allocateFrom(JAVA_BYTE, associatedData),
                    arena.allocateFrom(JAVA_BYTE, nonce),
                    key.bytes());
            return ciphertext.toArray(JAVA_BYTE);
        }
    }

    private static boolean sodiumOpen(
            SecretMemory.Lease key, byte[] sealed, byte[] associatedData, MemorySegment plaintext) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nonceAndCiphertext = arena.allocateFrom(JAVA_BYTE, sealed);
            return Sodium.aesGcmDecrypt(
                    plaintext,
                    nonceAndCiphertext.asSlice(NONCE_BYTES),
                    arena.allocateFrom(JAVA_BYTE, associatedData),
                    nonceAndCiphertext.asSlice(0, NONCE_BYTES),
                    key.bytes());
        }
    }

    private static byte[] jdkSeal(
            SecretMemory.Lease key, MemorySegment plaintext, byte[] associatedData, byte[] nonce) {
        byte[] copy = plaintext.toArray(JAVA_BYTE);
        try {
            return jdkCipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(copy);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private static boolean jdkOpen(
            SecretMemory.Lease key, byte[] sealed, byte[] associatedData, MemorySegment plaintext) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] opened = new byte[plaintextLength(sealed)];
        try {
            jdkCipher(Cipher.DECRYPT_MODE, key, nonce, associatedData)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, opened);
            MemorySegment.copy(opened, 0, plaintext, JAVA_BYTE, 0, opened.length);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    /** Also used for nonces of other lengths, which libsodium does not take. */
    static Cipher jdkCipher(int mode, SecretMemory.Lease key, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        byte[] keyCopy = key.bytes().toArray(JAVA_BYTE);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(keyCopy, "AES"), new GCMParameterSpec(TAG_BYTES * 8, nonce));
            cipher.updateAAD(associatedData);
            return cipher;
        } finally {
            Arrays.fill(keyCopy, (byte) 0);
        }
    }

    private static int plaintextLength(byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new DecryptionException(Reason.INVALID_DATA, "sealed data is too short");
        }
        return sealed.length - OVERHEAD_BYTES;
    }

    private static void requireKey(SecretMemory.Lease key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("an AES-256 key has 32 bytes, not " + key.length());
        }
    }
}
