package dev.latchkey.server.support;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Extensions;
import dev.latchkey.server.Latchkey;
import dev.latchkey.testkit.AuditWalk;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole server with a database of its own and a sandbox network, started once per test class. Its probes hold every
 * answer against the API document.
 */
public final class ServerUnderTest implements BeforeAllCallback, AfterAllCallback {

    public static final String MASTER_KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
    public static final String OPERATOR_TOKEN = "op_" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private static final Pattern ADDRESS = Pattern.compile("//([^:/]+):([0-9]+)/");

    private final Map<String, String> extra;
    private final AuditWalk walk = new AuditWalk();
    private Extensions extensions = Extensions.NONE;
    private boolean proxied;
    private @Nullable TcpProxy proxy;
    private final DatabaseExtension databases = databases();
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

    /** Databases of a server, migrated and otherwise empty. */
    public static DatabaseExtension databases() {
        return DatabaseExtension.migratedBy("server", database -> migrate(database.url()));
    }

    /** The server reaches its database through a proxy that the test can cut. */
    public ServerUnderTest throughProxy() {
        this.proxied = true;
        return this;
    }

    /** The server is embedded in a program that brings these. */
    public ServerUnderTest with(Extensions value) {
        this.extensions = value;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        databases.beforeAll(context);
        sandbox = Sandbox.start(
                SandboxOptions.defaults().withClosing(Closing.onDemand(Duration.ofSeconds(1), Duration.ofMillis(50))));
        settings = settings(databaseUrl());
        latchkey = Latchkey.start(settings, extensions);
        contract = ApiContract.of(
                HttpProbe.ofPort(latchkey.port()).get("/openapi.json").body());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        latchkey.close();
        sandbox.close();
        if (proxy != null) {
            proxy.close();
        }
        databases.afterAll(context);
    }

    /** A client without a credential. */
    public HttpProbe anonymous() {
        return HttpProbe.ofPort(latchkey.port()).observedBy(answer -> {
            contract.check(answer);
            walk.observe(answer);
        });
    }

    /** The operator. */
    public HttpProbe operator() {
        return anonymous().withBearer(OPERATOR_TOKEN);
    }

    /** A new project with a key, as its backend. */
    public ProjectUnderTest project(String name) {
        return project(name, 100_000);
    }

    /** A new project whose keys have a limit per window and route. */
    public ProjectUnderTest project(String name, int requestsPerMinute) {
        return ProjectUnderTest.create(this, name, requestsPerMinute);
    }

    /** What has watched all probes so far. */
    public AuditWalk walk() {
        return walk;
    }

    public Latchkey latchkey() {
        return latchkey;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** Where a client that is no probe finds the server. */
    public int port() {
        return latchkey.port();
    }

    /** Between the server and its database, where the test asked for it. */
    public TcpProxy proxy() {
        return Objects.requireNonNull(proxy, "throughProxy() was not asked for");
    }

    /** How many audit events of a type there are about something. */
    public long events(String type, String targetId) {
        return database()
                .queryLong("select count(*) from platform.audit_events where type = '" + type + "' and target_id = '"
                        + targetId + "'");
    }

    /** What the server was started with. */
    public Settings settings() {
        return settings;
    }

    public TestDatabase database() {
        return databases.database();
    }

    private String databaseUrl() {
        String url = databases.database().url();
        if (!proxied) {
            return url;
        }
        Matcher address = ADDRESS.matcher(url);
        if (!address.find()) {
            throw new IllegalStateException("no host and port in " + url);
        }
        proxy = TcpProxy.to(address.group(1), Integer.parseInt(address.group(2)));
        return address.replaceFirst("//localhost:" + proxy.port() + "/");
    }

    private Settings settings(String databaseUrl) {
        Map<String, String> values = new HashMap<>();
        values.put("DATABASE_URL", databaseUrl);
        values.put("PORT", "0");
        values.put("HOST", "127.0.0.1");
        values.put("MASTER_KEY", MASTER_KEY);
        values.put("LATCHKEY_OPERATOR_TOKEN", OPERATOR_TOKEN);
        values.put("STELLAR_HORIZON_URL", sandbox.horizonUrl());
        values.put("STELLAR_NETWORK_PASSPHRASE", sandbox.passphrase());
        values.put("LATCHKEY_STELLAR_RPC_URL", sandbox.rpcUrl());
        values.put("LATCHKEY_STELLAR_FRIENDBOT_URL", sandbox.friendbotUrl());
        values.put("SSO_CALLBACK_URL", "http://localhost/auth/sso/callback");
        values.put("EMAIL_REQUIRE_VERIFICATION", "false");
        values.put("RATE_LIMIT_AUTH", "100000");
        values.put("RATE_LIMIT_GENERAL", "100000");
        values.put("RATE_LIMIT_REFUSED", "100000");
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

    /** The access token of a sign-in, from its cookie or its body. */
    public static String accessToken(HttpAnswer signIn) {
        return signIn.headers("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("cedros_access="))
                .map(cookie -> cookie.substring("cedros_access=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElseGet(() -> signIn.text("/tokens/accessToken"));
    }
}
