package dev.latchkey.platform.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks for names in the environment that no setting reads: misspelt, retired or without effect. */
final class NameCheck {
    private static final String PREFIX = "LATCHKEY_";

    private final SettingCatalogue catalogue;
    private final Set<String> known;
    private final Set<String> given = new TreeSet<>();

    NameCheck(SettingCatalogue catalogue, Environment environment) {
        this.catalogue = catalogue;
        this.known = catalogue.knownNames();
        for (Environment.Source source : environment.sources()) {
            source.values().forEach((name, text) -> {
                if (!text.isEmpty()) {
                    given.add(name);
                }
            });
        }
    }

    /** Names with our prefix that nothing reads, and retired names. */
    List<Problem> refused() {
        List<Problem> refused = new ArrayList<>();
        for (String name : given) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                String fix = nearest(name, 4)
                        .map(near -> "Did you mean " + near + "? ")
                        .orElse("");
                refused.add(new Problem(
                        name,
                        "is not a setting of this version.",
                        fix + "Remove it; docs/configuration.md lists every name."));
            }
        }
        for (RetiredSetting retired : catalogue.retired()) {
            if (given.contains(retired.name())) {
                refused.add(new Problem(retired.name(), "is retired and no longer read.", retired.instead()));
            }
        }
        return refused;
    }

    /** Names one slip away from a setting, and names that have no effect here. */
    List<Problem> doubtful() {
        List<Problem> doubtful = new ArrayList<>();
        for (String name : given) {
            if (!name.startsWith(PREFIX) && !known.contains(name) && name.length() > 5) {
                nearest(name, 1)
                        .ifPresent(near ->
                                doubtful.add(new Problem(name, "is not a setting.", "Did you mean " + near + "?")));
            }
        }
        for (UnusedSetting unused : catalogue.unused()) {
            if (given.contains(unused.name())) {
                doubtful.add(new Problem(unused.name(), "has no effect in this version.", unused.reason()));
            }
        }
        return doubtful;
    }

    private Optional<String> nearest(String name, int furthest) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= furthest)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Levenshtein's. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
