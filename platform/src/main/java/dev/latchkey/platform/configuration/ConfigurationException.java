package dev.latchkey.platform.configuration;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; the message lists every problem with its fix. */
public final class ConfigurationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  * " + problem)
                .collect(Collectors.joining(
                        "",
                        "The configuration has " + problems.size()
                                + (problems.size() == 1 ? " problem:" : " problems:"),
                        "")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
