package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.database.Migrations;
import dev.latchkey.testkit.DatabaseExtension;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that was written to before the log had months keeps every row and every number. */
final class AuditMonthsMigrationTest {

    @RegisterExtension
    final DatabaseExtension databases = DatabaseExtension.empty();

    @Test
    void rowsWrittenBeforeAreSpreadOverTheirMonthsAndNumberingGoesOn() {
        upTo("2");
        insert("2026-01-31 23:59:59.999999+00", "first");
        insert("2026-02-01 00:00:00+00", "second");
        insert("2026-04-15 12:00:00+00", "third");
        databases.database().execute("delete from platform.audit_events where type = 'second'");

        new Migrations(databases.database().dataSource(), List.of(Migrations.PLATFORM)).migrate();

        insert("2026-02-10 00:00:00+00", "fourth");
        assertThat(text("select string_agg(tableoid::regclass::text || ' ' || sequence || ' ' || type, ', '"
                        + " order by sequence) from platform.audit_events"))
                .isEqualTo("platform.audit_events_2026_01 1 first, platform.audit_events_2026_04 3 third,"
                        + " platform.audit_events_default 4 fourth");
    }

    @Test
    void anEmptyLogBeginsWithNumberOne() {
        new Migrations(databases.database().dataSource(), List.of(Migrations.PLATFORM)).migrate();

        insert("2026-02-10 00:00:00+00", "first");

        assertThat(text("select sequence from platform.audit_events")).isEqualTo("1");
    }

    private void upTo(String version) {
        Flyway.configure()
                .dataSource(databases.database().dataSource())
                .schemas("platform")
                .table("schema_history")
                .locations("classpath:db/platform")
                .target(version)
                .load()
                .migrate();
    }

    private void insert(String occurredAt, String type) {
        databases
                .database()
                .execute("insert into platform.audit_events (id, occurred_at, type, actor_kind, outcome, metadata)"
                        + " values (gen_random_uuid(), '" + occurredAt + "', '" + type
                        + "', 'SYSTEM', 'SUCCESS', '{}')");
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
