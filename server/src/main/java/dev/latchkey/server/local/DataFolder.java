package dev.latchkey.server.local;

import dev.latchkey.platform.configuration.Environment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which {@code dev} keeps everything: the database, the sandbox ledger, generated secrets and the first
 * key. One process at a time; secrets are readable by their owner only.
 */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile lockFile;
    private final FileLock lock;

    private DataFolder(Path path, RandomAccessFile lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens the folder, making it if needed, and keeps others out.
     *
     * @throws LocalSetupException when it cannot be used or another process uses it
     */
    public static DataFolder open(Path path) {
        try {
            createPrivately(path);
            RandomAccessFile file = new RandomAccessFile(path.resolve("lock").toFile(), "rw");
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new LocalSetupException(
                        path + " is in use by another latchkey. Stop that one, or choose another folder with --data.",
                        null);
            }
            return new DataFolder(path.toAbsolutePath(), file, lock);
        } catch (IOException unusable) {
            throw new LocalSetupException(
                    "The data folder " + path + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    public Path path() {
        return path;
    }

    /** Generated on first use and kept, so that sessions, keys and wallets survive a restart. */
    public Environment.Source secrets() {
        Path file = path.resolve("secrets.env");
        if (!Files.exists(file)) {
            SecureRandom random = new SecureRandom();
            writePrivately(
                    file,
                    "# Made by latchkey dev. Whoever has these can open every wallet of this folder.\nMASTER_KEY="
                            + Base64.getEncoder().encodeToString(bytes(random)) + "\nLATCHKEY_OPERATOR_TOKEN=op_"
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random)) + "\n");
        }
        return Environment.of(java.util.Map.of()).followedByFile(file).sources().getLast();
    }

    /** Writes the first project's key once; answers whether this was the time. */
    public boolean keepFirstKey(String key) {
        Path file = path.resolve("first-key");
        if (Files.exists(file)) {
            return false;
        }
        writePrivately(file, key + "\n");
        return true;
    }

    public boolean hasFirstKey() {
        return Files.exists(path.resolve("first-key"));
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException ignored) {
            // the process ends and the lock with it
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What the embedded PostgreSQL unpacks there may be written by everybody, and is executed. */
    private static void createPrivately(Path folder) throws IOException {
        if (Files.isDirectory(folder)
                || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(folder);
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void writePrivately(Path file, String text) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException unwritable) {
            throw new LocalSetupException(file + " cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }
}
