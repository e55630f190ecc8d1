package dev.latchkey.platform.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where settings come from, strongest source first: options of the command line, the process environment, a
 * {@code .env} file, values generated for development.
 *
 * @param problems what was wrong with a source itself, such as a line of the {@code .env} file
 */
public record Environment(List<Source> sources, List<Problem> problems) {

    /**
     * One source.
     *
     * @param label how {@code --print-config} names it
     */
    public record Source(String label, Map<String, String> values) {
        public Source {
            values = Map.copyOf(values);
        }
    }

    public Environment {
        sources = List.copyOf(sources);
        problems = List.copyOf(problems);
    }

    /** The process environment, then the {@code .env} file of the folder where there is one. */
    public static Environment ofProcess(Path folder) {
        return of(System.getenv()).followedByFile(folder.resolve(".env"));
    }

    public static Environment of(Map<String, String> processEnvironment) {
        return new Environment(List.of(new Source("environment", processEnvironment)), List.of());
    }

    /** Adds a weaker source: the lines of a {@code .env} file. A file that does not exist adds nothing. */
    public Environment followedByFile(Path file) {
        DotEnvFile lines = DotEnvFile.read(file);
        List<Problem> more = new ArrayList<>(problems);
        more.addAll(lines.problems());
        return new Environment(followedBy(".env", lines.values()).sources, more);
    }

    /** Adds a weaker source. */
    public Environment followedBy(String label, Map<String, String> values) {
        List<Source> more = new ArrayList<>(sources);
        more.add(new Source(label, values));
        return new Environment(more, problems);
    }

    /** Adds a stronger source. */
    public Environment overriddenBy(String label, Map<String, String> values) {
        List<Source> more = new ArrayList<>(sources);
        more.addFirst(new Source(label, values));
        return new Environment(more, problems);
    }
}
