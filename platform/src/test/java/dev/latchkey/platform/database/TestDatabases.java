package dev.latchkey.platform.database;

import dev.latchkey.testkit.DatabaseExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** Databases with the platform's own tables. */
public final class TestDatabases {

    private TestDatabases() {}

    public static DatabaseExtension migrated() {
        return DatabaseExtension.migratedBy(
                "platform", database -> new Migrations(database.dataSource(), List.of(Migrations.PLATFORM)).migrate());
    }

    public static Database open(String url, Clock clock) {
        return new Database(
                new Database.Options(url, new Properties(), 10, 0, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                clock);
    }
}
