package dev.latchkey.access.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose attributes a condition looks at. */
public enum Section {
    /** Whoever wants to act. */
    SUBJECT,
    /** What is acted on. */
    RESOURCE,
    /** When and where from. */
    ENVIRONMENT;

    /** As it is written in policies, e.g. {@code subject}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Section> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(section -> section.wireName().equals(name))
                .findFirst();
    }
}
