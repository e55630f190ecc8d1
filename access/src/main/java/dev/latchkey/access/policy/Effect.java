package dev.latchkey.access.policy;

import java.util.Locale;

/** What a policy that applies decides. */
public enum Effect {
    ALLOW,
    DENY;

    static final String MESSAGE = "effect must be one of the following values: allow, deny";

    /** As it is written, e.g. {@code allow}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Effect ofWireName(String name) {
        return switch (name) {
            case "allow" -> ALLOW;
            case "deny" -> DENY;
            default -> throw new IllegalArgumentException(MESSAGE);
        };
    }
}
