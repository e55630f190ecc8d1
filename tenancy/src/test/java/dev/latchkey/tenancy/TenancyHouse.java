package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.tenancy.apikey.KeyTerms;
import dev.latchkey.tenancy.usage.UsageRecorder;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import dev.latchkey.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** The room on a server of its own: real HTTP, a real database, a clock to set. */
final class TenancyHouse implements AutoCloseable {

    static final String OPERATOR_TOKEN = "op_" + "o".repeat(43);
    static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");
    static final String DEFAULT_PROJECT = "00000000-0000-4000-8000-000000000002";
    static final String DEFAULT_DEVELOPER = "00000000-0000-4000-8000-000000000001";

    static final TenancyOptions OPTIONS = new TenancyOptions(
            new KeyTerms(Duration.ofHours(1), Optional.empty()),
            60,
            Optional.of(new Secret(OPERATOR_TOKEN)),
            new UsageRecorder.Options(10_000, 100, Duration.ofMillis(50)));

    /** A project with its developer and one key. */
    record Tenant(String developerId, String developerEmail, String projectId, String keyId, String key) {}

    final TestDatabase rows;
    final Database database;
    final Tenancy tenancy;
    final HttpServer server;
    final HttpProbe anonymous;
    final TestClock clock;

    /** How many credentials that are no good a network may send in a minute, where it is limited. */
    static final int REFUSED = 20;

    private TenancyHouse(TestDatabase rows, TenancyOptions options, boolean limited) {
        this.rows = rows;
        this.clock = TestClock.at(NOON);
        this.database = new Database(
                new Database.Options(rows.url(), new Properties(), 30, 1, Duration.ofSeconds(5), Duration.ofMinutes(5)),
                clock);
        this.tenancy = new Tenancy(database, clock, new SecureRandom(), options);
        List<Route> routes = new java.util.ArrayList<>(tenancy.routes());
        routes.add(Route.get("/spoken-for")
                .style(Style.MUX)
                .guard(Guard.PUBLIC)
                .summary("Test", "Says which project the call speaks for.")
                .handle(call -> Reply.ok(Map.of("project", tenancy.projectOf(call)))));
        RateRules rules = new RateRules(
                new RateRules.Limits(
                        limited, minute(100), minute(10), minute(10), minute(10), minute(60), minute(REFUSED)),
                new MemoryRateLimitStore(),
                clock);
        tenancy.start();
        database.signals().start();
        this.server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        "/auth",
                        new Cors(true, List.of()),
                        new ClientAddress(List.of()),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                new RouteTable(routes, List.of()),
                List.of(tenancy.projectKeys(), tenancy.operator()),
                rules,
                List.of(),
                List.of(tenancy.usage()),
                clock);
        this.anonymous = HttpProbe.ofPort(server.port());
    }

    static DatabaseExtension databases() {
        return DatabaseExtension.migratedBy("tenancy", database -> new Migrations(
                        database.dataSource(), List.of(Migrations.PLATFORM, Tenancy.MIGRATIONS))
                .migrate());
    }

    static TenancyHouse open(TestDatabase rows) {
        return new TenancyHouse(rows, OPTIONS, false);
    }

    static TenancyHouse open(TestDatabase rows, TenancyOptions options) {
        return new TenancyHouse(rows, options, false);
    }

    static TenancyHouse limited(TestDatabase rows) {
        return new TenancyHouse(rows, OPTIONS, true);
    }

    HttpProbe operator() {
        return anonymous.withBearer(OPERATOR_TOKEN);
    }

    HttpProbe with(Tenant tenant) {
        return anonymous.withBearer(tenant.key());
    }

    /** A developer with one development project and one key, made the way an operator does it. */
    Tenant tenant() {
        return tenant(Map.of());
    }

    Tenant tenant(Map<String, Object> projectFields) {
        String email = "dev-" + UUID.randomUUID() + "@example.com";
        String developerId = operator()
                .post("/developers", Map.of("email", email))
                .hasStatus(201)
                .text("/id");
        return project(developerId, email, projectFields);
    }

    /** Another project of the same developer. */
    Tenant sibling(Tenant tenant) {
        return project(tenant.developerId(), tenant.developerEmail(), Map.of());
    }

    private Tenant project(String developerId, String email, Map<String, Object> projectFields) {
        Map<String, Object> fields = new HashMap<>(projectFields);
        fields.put("name", "Shop");
        fields.put("developerId", developerId);
        String projectId = operator().post("/projects", fields).hasStatus(201).text("/id");
        HttpAnswer key = operator()
                .post("/api-keys", Map.of("name", "Backend", "projectId", projectId))
                .hasStatus(201);
        return new Tenant(developerId, email, projectId, key.text("/apiKey/id"), key.text("/plainTextKey"));
    }

    /** Until then nothing is remembered. */
    void awaitListening() {
        for (int i = 0; i < 200 && !database.signals().isListening(); i++) {
            pause();
        }
        assertThat(database.signals().isListening()).isTrue();
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** How many audit events of a type there are about a row. */
    long audited(String type, String targetId) {
        return rows.queryLong("select count(*) from platform.audit_events where type = '" + type + "' and target_id = '"
                + targetId + "'");
    }

    /** One column of the last audit event about a row. */
    String lastAudit(String column, String targetId) {
        return rows.queryText("select " + column + " from platform.audit_events where target_id = '" + targetId
                + "' order by sequence desc limit 1");
    }

    String column(String table, String column, String id) {
        return rows.queryText("select " + column + " from tenancy." + table + " where id = '" + id + "'");
    }

    @Override
    public void close() {
        server.close();
        tenancy.close();
        database.close();
    }

    private static RatePolicy minute(int limit) {
        return RatePolicy.fixed(limit, Duration.ofMinutes(1));
    }
}
