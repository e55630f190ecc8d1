package dev.latchkey.platform.configuration;

/** What the process was started for; it decides defaults and how strict the start is. */
public enum Profile {
    /** A developer's own machine: everything generated and kept in a folder. */
    DEV,
    /** One run of the main job on temporary data. */
    DEMO,
    /** Production rules, whatever {@code ENVIRONMENT} says. */
    SERVE;

    /** The launcher's command for this profile, as users type it. */
    public String command() {
        return switch (this) {
            case DEV -> "latchkey dev";
            case DEMO -> "latchkey demo";
            case SERVE -> "latchkey serve";
        };
    }
}
