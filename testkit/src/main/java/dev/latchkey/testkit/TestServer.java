package dev.latchkey.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A PostgreSQL server for tests: an embedded one, or an external one whose superuser address stands in the system
 * property or environment variable {@code LATCHKEY_TEST_DATABASE}.
 */
public final class TestServer implements AutoCloseable {
    /** Names an external server: a JDBC URL with {@code user} and {@code password} parameters of a superuser. */
    public static final String EXTERNAL = "LATCHKEY_TEST_DATABASE";

    private static final Map<String, String> SPEED =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");
    private static final Map<String, String> DURABILITY =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    /**
     * A file system in memory, on Linux. Tests make and drop databases of 300 files each; finding free inodes for them
     * costs a disk's file system more than all their queries.
     */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long ROOM = 1L << 30;

    private final String url;
    private final boolean external;
    private final AutoCloseable process;

    private TestServer(String url, boolean external, AutoCloseable process) {
        this.url = url;
        this.external = external;
        this.process = process;
    }

    /** The external server where one is named, else a new embedded one that forgets everything when power fails. */
    public static TestServer open() {
        return external().map(url -> new TestServer(url, true, () -> {})).orElseGet(TestServer::startForgetful);
    }

    /** A new embedded server that keeps what it has committed, for tests that kill it. */
    public static TestServer startDurable() {
        return start(DURABILITY, embedded -> {});
    }

    /** JDBC URL of a superuser, user included. */
    public String url() {
        return url;
    }

    /** The same server and user with another database. */
    public String url(String database) {
        return url.replaceFirst("^(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
    }

    /** A new empty database, for tests of engines that know no {@link DatabaseExtension}; it goes with the server. */
    public TestDatabase create(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute("CREATE DATABASE " + name + " TEMPLATE template0");
        return new TestDatabase(name, url(name), List.of());
    }

    /** Whether others go on using it: what was made there has to be dropped. */
    boolean outlivesJvm() {
        return external;
    }

    /** Runs one statement as superuser outside any transaction. */
    void execute(String statement) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement act = connection.createStatement()) {
            act.execute(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException("test database server: " + statement, failed);
        }
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (Exception failed) {
            throw new IllegalStateException("cannot stop the test database server", failed);
        }
    }

    /**
     * Starts an embedded server, prints its address on one line and stops it when standard input ends: lets a build run
     * the tests of all its modules against one server.
     */
    public static void main(String[] arguments) throws IOException {
        try (TestServer server = startForgetful()) {
            System.out.println(server.url());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static TestServer startForgetful() {
        return start(SPEED, embedded -> folderInMemory().ifPresent(embedded::setDataDirectory));
    }

    private static TestServer start(Map<String, String> durability, Consumer<EmbeddedPostgres.Builder> place) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("max_connections", "500")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("file_copy_method", "clone")
                .setServerConfig("max_wal_size", "128MB")
                .setServerConfig("autovacuum", "off");
        durability.forEach(builder::setServerConfig);
        place.accept(builder);
        try {
            EmbeddedPostgres embedded = builder.start();
            return new TestServer(embedded.getJdbcUrl("postgres", "postgres"), false, embedded);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start an embedded PostgreSQL server", failed);
        }
    }

    private static Optional<Path> folderInMemory() {
        try {
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
                    ? Optional.of(Files.createTempDirectory(MEMORY, "latchkey-test-"))
                    : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<String> external() {
        return Optional.ofNullable(System.getProperty(EXTERNAL))
                .or(() -> Optional.ofNullable(System.getenv(EXTERNAL)))
                .filter(text -> !text.isBlank());
    }
}
