package dev.latchkey.access;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What can be configured about organizations. */
public final class AccessSettings {

    public static final Setting<Boolean> PERSONAL_ORGANIZATIONS = Setting.bool(
                    "LATCHKEY_PERSONAL_ORGANIZATIONS",
                    "Give each new user an organization of their own, which has no other members.")
            .defaultTo(false);

    public static final Setting<Duration> INVITE_LIFETIME = Setting.of(
                    "LATCHKEY_INVITE_LIFETIME_DAYS",
                    SettingTypes.duration(ChronoUnit.DAYS, 1),
                    "Days within which an invitation to an organization can be accepted.")
            .defaultTo(Duration.ofDays(7));

    public static final SettingGroup GROUP = SettingGroup.of("Organizations", PERSONAL_ORGANIZATIONS, INVITE_LIFETIME);

    private AccessSettings() {}
}
