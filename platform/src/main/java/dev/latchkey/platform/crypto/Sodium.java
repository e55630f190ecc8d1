package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Downcalls into libsodium, one method per C function; the only class that touches native code.
 *
 * <p>All calls are safe from any thread. Only functions that take well under a microsecond are linked as
 * {@code critical}: such a call skips the thread-state transition, but holds up garbage collection while it runs.
 * The bundled build traps undefined behaviour, which ends the process: pointers are NULL only where the C function
 * allows it, not even for arguments of length 0.
 *
 * <p>Class initialisation loads the library and fails with a {@link LinkageError} that says why.
 */
@SuppressWarnings("restricted")
final class Sodium {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = load();

    private static final MethodHandle INIT = function("sodium_init", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle VERSION = function("sodium_version_string", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle MALLOC = function("sodium_malloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle FREE = function("sodium_free", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle MLOCK =
            function("sodium_mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle NO_ACCESS =
            function("sodium_mprotect_noaccess", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle READ_ONLY =
            function("sodium_mprotect_readonly", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle READ_WRITE =
            function("sodium_mprotect_readwrite", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle MEMZERO =
            function("sodium_memzero", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG), Linker.Option.critical(false));
    private static final MethodHandle MEMCMP = function(
            "sodium_memcmp",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.critical(false));
    private static final MethodHandle RANDOM_BYTES =
            function("randombytes_buf", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    private static final MethodHandle SEED_KEYPAIR =
            function("crypto_sign_ed25519_seed_keypair", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle SIGN_DETACHED = function(
            "crypto_sign_ed25519_detached",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle VERIFY_DETACHED = function(
            "crypto_sign_ed25519_verify_detached",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle AES_AVAILABLE = function(
            "crypto_aead_aes256gcm_is_available", FunctionDescriptor.of(JAVA_INT), Linker.Option.critical(false));
    private static final FunctionDescriptor AEAD = FunctionDescriptor.of(
            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle AES_ENCRYPT = function("crypto_aead_aes256gcm_encrypt", AEAD);
    private static final MethodHandle AES_DECRYPT = function(
            "crypto_aead_aes256gcm_decrypt",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle HKDF_EXTRACT = function(
            "crypto_kdf_hkdf_sha256_extract",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final MethodHandle HKDF_EXPAND = function(
            "crypto_kdf_hkdf_sha256_expand",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle PASSWORD_HASH = function(
            "crypto_pwhash",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle PASSWORD_VERIFY =
            function("crypto_pwhash_argon2id_str_verify", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

    private static final MethodHandle SCRYPT = function(
            "crypto_pwhash_scryptsalsa208sha256_ll",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS,
                    JAVA_LONG));

    private static final int ARGON2ID_VERSION_13 = 2;

    static {
        initialise();
    }

    private Sodium() {}

    private static SymbolLookup load() {
        try (SodiumLibrary library = SodiumLibrary.unpack()) {
            return SymbolLookup.libraryLookup(library.file(), Arena.global());
        } catch (IllegalArgumentException e) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                    "cannot load libsodium (a temporary directory mounted noexec, or a C library other than glibc?); "
                            + "choose another directory with -Djava.io.tmpdir=DIR");
            error.initCause(e);
            throw error;
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type, options);
    }

    private static void initialise() {
        try {
            if ((int) INIT.invokeExact() < 0) {
                throw new UnsatisfiedLinkError("sodium_init failed");
            }
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static String version() {
        try {
            return ((MemorySegment) VERSION.invokeExact()).reinterpret(32).getString(0);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Allocates locked pages between guard pages; NULL address if the system refuses. */
    static MemorySegment malloc(long size) {
        try {
            return ((MemorySegment) MALLOC.invokeExact(size)).reinterpret(size);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** A view of the same memory that dies with the arena. */
    static MemorySegment scoped(MemorySegment memory, Arena arena) {
        return memory.reinterpret(arena, null);
    }

    /** True if the pages are now locked into physical memory; libsodium's own malloc ignores a failure. */
    static boolean mlock(MemorySegment memory) {
        try {
            return (int) MLOCK.invokeExact(memory, memory.byteSize()) == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void protectNoAccess(MemorySegment memory) {
        try {
            check((int) NO_ACCESS.invokeExact(memory), "sodium_mprotect_noaccess");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void protectReadOnly(MemorySegment memory) {
        try {
            check((int) READ_ONLY.invokeExact(memory), "sodium_mprotect_readonly");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void protectReadWrite(MemorySegment memory) {
        try {
            check((int) READ_WRITE.invokeExact(memory), "sodium_mprotect_readwrite");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void zero(MemorySegment memory) {
        try {
            MEMZERO.invokeExact(memory, memory.byteSize());
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Compares in time that depends on the length only. */
    static boolean same(MemorySegment a, MemorySegment b) {
        if (a.byteSize() != b.byteSize()) {
            return false;
        }
        try {
            return (int) MEMCMP.invokeExact(a, b, a.byteSize()) == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void random(MemorySegment target) {
        try {
            RANDOM_BYTES.invokeExact(target, target.byteSize());
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Writes the public key (32 bytes) and the expanded secret key (64 bytes) of a seed (32 bytes). */
    static void seedKeypair(MemorySegment publicKey, MemorySegment secretKey, MemorySegment seed) {
        try {
            check((int) SEED_KEYPAIR.invokeExact(publicKey, secretKey, seed), "crypto_sign_ed25519_seed_keypair");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void sign(MemorySegment signature, MemorySegment message, MemorySegment secretKey) {
        try {
            check(
                    (int) SIGN_DETACHED.invokeExact(
                            signature, MemorySegment.NULL, message, message.byteSize(), secretKey),
                    "crypto_sign_ed25519_detached");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static boolean verify(MemorySegment signature, MemorySegment message, MemorySegment publicKey) {
        try {
            return (int) VERIFY_DETACHED.invokeExact(signature, message, message.byteSize(), publicKey) == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static boolean aesGcmAvailable() {
        try {
            return (int) AES_AVAILABLE.invokeExact() == 1;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** {@code ciphertext} has room for the plaintext and a tag of 16 bytes. */
    static void aesGcmEncrypt(
            MemorySegment ciphertext,
            MemorySegment plaintext,
            MemorySegment associatedData,
            MemorySegment nonce,
            MemorySegment key) {
        try {
            check(
                    (int) AES_ENCRYPT.invokeExact(
                            ciphertext,
                            MemorySegment.NULL,
                            plaintext,
                            plaintext.byteSize(),
                            associatedData,
                            associatedData.byteSize(),
                            MemorySegment.NULL,
                            nonce,
                            key),
                    "crypto_aead_aes256gcm_encrypt");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** False if the ciphertext is not authentic; nothing is written to {@code plaintext} then but zeros. */
    static boolean aesGcmDecrypt(
            MemorySegment plaintext,
            MemorySegment ciphertext,
            MemorySegment associatedData,
            MemorySegment nonce,
            MemorySegment key) {
        try {
            return (int) AES_DECRYPT.invokeExact(
                            plaintext,
                            MemorySegment.NULL,
                            MemorySegment.NULL,
                            ciphertext,
                            ciphertext.byteSize(),
                            associatedData,
                            associatedData.byteSize(),
                            nonce,
                            key)
                    == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void hkdfExtract(MemorySegment pseudorandomKey, MemorySegment salt, MemorySegment inputKey) {
        try {
            check(
                    (int) HKDF_EXTRACT.invokeExact(
                            pseudorandomKey, salt, salt.byteSize(), inputKey, inputKey.byteSize()),
                    "crypto_kdf_hkdf_sha256_extract");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void hkdfExpand(MemorySegment output, MemorySegment info, MemorySegment pseudorandomKey) {
        try {
            check(
                    (int) HKDF_EXPAND.invokeExact(output, output.byteSize(), info, info.byteSize(), pseudorandomKey),
                    "crypto_kdf_hkdf_sha256_expand");
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Argon2id version 0x13 with one lane; {@code salt} has 16 bytes. False if the memory could not be allocated. */
    static boolean argon2id(
            MemorySegment output, MemorySegment password, MemorySegment salt, long passes, long memoryBytes) {
        try {
            return (int) PASSWORD_HASH.invokeExact(
                            output,
                            output.byteSize(),
                            password,
                            password.byteSize(),
                            salt,
                            passes,
                            memoryBytes,
                            ARGON2ID_VERSION_13)
                    == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** {@code phc} is a zero-terminated PHC string with any parameters, lanes included. */
    static boolean argon2idVerify(MemorySegment phc, MemorySegment password) {
        try {
            return (int) PASSWORD_VERIFY.invokeExact(phc, password, password.byteSize()) == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** scrypt (RFC 7914); false if the memory could not be allocated. The segments may be longer than what is in them. */
    static boolean scrypt(
            MemorySegment output,
            MemorySegment password,
            long passwordLength,
            MemorySegment salt,
            long saltLength,
            long n,
            int r,
            int p) {
        try {
            return (int) SCRYPT.invokeExact(
                            password, passwordLength, salt, saltLength, n, r, p, output, output.byteSize())
                    == 0;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    private static void check(int result, String function) {
        if (result != 0) {
            throw new IllegalStateException(function + " failed");
        }
    }

    /** What {@code invokeExact} declares is any Throwable; everything these calls can throw is unchecked. */
    private static RuntimeException broken(Throwable t) {
        if (t instanceof RuntimeException e) {
            return e;
        }
        if (t instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(t);
    }
}
