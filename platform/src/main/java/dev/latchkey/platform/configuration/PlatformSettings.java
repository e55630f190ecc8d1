package dev.latchkey.platform.configuration;

import java.util.List;

/** The settings of the ground floor, in the order of the reference page. */
public final class PlatformSettings {
    /** Read by the launcher before any Java runs; declared so that the names are known. */
    public static final Setting<String> JAVA_OPTIONS = Setting.text(
                    "LATCHKEY_JAVA_OPTIONS", "More options for the Java VM, read by the launcher; the last one wins.")
            .defaultNote("none");

    /** Read by tests. */
    public static final Setting<String> TEST_DATABASE = Setting.text(
                    "LATCHKEY_TEST_DATABASE",
                    "JDBC address of a PostgreSQL superuser for the tests, instead of an embedded server.")
            .defaultNote("none");

    public static final List<SettingGroup> GROUPS = List.of(
            HttpSettings.GROUP,
            DatabaseSettings.GROUP,
            SecretSettings.GROUP,
            RateLimitSettings.GROUP,
            LogSettings.GROUP,
            AuditSettings.GROUP,
            SettingGroup.of("Launcher and tests", JAVA_OPTIONS, TEST_DATABASE));

    private PlatformSettings() {}
}
