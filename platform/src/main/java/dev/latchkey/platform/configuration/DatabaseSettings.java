package dev.latchkey.platform.configuration;

import java.time.Duration;
import java.util.List;

/** The PostgreSQL connection and its pool. */
public final class DatabaseSettings {
    public static final Setting<DatabaseUrl> URL = Setting.of(
                    "DATABASE_URL",
                    SettingTypes.databaseUrl(),
                    "PostgreSQL, as `postgresql://` or `jdbc:postgresql://` address. `sslmode` and other parameters go"
                            + " to the driver; `schema` may only be `public`.")
            .holdingCredentials()
            .requiredIn(Profile.SERVE)
            .defaultNote("dev, demo: embedded server; serve: **required**")
            .howTo("Set DATABASE_URL to postgresql://user:password@host:5432/database"
                    + " (special characters percent-encoded).");

    public static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "DATABASE_MAX_CONNECTIONS", 1, 1000, "Largest number of pooled connections.")
            .defaultTo(20);

    public static final Setting<Integer> MIN_CONNECTIONS = Setting.integer(
                    "DATABASE_MIN_CONNECTIONS", 0, 1000, "Connections kept open when idle.")
            .defaultTo(2);

    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.seconds(
                    "DATABASE_CONNECT_TIMEOUT", 1, "Seconds a request waits for a connection.")
            .defaultTo(Duration.ofSeconds(30));

    public static final Setting<Duration> IDLE_TIMEOUT = Setting.seconds(
                    "DATABASE_IDLE_TIMEOUT", 10, "Seconds after which an idle connection is closed.")
            .defaultTo(Duration.ofMinutes(10));

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Database", URL, MAX_CONNECTIONS, MIN_CONNECTIONS, CONNECT_TIMEOUT, IDLE_TIMEOUT)
            .withRules(DatabaseSettings::requireOrder);

    private DatabaseSettings() {}

    private static List<Problem> requireOrder(Settings settings) {
        int minimum = settings.get(MIN_CONNECTIONS);
        int maximum = settings.get(MAX_CONNECTIONS);
        if (minimum <= maximum) {
            return List.of();
        }
        return List.of(new Problem(
                MIN_CONNECTIONS.name(),
                "is " + minimum + ", more than DATABASE_MAX_CONNECTIONS (" + maximum + ").",
                "Raise DATABASE_MAX_CONNECTIONS or lower DATABASE_MIN_CONNECTIONS."));
    }
}
