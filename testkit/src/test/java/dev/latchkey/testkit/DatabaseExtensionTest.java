package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseExtensionTest {
    private static final AtomicInteger MIGRATIONS = new AtomicInteger();
    private static final DatabaseMigrator SHOP = database -> {
        MIGRATIONS.incrementAndGet();
        database.execute("CREATE TABLE item (id integer PRIMARY KEY)");
        database.execute("INSERT INTO item VALUES (1), (2)");
        database.execute("CREATE TABLE sale (item integer REFERENCES item)");
        database.execute("CREATE SCHEMA yard CREATE TABLE tool (id integer)");
        database.execute("CREATE TABLE visit (day integer) PARTITION BY RANGE (day)");
        database.execute("CREATE TABLE visit_today PARTITION OF visit DEFAULT");
    };

    @Nested
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    final class InAStaticField {
        @RegisterExtension
        static final DatabaseExtension DATABASE = DatabaseExtension.migratedBy("shop", SHOP);

        @Test
        @Order(1)
        void theDatabaseIsMigrated(TestDatabase database) {
            assertThat(database).isEqualTo(DATABASE.database());
            assertThat(database.queryLong("SELECT count(*) FROM item")).isEqualTo(2);
            assertThat(database.execute("DELETE FROM item WHERE id = 1")).isEqualTo(1);
        }

        @Test
        @Order(2)
        void testsOfTheClassShareIt(TestDatabase database) {
            assertThat(database.queryLong("SELECT count(*) FROM item")).isEqualTo(1);
        }

        @Test
        @Order(3)
        void theServerIsTheVersionProductionUses(TestDatabase database) {
            assertThat(database.queryText("SHOW server_version")).startsWith("18.");
        }
    }

    @Nested
    final class Wiped {
        @RegisterExtension
        final DatabaseExtension extension = DatabaseExtension.migratedBy("shop", SHOP);

        @Test
        void whatTheMigrationsLeftEmptyIsEmptyAgain() {
            TestDatabase database = extension.database();
            database.execute("INSERT INTO sale VALUES (1), (2)");
            database.execute("INSERT INTO visit VALUES (1)");

            database.wipe();

            assertThat(database.queryLong("SELECT count(*) FROM sale")).isZero();
            assertThat(database.queryLong("SELECT count(*) FROM visit")).isZero();
            assertThat(database.queryLong("SELECT count(*) FROM item")).isEqualTo(2);
            assertThat(database.queryText("SHOW session_replication_role")).isEqualTo("origin");
        }

        @Test
        void namedTablesKeepTheirRows() {
            TestDatabase database = extension.database();
            database.execute("INSERT INTO sale VALUES (1), (2)");
            database.execute("INSERT INTO visit VALUES (1)");
            database.execute("INSERT INTO yard.tool VALUES (1)");

            database.wipe("public.sale", "yard.*");

            assertThat(database.queryLong("SELECT count(*) FROM sale")).isEqualTo(2);
            assertThat(database.queryLong("SELECT count(*) FROM yard.tool")).isOne();
            assertThat(database.queryLong("SELECT count(*) FROM visit")).isZero();
        }

        @Test
        void aConnectionThatTheServerEndedIsOpenedAgain() throws SQLException {
            TestDatabase database = extension.database();
            String backend = database.queryText("SELECT pg_backend_pid()");
            try (Connection other = database.connect();
                    Statement act = other.createStatement()) {
                act.execute("SELECT pg_terminate_backend(" + backend + ", 5000)");
            }

            assertThat(database.queryText("SELECT pg_backend_pid()")).isNotEqualTo(backend);
        }
    }

    @Nested
    final class InAnInstanceField {
        @RegisterExtension
        final DatabaseExtension database = DatabaseExtension.migratedBy("shop", SHOP);

        @Test
        void everyTestGetsItsOwn() {
            changeAndCount();
        }

        @Test
        void andNoOtherSeesItsChanges() {
            changeAndCount();
        }

        private void changeAndCount() {
            assertThat(database.database().execute("DELETE FROM item")).isEqualTo(2);
            assertThat(MIGRATIONS).hasValue(1);
        }
    }
}
