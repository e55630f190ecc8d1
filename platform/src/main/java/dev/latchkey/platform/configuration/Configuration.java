package dev.latchkey.platform.configuration;

import java.util.List;

/**
 * What reading a catalogue from an environment gave: values, everything that is wrong with them, everything worth a
 * warning. Nothing fails at the first problem.
 */
public final class Configuration {
    static final String DEFAULT_ORIGIN = "default";

    private final SettingCatalogue catalogue;
    private final Settings settings;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    Configuration(SettingCatalogue catalogue, Settings settings, List<Problem> problems, List<Problem> warnings) {
        this.catalogue = catalogue;
        this.settings = settings;
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    public static Configuration read(SettingCatalogue catalogue, Profile profile, Environment environment) {
        return new ConfigurationReader(catalogue, profile, environment).read();
    }

    /** The values; throws {@link ConfigurationException} with every problem when there is one. */
    public Settings requireValid() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return settings;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    /** The effective values with their origins as a text table, secrets masked: {@code --print-config}. */
    public String print() {
        return new ConfigurationTable(catalogue, settings).render();
    }
}
