package dev.latchkey.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testkit.DatabaseExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MigrationsTest {

    private static final Migrations.Room FIRST = Migrations.Room.of("testroom", "V1__things.sql");
    private static final Migrations.Room BOTH = Migrations.Room.of("testroom", "V1__things.sql", "V2__more.sql");

    @RegisterExtension
    final DatabaseExtension databases = DatabaseExtension.empty();

    @Test
    void eachRoomGetsItsSchemaAndItsHistory() {
        assertThat(migrations(BOTH).migrate())
                .isEqualTo(Migrations.PLATFORM.scripts().size() + 2);
        assertThat(text("select string_agg(schemaname, ' ' order by schemaname) from pg_tables"
                        + " where tablename = 'schema_history'"))
                .isEqualTo("platform testroom");
        assertThat(text("select count(*) from testroom.things")).isEqualTo("1");
    }

    @Test
    void aSecondRunDoesNothing() {
        Migrations migrations = migrations(BOTH);
        assertThat(migrations.isCurrent()).isFalse();
        migrations.migrate();
        assertThat(migrations.isCurrent()).isTrue();
        assertThat(migrations.migrate()).isZero();
        assertThat(migrations(BOTH).migrate()).isZero();
    }

    @Test
    void otherScriptsAreAnotherFingerprint() {
        migrations(FIRST).migrate();
        assertThat(migrations(BOTH).isCurrent()).isFalse();
        migrations(BOTH).migrate();
        assertThat(migrations(BOTH).isCurrent()).isTrue();
        assertThat(migrations(FIRST).isCurrent()).isFalse();
    }

    @Test
    void aForgottenFingerprintOnlyCostsALook() {
        migrations(BOTH).migrate();
        databases.database().execute("delete from platform.migration_state");
        assertThat(migrations(BOTH).isCurrent()).isFalse();
        assertThat(migrations(BOTH).migrate()).isZero();
        assertThat(migrations(BOTH).isCurrent()).isTrue();
    }

    @Test
    void twoServersThatStartAtOnceBothEndUpMigrated() throws InterruptedException {
        List<Thread> servers = List.of(
                Thread.ofVirtual().start(() -> migrations(BOTH).migrate()),
                Thread.ofVirtual().start(() -> migrations(BOTH).migrate()));
        for (Thread server : servers) {
            server.join();
        }
        assertThat(migrations(BOTH).isCurrent()).isTrue();
        assertThat(text("select count(*) from testroom.things")).isEqualTo("1");
    }

    @Test
    void aScriptThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> migrations(Migrations.Room.of("testroom", "V9__missing.sql"))
                        .migrate())
                .hasMessageContaining("/db/testroom/V9__missing.sql");
    }

    private Migrations migrations(Migrations.Room room) {
        return new Migrations(databases.database().dataSource(), List.of(Migrations.PLATFORM, room));
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
