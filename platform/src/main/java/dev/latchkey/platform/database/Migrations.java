package dev.latchkey.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings each room's own schema up to date, room by room in the order given, each with its own history table. A
 * fingerprint of all scripts is kept in the database, so that a start with nothing to do costs one query.
 */
public final class Migrations {

    /**
     * One room's scripts under {@code classpath:db/<schema>}.
     *
     * @param scripts the file names, for the fingerprint, in order
     */
    public record Room(String schema, List<String> scripts) {

        public static Room of(String schema, String... scripts) {
            return new Room(schema, List.of(scripts));
        }
    }

    /** The scripts of the platform itself; always the first. */
    public static final Room PLATFORM = Room.of(
            "platform",
            "V1__audit_outbox_jobs.sql",
            "V2__audit_by_actor.sql",
            "V3__audit_months_and_seals.sql",
            "V4__system_settings.sql",
            "V5__index_of_old_messages.sql");

    private final DataSource dataSource;
    private final List<Room> rooms;

    /** @param rooms in the order of the architecture's table, {@link #PLATFORM} first */
    public Migrations(DataSource dataSource, List<Room> rooms) {
        this.dataSource = dataSource;
        this.rooms = List.copyOf(rooms);
    }

    /** Applies what is pending; answers how many scripts ran. */
    public int migrate() {
        if (isCurrent()) {
            return 0;
        }
        int executed = 0;
        for (Room room : rooms) {
            executed += migrate(room);
        }
        remember();
        return executed;
    }

    /** Whether the database has seen exactly these scripts. */
    public boolean isCurrent() {
        return storedFingerprint().map(fingerprint()::equals).orElse(false);
    }

    private int migrate(Room room) {
        MigrateResult result = Flyway.configure()
                .dataSource(dataSource)
                .schemas(room.schema())
                .createSchemas(true)
                .table("schema_history")
                .locations("classpath:db/" + room.schema())
                .validateMigrationNaming(true)
                .load()
                .migrate();
        return result.migrationsExecuted;
    }

    private Optional<String> storedFingerprint() {
        return Jdbi.create(dataSource).withHandle(handle -> {
            boolean exists = handle.createQuery("select to_regclass('platform.migration_state') is not null")
                    .mapTo(Boolean.class)
                    .one();
            return exists
                    ? handle.createQuery("select fingerprint from platform.migration_state")
                            .mapTo(String.class)
                            .findOne()
                    : Optional.empty();
        });
    }

    private void remember() {
        Jdbi.create(dataSource).useHandle(handle -> handle.createUpdate("""
                                insert into platform.migration_state (singleton, fingerprint) values (true, :fingerprint)
                                on conflict (singleton) do update set fingerprint = excluded.fingerprint
                                """)
                .bind("fingerprint", fingerprint())
                .execute());
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Room room : rooms) {
                for (String script : room.scripts()) {
                    digest.update((room.schema() + "/" + script + "\0").getBytes(StandardCharsets.UTF_8));
                    digest.update(script(room, script));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] script(Room room, String script) {
        String resource = "/db/" + room.schema() + "/" + script;
        try (InputStream stream = Migrations.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no migration script at " + resource);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
