package dev.latchkey.tenancy;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import java.time.Duration;

/** What can be configured about project keys. */
public final class TenancySettings {

    public static final Setting<Duration> ROTATION_GRACE = Setting.seconds(
                    "API_KEY_ROTATION_GRACE_SECONDS", 0, "Seconds a rotated project key still works.")
            .defaultTo(Duration.ofHours(1));

    public static final Setting<Integer> EXPIRY_DAYS = Setting.integer(
                    "API_KEY_EXPIRY_DAYS", 1, 36_500, "Days after which a project key made without `expiresAt` ends.")
            .defaultNote("never");

    public static final SettingGroup GROUP = SettingGroup.of("Project keys", ROTATION_GRACE, EXPIRY_DAYS);

    private TenancySettings() {}
}
