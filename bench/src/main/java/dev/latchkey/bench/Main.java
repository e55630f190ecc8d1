package dev.latchkey.bench;

import dev.latchkey.server.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./latchkey bench}. */
@Command(
        name = "latchkey bench",
        description = "Measure the server against floors in the same run, on loopback, and print a table.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    @Option(names = "--list", description = "Name the measurements and exit.")
    private boolean list;

    @Option(names = "--only", split = ",", description = "Only these measurements.")
    private List<String> only = List.of();

    @Option(names = "--seconds", description = "Measured seconds of each load (default: ${DEFAULT-VALUE}).")
    private int seconds = 8;

    @Option(
            names = "--warm-up",
            description = "Seconds before that, so that the compiler is done (default: ${DEFAULT-VALUE}).")
    private int warmUp = 20;

    @Option(names = "--write", paramLabel = "FILE", description = "Also write the table into a Markdown file.")
    private @Nullable Path file;

    public static void main(String[] arguments) {
        Logging.quiet();
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Stage stage = Stage.open()) {
            Map<String, Scenarios.Scenario> all =
                    new Scenarios(stage, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)).all();
            if (list) {
                all.keySet().forEach(System.out::println);
                return 0;
            }
            List<String> rows = new ArrayList<>();
            for (Map.Entry<String, Scenarios.Scenario> scenario : all.entrySet()) {
                if (only.isEmpty() || only.contains(scenario.getKey())) {
                    System.out.println("measuring " + scenario.getKey() + " …");
                    stage.settle();
                    scenario.getValue().run().forEach(figure -> rows.add(figure.row()));
                }
            }
            String report = report(rows);
            System.out.println(report);
            if (file != null) {
                Files.writeString(file, report);
            }
            return 0;
        }
    }

    private String report(List<String> rows) {
        return """
                # Benchmarks

                Made by `./latchkey bench --seconds %d` on %s: %d processors, Java %s, PostgreSQL 18 with fsync on, the
                server in a process of its own, %d client connections on the same machine. Floors are measured in the same
                run with the same client, so read the shares, not the absolute numbers: they hold when the machine's
                speed drifts.

                | what | measured | floor | share | promised |
                |---|---|---|---|---|
                %s
                """.formatted(
                        seconds,
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        8,
                        String.join("\n", rows));
    }
}
