package dev.latchkey.platform.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads each setting once and gathers what is wrong; see {@link Configuration}. */
final class ConfigurationReader {
    /** A text that was found for a setting, or a problem in finding it. */
    private record Found(
            String name,
            String text,
            String origin,
            @Nullable Problem problem) {}

    private final SettingCatalogue catalogue;
    private final Profile profile;
    private final Environment environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    ConfigurationReader(SettingCatalogue catalogue, Profile profile, Environment environment) {
        this.catalogue = catalogue;
        this.profile = profile;
        this.environment = environment;
    }

    Configuration read() {
        problems.addAll(environment.problems());
        Map<String, Settings.Entry> entries = new HashMap<>();
        catalogue.settings().forEach(setting -> entries.put(setting.name(), read(setting)));
        Settings settings = new Settings(profile, Map.copyOf(entries));

        NameCheck names = new NameCheck(catalogue, environment);
        (profile == Profile.SERVE ? problems : warnings).addAll(names.refused());
        warnings.addAll(names.doubtful());
        for (SettingGroup group : catalogue.groups()) {
            group.rules().forEach(rule -> problems.addAll(check(rule, settings)));
            group.advice().forEach(rule -> warnings.addAll(check(rule, settings)));
        }
        return new Configuration(catalogue, settings, problems, warnings);
    }

    private <T> Settings.Entry read(Setting<T> setting) {
        Optional<Found> found = find(setting);
        if (found.isEmpty()) {
            return withoutText(setting);
        }
        Problem problem = found.get().problem();
        if (problem != null) {
            problems.add(problem);
            return new Settings.Entry(setting, null, found.get().origin(), false);
        }
        return parse(setting, found.get());
    }

    private <T> Settings.Entry withoutText(Setting<T> setting) {
        Optional<T> value = setting.defaultFor(profile);
        if (value.isEmpty() && setting.requiredIn().contains(profile)) {
            problems.add(new Problem(
                    setting.name(), "is not set; " + profile.command() + " does not start without it.", setting.fix()));
            return new Settings.Entry(setting, null, Configuration.DEFAULT_ORIGIN, false);
        }
        return new Settings.Entry(setting, value.orElse(null), Configuration.DEFAULT_ORIGIN, true);
    }

    private <T> Settings.Entry parse(Setting<T> setting, Found found) {
        try {
            T value = found.text().isEmpty() && setting.whenEmpty().isPresent()
                    ? setting.whenEmpty().get()
                    : setting.type().parse(found.text());
            return new Settings.Entry(setting, value, found.origin(), true);
        } catch (InvalidValueException invalid) {
            problems.add(new Problem(found.name(), sentence(setting, found, invalid), setting.fix()));
            return new Settings.Entry(setting, null, found.origin(), false);
        }
    }

    private static String sentence(Setting<?> setting, Found found, InvalidValueException invalid) {
        if (setting.secret() || found.text().contains("://")) {
            return invalid.requirement() + ".";
        }
        String text = found.text().length() > 60 ? found.text().substring(0, 60) + "…" : found.text();
        return "is \"" + text + "\": it " + invalid.requirement() + ".";
    }

    private static Optional<Found> find(Setting<?> setting, Environment.Source source) {
        Optional<Found> direct = Stream.concat(Stream.of(setting.name()), setting.aliases().stream())
                .flatMap(name -> Stream.ofNullable(source.values().get(name))
                        .map(text -> new Found(name, text, source.label(), null)))
                .findFirst();
        String path = setting.secret() ? source.values().get(setting.fileName()) : null;
        if (path == null || path.isEmpty()) {
            return direct;
        }
        if (direct.isPresent() && !direct.get().text().isEmpty()) {
            return Optional.of(fileProblem(setting, source, "and " + setting.name() + " are both set."));
        }
        return Optional.of(readFile(setting, source, path));
    }

    private Optional<Found> find(Setting<?> setting) {
        return environment.sources().stream()
                .flatMap(source -> find(setting, source).stream())
                .findFirst()
                // An empty text hides weaker sources and otherwise counts as not set.
                .filter(found -> !found.text().isEmpty()
                        || found.problem() != null
                        || setting.whenEmpty().isPresent());
    }

    private static Found readFile(Setting<?> setting, Environment.Source source, String path) {
        try {
            String text = Files.readString(Path.of(path)).strip();
            return text.isEmpty()
                    ? fileProblem(setting, source, "names an empty file (" + path + ").")
                    : new Found(setting.fileName(), text, "file " + path, null);
        } catch (IOException | InvalidPathException unreadable) {
            return fileProblem(setting, source, "names a file that cannot be read (" + path + ").");
        }
    }

    private static Found fileProblem(Setting<?> setting, Environment.Source source, String sentence) {
        Problem problem = new Problem(
                setting.fileName(),
                sentence,
                "Set either " + setting.name() + " or " + setting.fileName() + ", the latter to a readable text file.");
        return new Found(setting.fileName(), "", source.label(), problem);
    }

    private static List<Problem> check(SettingRule rule, Settings settings) {
        try {
            return rule.check(settings);
        } catch (Settings.InvalidSettingException reported) {
            return List.of();
        }
    }
}
