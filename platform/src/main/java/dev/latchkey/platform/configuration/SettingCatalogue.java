package dev.latchkey.platform.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every name the server knows: the settings of all its parts, retired names and names without effect. */
public record SettingCatalogue(List<SettingGroup> groups, List<RetiredSetting> retired, List<UnusedSetting> unused) {

    /** Throws {@link IllegalArgumentException} when two declarations share a name. */
    public SettingCatalogue {
        groups = List.copyOf(groups);
        retired = List.copyOf(retired);
        unused = List.copyOf(unused);
        requireDistinct(names(groups, retired, unused));
    }

    public static SettingCatalogue of(List<SettingGroup> groups) {
        return new SettingCatalogue(groups, List.of(), List.of());
    }

    public SettingCatalogue withRetired(List<RetiredSetting> names) {
        return new SettingCatalogue(groups, names, unused);
    }

    public SettingCatalogue withUnused(List<UnusedSetting> names) {
        return new SettingCatalogue(groups, retired, names);
    }

    public Stream<Setting<?>> settings() {
        return groups.stream().flatMap(group -> group.settings().stream());
    }

    /** What the rules of all groups find wrong with the values. */
    public List<Problem> check(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (SettingGroup group : groups) {
            group.rules().forEach(rule -> problems.addAll(rule.check(settings)));
        }
        return problems;
    }

    /** Every name that may stand in an environment, the {@code _FILE} forms of secrets included. */
    Set<String> knownNames() {
        return new TreeSet<>(names(groups, retired, unused));
    }

    private static List<String> names(
            List<SettingGroup> groups, List<RetiredSetting> retired, List<UnusedSetting> unused) {
        List<String> names = new ArrayList<>();
        for (SettingGroup group : groups) {
            for (Setting<?> setting : group.settings()) {
                names.add(setting.name());
                names.addAll(setting.aliases());
                if (setting.secret()) {
                    names.add(setting.fileName());
                }
            }
        }
        retired.forEach(setting -> names.add(setting.name()));
        unused.forEach(setting -> names.add(setting.name()));
        return names;
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new TreeSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two settings are named " + name);
            }
        }
    }
}
