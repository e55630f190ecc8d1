package dev.latchkey.platform.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class DatabaseUrlTest {
    @Test
    void bothFormsMeanTheSame() {
        DatabaseUrl direct =
                DatabaseUrl.parse("postgresql://me:p%40ss%2Fword@db:5433/shop?schema=public&sslmode=require");
        DatabaseUrl jdbc = DatabaseUrl.parse(
                "jdbc:postgresql://db:5433/shop?user=me&password=p%40ss%2Fword&sslmode=require&schema=public");

        assertThat(jdbc).isEqualTo(direct);
        assertThat(direct.user()).contains("me");
        assertThat(direct.password()).contains(new Secret("p@ss/word"));
        assertThat(direct.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/shop?sslmode=require");
        assertThat(direct).hasToString("postgresql://me:********@db:5433/shop?sslmode=require");
    }

    @Test
    void theDocumentedFormsAreAccepted() {
        assertThat(DatabaseUrl.parse("postgres://u:p@host/db").jdbcUrl()).isEqualTo("jdbc:postgresql://host:5432/db");
        assertThat(DatabaseUrl.parse("postgresql://host/db").user()).isEmpty();
        assertThat(DatabaseUrl.parse("postgresql://u@[::1]:1/db").hosts()).isEqualTo("[::1]:1");
        assertThat(DatabaseUrl.parse("postgresql://u:p@a:1,b/db?target_session_attrs=any")
                        .hosts())
                .isEqualTo("a:1,b:5432");
        assertThat(DatabaseUrl.parse("postgresql://u:a+b@h/db").password()).contains(new Secret("a+b"));
        assertThat(DatabaseUrl.parse("postgresql://u:a@b:c@h/db").password()).contains(new Secret("a@b:c"));
        assertThat(DatabaseUrl.parse("postgresql://h/db?channel_binding=require&application_name=shop")
                        .parameters())
                .isEqualTo(Map.of("channelBinding", "require", "ApplicationName", "shop"));
    }

    @Test
    void whatCannotWorkIsRefusedWithoutTellingThePassword() {
        for (String bad : List.of(
                "",
                "hunter2",
                "mysql://u:hunter2@h/db",
                "postgresql://u:hunter2@h",
                "postgresql://u:hunter2@h/",
                "postgresql://u:hunter2@/db",
                "postgresql://u:hunter2@h:99999/db",
                "postgresql://u:hunter2@h:port/db",
                "postgresql://u:hunter2%zz@h/db",
                "postgresql://u:hunter2%ff@h/db",
                "postgresql://u:hunter2@h/db?schema=app",
                "jdbc:postgresql://u:hunter2@h/db",
                "jdbc:postgresql:db?password=hunter2")) {
            assertThatThrownBy(() -> DatabaseUrl.parse(bad))
                    .as(bad)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Property(tries = 500)
    void anyUserPasswordAndDatabaseSurviveBothForms(
            @ForAll("names") String user, @ForAll("names") String password, @ForAll("names") String database) {
        DatabaseUrl expected =
                new DatabaseUrl("db:5432", database, Optional.of(user), Optional.of(new Secret(password)), Map.of());

        assertThat(DatabaseUrl.parse(
                        "postgresql://" + encoded(user) + ":" + encoded(password) + "@db/" + encoded(database)))
                .isEqualTo(expected);
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db/" + encoded(database) + "?user=" + encoded(user)
                        + "&password=" + encoded(password)))
                .isEqualTo(expected);
    }

    @Property(tries = 500)
    void theDriverReadsTheSameDatabaseAndParameters(@ForAll("names") String database, @ForAll("names") String name)
            throws SQLException {
        DatabaseUrl url = new DatabaseUrl(
                "db:6543", database, Optional.empty(), Optional.empty(), Map.of("ApplicationName", name));

        assertThat(asTheDriverReads(url.jdbcUrl()))
                .containsEntry("PGHOST", "db")
                .containsEntry("PGPORT", "6543")
                .containsEntry("PGDBNAME", database)
                .containsEntry("ApplicationName", name);
    }

    @Property(tries = 2000)
    void noTextBreaksTheParser(@ForAll("nearlyUrls") String text) throws SQLException {
        try {
            DatabaseUrl url = DatabaseUrl.parse(text);
            assertThat(asTheDriverReads(url.jdbcUrl())).as(url.jdbcUrl()).containsEntry("PGDBNAME", url.database());
            assertThat(DatabaseUrl.parse(url.jdbcUrl()).database()).isEqualTo(url.database());
        } catch (InvalidValueException refused) {
            assertThat(refused).hasMessageNotContaining("secret");
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abcXYZ019 @:/?#[]%&=+,;'\"\\$~-_.!äß€")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> nearlyUrls() {
        Arbitrary<String> pieces = Arbitraries.of(
                "postgresql://",
                "jdbc:",
                "secret",
                "@",
                ":",
                "/",
                "?",
                "&",
                "=",
                "%",
                "%41",
                "%c3%a4",
                "%ff",
                "h",
                "[::1]",
                ",",
                "5432",
                "schema=public",
                "user=u",
                "password=secret",
                "sslmode=require",
                " ",
                "ü",
                "\uD800",
                "#",
                "+");
        return pieces.list().ofMaxSize(14).map(parts -> "postgresql://" + String.join("", parts));
    }

    private static Map<String, String> asTheDriverReads(String url) throws SQLException {
        Map<String, String> read = new HashMap<>();
        for (DriverPropertyInfo property : DriverManager.getDriver(url).getPropertyInfo(url, new Properties())) {
            if (property.value != null) {
                read.put(property.name, property.value);
            }
        }
        return read;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
