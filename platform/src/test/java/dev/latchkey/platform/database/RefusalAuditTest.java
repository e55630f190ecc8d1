package dev.latchkey.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalAuditTest {

    @RegisterExtension
    final DatabaseExtension extension = DatabaseExtension.migratedBy(
            "platform", database -> new Migrations(database.dataSource(), List.of(Migrations.PLATFORM)).migrate());

    private Database database;

    @BeforeEach
    void open() {
        database = new Database(
                new Database.Options(
                        extension.database().url(),
                        new Properties(),
                        1,
                        1,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30)),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRefusalIsStoredThoughTheActIsRolledBackAndEvenWithASingleConnection() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.run(tx -> {
                    tx.audit(event("act.done"));
                    tx.auditRefusal(event("act.refused"));
                    throw new IllegalStateException("refused");
                }));

        assertThat(count("act.refused")).isOne();
        assertThat(count("act.done")).isZero();
    }

    @Test
    void aRefusalIsStoredOnceWithAnActThatGoesOn() {
        database.run(tx -> {
            tx.auditRefusal(event("act.refused"));
            tx.audit(event("act.done"));
        });

        assertThat(count("act.refused")).isOne();
        assertThat(count("act.done")).isOne();
    }

    @Test
    void timesAreAsPreciseAsPostgresStoresThem() {
        database.run(tx -> assertThat(tx.now()).isEqualTo(tx.now().truncatedTo(ChronoUnit.MICROS)));
    }

    private static AuditEvent event(String type) {
        return AuditEvent.success(type, Origin.SYSTEM, null, "act", "1");
    }

    private long count(String type) {
        return extension.database().queryLong("select count(*) from platform.audit_events where type = '" + type + "'");
    }
}
