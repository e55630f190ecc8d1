package dev.latchkey.platform.telemetry;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.CallObserver;
import dev.latchkey.platform.http.Route;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The server's figures in Prometheus form. Routes are told apart by their pattern, so the number of series is bounded. */
public final class Metrics implements CallObserver {

    private record Series(String route, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    public Metrics() {
        new UptimeMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /** Adds the pool's figures. */
    public void watch(DataSource dataSource) {
        if (dataSource instanceof HikariDataSource pool) {
            pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        }
    }

    /** The text of {@code GET /metrics}. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void finished(Call call, int status, Duration took) {
        String route = call.route().map(Route::name).orElse("unknown");
        timers.computeIfAbsent(new Series(route, status), this::timer).record(took);
    }

    private Timer timer(Series series) {
        return Timer.builder("latchkey.http.requests")
                .description("HTTP requests by route and status")
                .tags(List.of(Tag.of("route", series.route()), Tag.of("status", String.valueOf(series.status()))))
                .publishPercentileHistogram(false)
                .register(registry);
    }
}
