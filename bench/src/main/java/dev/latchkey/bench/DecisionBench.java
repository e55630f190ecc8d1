package dev.latchkey.bench;

import dev.latchkey.access.policy.Attributes;
import dev.latchkey.access.policy.PolicySet;
import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.json.Json;
import dev.latchkey.server.Logging;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import tools.jackson.databind.node.ObjectNode;

/** Decisions in process, sampled by JMH in a VM of their own. No policy of the bench holds, so every candidate is asked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBench {

    @Param("")
    public String jdbcUrl = "";

    @Param("")
    public String project = "";

    @Param("")
    public String organization = "";

    @Param("")
    public String permission = "";

    private Optional<PolicySet> policies = Optional.empty();
    private final Attributes attributes = new Attributes(
            object("{\"user_id\":\"u\",\"role\":\"member\"}"),
            object("{\"owner\":\"somebody\"}"),
            object("{\"ip\":\"192.0.2.1\"}"));

    /** Of a hundred decisions about the permission one takes longer than that; in nanoseconds. */
    static double p99(Stage stage, String organization, String permission, Duration warmUp, Duration measured)
            throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include("^" + DecisionBench.class.getName() + "\\.")
                        .param("jdbcUrl", stage.jdbcUrl())
                        .param("project", "00000000-0000-4000-8000-000000000002")
                        .param("organization", organization)
                        .param("permission", permission)
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(warmUp.toMillis()))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(measured.toMillis()))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(99);
    }

    /** Reads what the running server stores. */
    @Setup
    public void load() {
        Logging.quiet();
        Database.Options options =
                new Database.Options(jdbcUrl, new Properties(), 1, 1, Duration.ofSeconds(5), Duration.ofMinutes(1));
        try (Database database = new Database(options, Clock.systemUTC())) {
            policies = new PolicySets(database).of(UUID.fromString(project), UUID.fromString(organization));
        }
    }

    @Benchmark
    public Optional<PolicySet.Match> decide() {
        return policies.orElseThrow().decide(permission, attributes);
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) Json.read(text);
    }
}
