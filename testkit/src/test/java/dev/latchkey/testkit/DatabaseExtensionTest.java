package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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
