package dev.latchkey.server;

import dev.latchkey.platform.Version;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.DatabaseUnavailable;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.openapi.DocsPage;
import dev.latchkey.platform.openapi.OpenApi;
import dev.latchkey.platform.telemetry.Metrics;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the server says about itself: liveness, readiness, metrics, the API document. */
final class SystemRoutes {

    /** Answer of {@code /health}. */
    record Health(String status, Instant timestamp, String version) {}

    /** Answer of {@code /auth/health}: {@code database} is what the pool last saw, no query is made. */
    record AuthHealth(String status, String version, String database) {}

    /** Answer of {@code /ready}. */
    record Readiness(String status, Instant timestamp, DatabaseReadiness database) {}

    /** @param responseTime in milliseconds */
    record DatabaseReadiness(
            boolean connected, long responseTime, @Nullable String error) {}

    /**
     * Who may read {@code /metrics}.
     *
     * @param apiKey asked for at each call
     * @param openToLoopback true in {@code dev} and {@code demo}
     */
    record MetricsAccess(Optional<Secret> operatorToken, Supplier<Optional<Secret>> apiKey, boolean openToLoopback) {

        /** The secrets that open it at the moment. */
        List<Secret> keys() {
            return Stream.concat(operatorToken.stream(), apiKey.get().stream()).toList();
        }
    }

    private static final Duration READINESS_PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Metrics metrics;
    private final MetricsAccess metricsAccess;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private final Supplier<List<Route>> table;
    private @Nullable String openApi;
    private @Nullable String docs;

    /** @param table the whole route table, known only after all rooms have brought theirs */
    SystemRoutes(
            Database database,
            Metrics metrics,
            MetricsAccess metricsAccess,
            Clock clock,
            BooleanSupplier stopping,
            Supplier<List<Route>> table) {
        this.database = database;
        this.metrics = metrics;
        this.metricsAccess = metricsAccess;
        this.clock = clock;
        this.stopping = stopping;
        this.table = table;
    }

    List<Route> routes(String authBasePath) {
        List<Route> routes = new ArrayList<>(List.of(
                open("/")
                        .answer(200, "One line with links")
                        .summary("System", "Greet")
                        .handle(this::root),
                open("/health")
                        .answer(200, Health.class)
                        .summary("System", "Say that the process is alive; touches nothing else")
                        .handle(this::health),
                open("/ready")
                        .answer(200, Readiness.class)
                        .answer(503, Readiness.class)
                        .summary("System", "Say whether requests can be served: asks the database")
                        .handle(this::ready),
                open("/metrics")
                        .answer(200, "Prometheus text format")
                        .header("X-Metrics-Api-Key", "The setting server_metrics_api_key, or as a bearer token")
                        .answer(503, "No key has been set")
                        .summary("System", "Report figures; its API key or the operator token needed")
                        .handle(this::metrics),
                open("/openapi.json")
                        .answer(200, "This document, OpenAPI 3.1")
                        .summary("System", "Describe the API for machines")
                        .handle(this::openApi),
                open("/docs")
                        .answer(200, "An HTML page")
                        .summary("System", "Describe the API for people")
                        .handle(this::docs)));
        if (!authBasePath.isEmpty()) {
            routes.add(authHealth(authBasePath));
            routes.add(describing(authBasePath));
        }
        return routes;
    }

    private Route authHealth(String authBasePath) {
        return Route.get(authBasePath + "/health")
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.NONE)
                .answer(200, AuthHealth.class)
                .summary("System", "Tell the state of the sign-in service")
                .handle(this::authHealth);
    }

    /** Where clients of the reference look for the description: beside the routes of sign-in. */
    private Route describing(String authBasePath) {
        return Route.get(authBasePath + "/openapi.json")
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.NONE)
                .answer(200, "This document, OpenAPI 3.1")
                .summary("System", "Describe the API for machines, as /openapi.json does")
                .handle(this::openApi);
    }

    private static Route.Builder open(String path) {
        return Route.get(path).style(Style.MUX).guard(Guard.OPEN).rate(RateClass.NONE);
    }

    private Reply root(Call call) {
        return Reply.text(
                "text/plain; charset=utf-8",
                "Latchkey " + Version.current() + ": API at /docs and /openapi.json, health at /health and /ready\n");
    }

    private Reply health(Call call) {
        return Reply.ok(new Health("ok", clock.instant(), Version.current()));
    }

    private Reply authHealth(Call call) {
        boolean up = database.lastKnownUp();
        return Reply.ok(
                new AuthHealth(up ? "healthy" : "degraded", Version.current(), up ? "connected" : "unreachable"));
    }

    private Reply ready(Call call) {
        long begun = System.nanoTime();
        try {
            if (stopping.getAsBoolean()) {
                return notReady(begun, "the server is stopping");
            }
            long milliseconds = ping().toMillis();
            return Reply.ok(new Readiness("ready", clock.instant(), new DatabaseReadiness(true, milliseconds, null)));
        } catch (DatabaseUnavailable | TimeoutException away) {
            return notReady(begun, "the database does not answer");
        }
    }

    /** Whoever asks whether we are ready does not wait as long as a request may wait for a connection. */
    private Duration ping() throws TimeoutException {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("ready").start(() -> {
            try {
                answer.complete(database.ping());
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(READINESS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof DatabaseUnavailable away ? away : new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TimeoutException();
        }
    }

    private Reply notReady(long begun, String reason) {
        long milliseconds = (System.nanoTime() - begun) / 1_000_000;
        return Reply.of(
                503, new Readiness("not_ready", clock.instant(), new DatabaseReadiness(false, milliseconds, reason)));
    }

    private Reply metrics(Call call) {
        List<Secret> keys = metricsAccess.keys();
        boolean open = metricsAccess.openToLoopback()
                && InetAddress.ofLiteral(call.ip()).isLoopbackAddress();
        if (!open && keys.isEmpty()) {
            return Reply.text("text/plain; charset=utf-8", "Set server_metrics_api_key to read metrics\n")
                    .withStatus(503);
        }
        if (!open && presented(call).noneMatch(keys::contains)) {
            throw ApiException.unauthorized(
                    "Metrics need their API key or the operator token: Authorization: Bearer …, or X-Metrics-Api-Key");
        }
        return Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    private static Stream<Secret> presented(Call call) {
        return Stream.of(
                        call.header("authorization")
                                .filter(header -> header.startsWith("Bearer "))
                                .map(header -> header.substring("Bearer ".length())),
                        call.header("x-metrics-api-key"))
                .flatMap(Optional::stream)
                .map(Secret::new);
    }

    private Reply openApi(Call call) {
        String document = openApi;
        if (document == null) {
            document = Json.write(OpenApi.document(table.get(), Version.current()));
            openApi = document;
        }
        return Reply.text("application/json; charset=utf-8", document);
    }

    private Reply docs(Call call) {
        String page = docs;
        if (page == null) {
            page = DocsPage.html(table.get(), Version.current());
            docs = page;
        }
        return Reply.text("text/html; charset=utf-8", page);
    }
}
