package dev.latchkey.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The floors of authenticated acts: Helidon, a pool, one SELECT by primary key, a small JSON body; nothing else. {@code
 * /user} reads a user, {@code /session} the body of the request and a session with its user.
 */
public final class BareServer {

    private static final String USER = "select id, email, created_at from identity.users where id = ?";

    private static final String SESSION = """
            select users.id, users.email, sessions.expires_at
            from identity.sessions join identity.users on users.id = sessions.user_id
            where sessions.id = ? and sessions.revoked_at is null
            """;

    private BareServer() {}

    /** @param arguments JDBC URL, a user's id, the id of a session */
    public static void main(String[] arguments) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setMaximumPoolSize(20);
        HikariDataSource pool = new HikariDataSource(config);
        UUID user = UUID.fromString(arguments[1]);
        UUID session = UUID.fromString(arguments[2]);
        WebServer server = WebServer.builder()
                .port(0)
                .routing(HttpRouting.builder()
                        .get("/user", (request, response) -> send(response, row(pool, USER, user)))
                        .post("/session", (request, response) -> {
                            request.content().as(byte[].class);
                            send(response, row(pool, SESSION, session));
                        }))
                .build()
                .start();
        System.out.println("bare server on " + server.port());
    }

    private static void send(ServerResponse response, byte[] body) {
        response.header("Content-Type", "application/json");
        response.send(body);
    }

    private static byte[] row(HikariDataSource pool, String sql, UUID id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return ("{\"user\":{\"id\":\"" + row.getString(1) + "\",\"email\":\"" + row.getString(2)
                                + "\",\"time\":\"" + row.getTimestamp(3).toInstant() + "\"}}")
                        .getBytes(StandardCharsets.UTF_8);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
