package dev.latchkey.bench;

import dev.latchkey.platform.json.Json;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.server.local.EmbeddedDatabase;
import dev.latchkey.server.local.TemporaryFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What is measured: a durable PostgreSQL, a sandbox network, and {@code latchkey serve} in a process of its own. */
final class Stage implements AutoCloseable {

    static final String PASSWORD = "SecurePass1!";
    private static final String OPERATOR = "op_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private static final Pattern READY = Pattern.compile("Latchkey listens on http://localhost:([0-9]+)");

    /** How many others there are, with a session each. */
    static final int OTHERS = 100_000;

    /** Copies of one registered user and of their session. */
    private static final String CROWD = """
            with model as (
                select users from identity.users where email = 'crowd@example.com'
            ), others as (
                insert into identity.users
                select other.*
                from model, generate_series(1, ?) number, jsonb_populate_record(model.users, jsonb_build_object(
                    'id', gen_random_uuid(), 'auth_id', 'crowd-' || number, 'email', 'crowd-' || number || '@example.com'
                )) other
                returning id
            )
            insert into identity.sessions
            select other.*
            from others, identity.sessions session, jsonb_populate_record(session, jsonb_build_object(
                'id', gen_random_uuid(), 'user_id', others.id, 'refresh_hash', gen_random_uuid(),
                'family_id', gen_random_uuid()
            )) other
            where session.user_id = (select (users).id from model)
            """;

    /** Limits stay on, as in production, but out of the way. */
    private static final java.util.List<String> RATE_LIMITS = java.util.List.of(
            "RATE_LIMIT_AUTH", "RATE_LIMIT_GENERAL", "AUTH_RATE_LIMIT_MAX", "RATE_LIMIT_SENSITIVE_MAX_REQUESTS");

    private final TemporaryFolder folder;
    private final EmbeddedDatabase database;
    private final Sandbox sandbox;
    private Child server;
    private final String projectId;
    private final String key;

    private Stage(TemporaryFolder folder, EmbeddedDatabase database, Sandbox sandbox) throws IOException {
        this.folder = folder;
        this.database = database;
        this.sandbox = sandbox;
        this.server = startServer();
        this.projectId = project();
        this.key = issueKey();
        crowd();
    }

    static Stage open() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedDatabase database = EmbeddedDatabase.start(folder.path());
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults()
                .withClosing(Closing.every(Duration.ofSeconds(1)))
                .withOperationsPerLedger(1000));
        return new Stage(folder, database, sandbox);
    }

    int port() {
        return server.port();
    }

    Child server() {
        return server;
    }

    /** Ends the server and starts it again on the same database. */
    Child restart() throws IOException {
        server.close();
        server = startServer();
        return server;
    }

    /** The project's key. */
    String key() {
        return key;
    }

    String projectId() {
        return projectId;
    }

    String jdbcUrl() {
        return "jdbc:" + database.addressForDriver().replace("postgres@", "") + "?user=postgres";
    }

    /** Registers a user with a password; the answer with its tokens. */
    JsonNode register(LoadClient client, String name) throws IOException {
        return Json.read(client.postExpecting(
                201,
                "/auth/register",
                "",
                "{\"email\":\"" + name + "@example.com\",\"password\":\"" + PASSWORD + "\"}"));
    }

    @Override
    public void close() {
        server.close();
        sandbox.close();
        database.close();
        folder.close();
    }

    /**
     * Many others with a session each. In tables of a few pages PostgreSQL would read every row rather than an index,
     * which costs more than what a real installation does.
     */
    private void crowd() throws IOException {
        try (LoadClient client = new LoadClient(port())) {
            register(client, "crowd");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                PreparedStatement crowd = connection.prepareStatement(CROWD)) {
            crowd.setInt(1, OTHERS);
            crowd.executeUpdate();
        } catch (SQLException failure) {
            throw new IOException("the crowd could not be made", failure);
        }
        settle();
    }

    /** Has PostgreSQL tidy up now what an earlier measurement has left, rather than in the middle of the next one. */
    void settle() throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        } catch (SQLException failure) {
            throw new IOException("the database could not be tidied up", failure);
        }
    }

    /** The only value that a statement gives. */
    String value(String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IOException("the database did not answer", failure);
        }
    }

    private String project() throws IOException {
        try (LoadClient client = new LoadClient(port())) {
            JsonNode developer =
                    Json.read(client.postExpecting(201, "/developers", OPERATOR, "{\"email\":\"bench@example.com\"}"));
            return id(Json.read(client.postExpecting(
                    201,
                    "/projects",
                    OPERATOR,
                    "{\"name\":\"bench\",\"rateLimitRpm\":1000000,\"developerId\":\"" + id(developer) + "\"}")));
        }
    }

    private String issueKey() throws IOException {
        try (LoadClient client = new LoadClient(port())) {
            String body = client.postExpecting(
                    201, "/api-keys", OPERATOR, "{\"name\":\"bench\",\"projectId\":\"" + projectId + "\"}");
            return Json.read(body).get("plainTextKey").stringValue();
        }
    }

    private static String id(JsonNode row) {
        return row.get("id").stringValue();
    }

    private Child startServer() throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("DATABASE_URL", database.addressForDriver());
        settings.put("PORT", "0");
        settings.put("HOST", "127.0.0.1");
        settings.put("CORS_DISABLED", "true");
        settings.put("MASTER_KEY", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        settings.put("LATCHKEY_OPERATOR_TOKEN", OPERATOR);
        settings.put("STELLAR_HORIZON_URL", sandbox.horizonUrl());
        settings.put("STELLAR_NETWORK_PASSPHRASE", sandbox.passphrase());
        settings.put("LATCHKEY_STELLAR_RPC_URL", sandbox.rpcUrl());
        settings.put("LATCHKEY_STELLAR_FRIENDBOT_URL", sandbox.friendbotUrl());
        settings.put("COOKIE_ENABLED", "false");
        settings.put("EMAIL_REQUIRE_VERIFICATION", "false");
        settings.put("WEBAUTHN_ENABLED", "true");
        settings.put("WEBAUTHN_RP_ID", BenchPasskey.RP_ID);
        settings.put("WEBAUTHN_RP_ORIGIN", BenchPasskey.ORIGIN);
        settings.put("LATCHKEY_LOG_LEVEL", "WARN");
        for (String limit : RATE_LIMITS) {
            settings.put(limit, "1000000");
        }
        return Child.start("dev.latchkey.server.Main", java.util.List.of("serve"), settings, READY);
    }
}
