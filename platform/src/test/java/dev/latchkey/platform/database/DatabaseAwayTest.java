package dev.latchkey.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testkit.DatabaseExtension;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that goes away and comes back while the server runs. */
final class DatabaseAwayTest {

    @RegisterExtension
    static final DatabaseExtension DATABASES = TestDatabases.migrated();

    private Cable cable;
    private Database database;

    @BeforeEach
    void open() {
        String url = DATABASES.database().url();
        URI uri = URI.create(url.substring("jdbc:".length()));
        cable = new Cable(uri.getPort());
        database =
                TestDatabases.open(url.replace(":" + uri.getPort() + "/", ":" + cable.port() + "/"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
        cable.close();
    }

    @Test
    void itsAbsenceIsToldAndItsReturnNoticed() {
        assertThat(database.ping()).isLessThan(Duration.ofSeconds(5));
        assertThat(database.lastKnownUp()).isTrue();

        cable.pullOut();
        assertThatThrownBy(() -> database.ping()).isInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(() -> database.run(transaction -> transaction.sql().execute("select 1")))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(database.lastKnownUp()).isFalse();

        cable.plugIn();
        assertThat(eventuallyUp()).isTrue();
        assertThat(database.lastKnownUp()).isTrue();
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfAnActIsAnAbsence() {
        assertThatThrownBy(() -> database.run(transaction -> {
                    transaction.sql().execute("create table half (id int)");
                    cable.pullOut();
                    transaction.sql().execute("insert into half values (1)");
                }))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(DATABASES.database().queryText("select to_regclass('half') is null"))
                .isEqualTo("t");
    }

    @Test
    void aConnectionThatBreaksAtTheCommitIsAnAbsence() {
        assertThatThrownBy(() -> database.run(transaction -> {
                    transaction.sql().execute("create table nearly (id int)");
                    cable.pullOut();
                }))
                .isInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void aMistakeInAStatementIsNoAbsence() {
        assertThatThrownBy(() -> database.read(sql -> sql.execute("select nonsense")))
                .isNotInstanceOf(DatabaseUnavailable.class);
        assertThat(database.lastKnownUp()).isTrue();
    }

    private boolean eventuallyUp() {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                Duration unused = database.ping();
                return true;
            } catch (DatabaseUnavailable stillAway) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
