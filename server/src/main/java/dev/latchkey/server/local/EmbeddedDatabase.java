package dev.latchkey.server.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server of our own under the data folder, durable (fsync on). It survives a killed parent: the next start
 * ends the orphan that still holds the folder.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String MAJOR_VERSION = "18";
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server on {@code folder/postgres}, making it on first use.
     *
     * @throws LocalSetupException with a sentence for people when the folder cannot be used
     */
    public static EmbeddedDatabase start(Path folder) {
        Path data = folder.resolve("postgres");
        requireSameMajorVersion(data);
        endOrphan(data);
        try {
            return new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            folder.resolve("postgres-binaries").toFile())
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    // Data fits into memory or lies on a solid-state disk; without this, small tables are read whole.
                    .setServerConfig("random_page_cost", "1.1")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start());
        } catch (IOException | IllegalStateException failure) {
            throw new LocalSetupException(
                    "The embedded PostgreSQL did not start on " + data + ": " + failure.getMessage()
                            + ". Check that the folder is writable and has space, or set DATABASE_URL to a server of"
                            + " your own.",
                    failure);
        }
    }

    public String addressForDriver() {
        return "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void requireSameMajorVersion(Path data) {
        Path version = data.resolve("PG_VERSION");
        try {
            if (Files.exists(version) && !Files.readString(version).strip().equals(MAJOR_VERSION)) {
                throw new LocalSetupException(
                        data + " was made by PostgreSQL "
                                + Files.readString(version).strip() + ", this server brings PostgreSQL " + MAJOR_VERSION
                                + ". Move the folder away to start afresh, or upgrade it with pg_upgrade.",
                        null);
            }
        } catch (IOException unreadable) {
            throw new LocalSetupException(version + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** A PostgreSQL whose parent was killed still runs and holds the folder; it has no clients any more. */
    private static void endOrphan(Path data) {
        Optional<ProcessHandle> orphan = ownerOf(data.resolve("postmaster.pid"));
        if (orphan.isEmpty()) {
            return;
        }
        orphan.get().destroy();
        try {
            orphan.get().onExit().get(ORPHAN_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillThere) {
            throw new LocalSetupException(
                    data + " is in use by process " + orphan.get().pid()
                            + ", which does not end. Is another latchkey dev running on this folder?",
                    stillThere);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Optional<ProcessHandle> ownerOf(Path pidFile) {
        try {
            List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
            if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(process -> process.info().command().orElse("").contains("postgres"));
        } catch (IOException unreadable) {
            throw new LocalSetupException(pidFile + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
