package dev.latchkey.server.support;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Latchkey;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole server with a database of its own and a sandbox network, started once per test class. Its probes hold every
 * answer against the API document.
 */
public final class ServerUnderTest implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> extra;
    private final DatabaseExtension databases =
            DatabaseExtension.migratedBy("server", database -> migrate(database.url()));
    private Sandbox sandbox;
    private Latchkey latchkey;
    private Settings settings;
    private ApiContract contract;

    /** @param extra settings of this class, in pairs of name and value */
    @SuppressWarnings("NullAway.Init") // set before the first test
    public ServerUnderTest(String... extra) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < extra.length; i += 2) {
            values.put(extra[i], extra[i + 1]);
        }
        this.extra = values;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        databases.beforeAll(context);
        sandbox = Sandbox.start(
                SandboxOptions.defaults().withClosing(Closing.onDemand(Duration.ofSeconds(1), Duration.ofMillis(50))));
        settings = settings(databases.database().url());
        latchkey = Latchkey.start(settings);
        contract = ApiContract.of(
                HttpProbe.ofPort(latchkey.port()).get("/openapi.json").body());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        latchkey.close();
        sandbox.close();
        databases.afterAll(context);
    }

    /** A client without a credential. */
    public HttpProbe anonymous() {
        return HttpProbe.ofPort(latchkey.port()).observedBy(contract::check);
    }

    /** The operator. */
    public HttpProbe operator() {
        return anonymous()
                .withBearer(settings.get(SecretSettings.OPERATOR_TOKEN).reveal());
    }

    /** A new project with a key, as its backend. */
    public ProjectUnderTest project(String name) {
        return ProjectUnderTest.create(this, name);
    }

    public Latchkey latchkey() {
        return latchkey;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public TestDatabase database() {
        return databases.database();
    }

    private Settings settings(String databaseUrl) {
        Map<String, String> values = new HashMap<>();
        values.put("DATABASE_URL", databaseUrl);
        values.put("PORT", "0");
        values.put("HOST", "127.0.0.1");
        values.put("MASTER_KEY", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        values.put("LATCHKEY_OPERATOR_TOKEN", "op_" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG");
        values.put("STELLAR_HORIZON_URL", sandbox.horizonUrl());
        values.put("STELLAR_NETWORK_PASSPHRASE", sandbox.passphrase());
        values.put("LATCHKEY_STELLAR_RPC_URL", sandbox.rpcUrl());
        values.put("LATCHKEY_STELLAR_FRIENDBOT_URL", sandbox.friendbotUrl());
        values.put("RATE_LIMIT_AUTH", "100000");
        values.put("RATE_LIMIT_GENERAL", "100000");
        values.put("AUTH_RATE_LIMIT_MAX", "100000");
        values.put("RATE_LIMIT_SENSITIVE_MAX_REQUESTS", "100000");
        values.put("RATE_LIMIT_RPM", "100000");
        values.putAll(extra);
        return Configuration.read(Catalogue.ALL, Profile.DEV, Environment.of(values))
                .requireValid();
    }

    private static void migrate(String url) {
        Map<String, String> values = Map.of("DATABASE_URL", url);
        Settings settings = Configuration.read(Catalogue.ALL, Profile.DEV, Environment.of(values))
                .requireValid();
        try (Database database = Latchkey.database(settings, Clock.systemUTC())) {
            Latchkey.migrations(database).migrate();
        }
    }
}
