package dev.latchkey.platform.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The bundled libsodium binary for this operating system and processor, unpacked to a file that can be loaded. */
record SodiumLibrary(Path directory, Path file) implements AutoCloseable {
    /**
     * Copies the binary into a new directory that only this user may enter, so that nobody can exchange it between
     * the copy and the load.
     *
     * @throws UnsatisfiedLinkError if no binary is bundled for this platform
     */
    static SodiumLibrary unpack() {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream binary = SodiumLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (binary == null) {
                throw new UnsatisfiedLinkError("libsodium is not on the class path: " + resource);
            }
            Path directory = Files.createTempDirectory("latchkey-sodium-");
            Path file = directory.resolve(resource.substring(resource.indexOf('/') + 1));
            Files.copy(binary, file);
            return new SodiumLibrary(directory, file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack libsodium; choose a writable directory with -Djava.io.tmpdir=DIR", e);
        }
    }

    static String resource(String system, String processor) {
        String family = system.toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64");
        if (!arm && !processor.equals("amd64") && !processor.equals("x86_64")) {
            throw unsupported(system, processor);
        }
        if (family.startsWith("linux")) {
            return arm ? "arm64/libsodium.so" : "linux64/libsodium.so";
        }
        if (family.startsWith("mac")) {
            return arm ? "mac_arm/libsodium.dylib" : "mac/libsodium.dylib";
        }
        if (family.startsWith("windows") && !arm) {
            return "windows64/libsodium.dll";
        }
        throw unsupported(system, processor);
    }

    private static UnsatisfiedLinkError unsupported(String system, String processor) {
        return new UnsatisfiedLinkError("no libsodium is bundled for " + system + " on " + processor
                + "; supported are Linux and macOS on x86-64 and ARM64, and Windows on x86-64");
    }

    /** Removes the file: a loaded library stays mapped without it, except on Windows, where it goes at exit. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        } catch (IOException stillInUse) {
            // Deletions at exit run in reverse order of registration.
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
        }
    }
}
