package dev.latchkey.identity.mailbox;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.time.Duration;
import java.util.List;

/** Sign-in by a link that is mailed. */
public final class InstantLinkSettings {

    public static final Setting<Boolean> INSTANT_LINK_ENABLED = Setting.bool(
                    "INSTANT_LINK_ENABLED", "Sign-in by a link that is mailed; needs EMAIL_ENABLED.")
            .defaultTo(true);

    public static final SystemSetting<Boolean> AUTH_INSTANTLINK_ENABLED = SystemSetting.bool(
                    "auth_instantlink_enabled",
                    "auth.instantlink",
                    true,
                    "Sign-in by a link that is mailed; needs auth_email_enabled.")
            .insteadOf(INSTANT_LINK_ENABLED);

    public static final SystemSetting<Duration> AUTH_INSTANTLINK_EXPIRY = SystemSetting.seconds(
            "auth_instantlink_expiry", "auth.instantlink", 60, 900, "Seconds for which a mailed link signs in.");

    public static final SystemSetting<Integer> AUTH_INSTANTLINK_RATE_LIMIT = SystemSetting.of(
            "auth_instantlink_rate_limit",
            "auth.instantlink",
            SystemSettingTypes.integer(1, 1000),
            5,
            "How many links an address is mailed in an hour.");

    public static final SystemSetting<Boolean> FEATURE_INSTANT_LINK = SystemSetting.bool(
            "feature_instant_link", "features", true, "Sign-in by link, where auth_instantlink_enabled is on as well.");

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM = List.of(
            FEATURE_INSTANT_LINK, AUTH_INSTANTLINK_ENABLED, AUTH_INSTANTLINK_EXPIRY, AUTH_INSTANTLINK_RATE_LIMIT);

    private InstantLinkSettings() {}
}
