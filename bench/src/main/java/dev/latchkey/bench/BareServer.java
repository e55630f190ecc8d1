package dev.latchkey.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The floor of an authenticated read: Helidon, a pool, one SELECT by primary key, a small JSON body; nothing else. */
public final class BareServer {

    private BareServer() {}

    public static void main(String[] arguments) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setMaximumPoolSize(20);
        HikariDataSource pool = new HikariDataSource(config);
        UUID id = UUID.fromString(arguments[1]);
        WebServer server = WebServer.builder()
                .port(0)
                .routing(HttpRouting.builder().get("/user", (request, response) -> {
                    response.header("Content-Type", "application/json");
                    response.send(body(pool, id));
                }))
                .build()
                .start();
        System.out.println("bare server on " + server.port());
    }

    private static byte[] body(HikariDataSource pool, UUID id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select id, email, display_name, created_at from identity.users where id = ?")) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return ("{\"user\":{\"id\":\"" + row.getString(1) + "\",\"email\":\"" + row.getString(2)
                                + "\",\"createdAt\":\"" + row.getTimestamp(4).toInstant() + "\"}}")
                        .getBytes(StandardCharsets.UTF_8);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
