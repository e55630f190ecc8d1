package dev.latchkey.identity.account;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be configured about accounts, their administrator and the application's own server. */
public final class AccountSettings {

    public static final Setting<Duration> DELETION_GRACE = Setting.of(
                    "LATCHKEY_ACCOUNT_DELETION_GRACE_DAYS",
                    SettingTypes.duration(ChronoUnit.DAYS, 0),
                    "Days between a user's wish to be erased and the erasure; signing in and cancelling keeps the"
                            + " account.")
            .defaultTo(Duration.ofDays(30));

    public static final Setting<String> BOOTSTRAP_ADMIN_EMAIL = Setting.text(
                    "BOOTSTRAP_ADMIN_EMAIL",
                    "While there is no system administrator, the user of the default project with this verified"
                            + " address becomes one at the first call that needs one.")
            .defaultNote("nobody");

    public static final Setting<Boolean> WEBHOOK_ENABLED = Setting.bool(
                    "WEBHOOK_ENABLED",
                    "Tell WEBHOOK_URL of registrations, sign-ins and sign-outs; what it answers goes to the client as"
                            + " `callbackData`.")
            .defaultTo(false);

    public static final Setting<URI> WEBHOOK_URL = Setting.of(
                    "WEBHOOK_URL",
                    SettingTypes.uri("https", "http"),
                    "Address of the application's own server that hears of sign-ins.")
            .defaultNote("none");

    public static final Setting<Secret> WEBHOOK_SECRET = Setting.secret(
                    "WEBHOOK_SECRET", 32, "Key of the signature in X-Cedros-Signature; at least 32 characters.")
            .keptSecret()
            .howTo("Make one with `openssl rand -base64 32`.");

    public static final Setting<Duration> WEBHOOK_TIMEOUT = Setting.seconds(
                    "WEBHOOK_TIMEOUT", 1, "Seconds one try may take; a sign-in never waits longer than two in all.")
            .defaultTo(Duration.ofSeconds(10));

    public static final Setting<Integer> WEBHOOK_RETRIES = Setting.integer(
                    "WEBHOOK_RETRIES",
                    0,
                    5,
                    "How often a call that failed is tried again, within the same two seconds.")
            .defaultTo(2);

    public static final SystemSetting<Boolean> WEBHOOK_SWITCH = SystemSetting.bool(
                    "webhook_enabled", "webhook", false, "Tell webhook_url of registrations, sign-ins and sign-outs.")
            .lockedBy(WEBHOOK_ENABLED);

    public static final SystemSetting<Optional<URI>> WEBHOOK_ADDRESS = SystemSetting.locked(
            SystemSetting.optional(
                    "webhook_url",
                    "webhook",
                    SystemSettingTypes.address(),
                    "Address of the application's own server that hears of sign-ins."),
            WEBHOOK_URL);

    public static final SystemSetting<Optional<Secret>> WEBHOOK_KEY = SystemSetting.locked(
            SystemSetting.secret(
                    "webhook_secret",
                    "webhook",
                    SettingTypes.secret(32),
                    "Key of the signature in X-Cedros-Signature; at least 32 characters."),
            WEBHOOK_SECRET);

    public static final SystemSetting<Duration> WEBHOOK_PATIENCE = SystemSetting.seconds(
                    "webhook_timeout",
                    "webhook",
                    1,
                    10,
                    "Seconds one try may take; a sign-in never waits longer than two.")
            .lockedBy(WEBHOOK_TIMEOUT);

    public static final SystemSetting<Integer> WEBHOOK_TRIES = SystemSetting.of(
                    "webhook_retries",
                    "webhook",
                    SystemSettingTypes.integer(0, 5),
                    2,
                    "How often a call that failed is tried again, within the same two seconds.")
            .lockedBy(WEBHOOK_RETRIES);

    public static final SystemSetting<Boolean> WEBHOOK_NOTIFY_REGISTRATIONS =
            SystemSetting.bool("webhook_notify_registrations", "webhook", true, "Tell webhook_url of registrations.");

    public static final SystemSetting<Boolean> WEBHOOK_NOTIFY_SIGNINS = SystemSetting.bool(
            "webhook_notify_signins", "webhook", true, "Tell webhook_url of sign-ins and sign-outs.");

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM = List.of(
            WEBHOOK_SWITCH,
            WEBHOOK_ADDRESS,
            WEBHOOK_KEY,
            WEBHOOK_PATIENCE,
            WEBHOOK_TRIES,
            WEBHOOK_NOTIFY_REGISTRATIONS,
            WEBHOOK_NOTIFY_SIGNINS);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Accounts",
                    DELETION_GRACE,
                    BOOTSTRAP_ADMIN_EMAIL,
                    WEBHOOK_ENABLED,
                    WEBHOOK_URL,
                    WEBHOOK_SECRET,
                    WEBHOOK_TIMEOUT,
                    WEBHOOK_RETRIES)
            .withRules(AccountSettings::requireWholeWebhook);

    private AccountSettings() {}

    private static List<Problem> requireWholeWebhook(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        if (!settings.get(WEBHOOK_ENABLED)) {
            return problems;
        }
        for (Setting<?> part : List.of(WEBHOOK_URL, WEBHOOK_SECRET)) {
            if (settings.find(part).isEmpty()) {
                problems.add(new Problem(
                        part.name(), "is not set, but WEBHOOK_ENABLED is true.", "Set it, or remove WEBHOOK_ENABLED."));
            }
        }
        boolean plain = settings.find(WEBHOOK_URL)
                .map(url -> !"https".equalsIgnoreCase(url.getScheme()))
                .orElse(false);
        if (plain && settings.profile() == Profile.SERVE) {
            problems.add(new Problem(
                    WEBHOOK_URL.name(), "is not an https address.", "Use an https address of the public internet."));
        }
        return problems;
    }
}
