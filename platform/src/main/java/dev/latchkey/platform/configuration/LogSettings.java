package dev.latchkey.platform.configuration;

/** What is logged and how. */
public final class LogSettings {
    /** How a log line is written. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The least severe level that is written. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    public static final Setting<Format> FORMAT = Setting.of(
                    "LATCHKEY_LOG_FORMAT",
                    SettingTypes.oneOf(Format.class),
                    "Lines for people, or one JSON object a line.")
            .defaultTo(Format.TEXT)
            .defaultTo(Profile.SERVE, Format.JSON);

    public static final Setting<Level> LEVEL = Setting.of(
                    "LATCHKEY_LOG_LEVEL", SettingTypes.oneOf(Level.class), "Least severe level that is logged.")
            .defaultTo(Level.INFO)
            .defaultTo(Profile.DEMO, Level.ERROR)
            .alsoNamed("RUST_LOG");

    public static final SettingGroup GROUP = SettingGroup.of("Logging", FORMAT, LEVEL);

    private LogSettings() {}
}
