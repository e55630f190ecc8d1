package dev.latchkey.platform.notification;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Where the operator is told, besides the log. */
public final class NotificationSettings {

    private static final URI NO_ADDRESS = URI.create("");
    private static final Secret NO_SECRET = new Secret("");

    public static final Setting<URI> DISCORD_WEBHOOK_URL = Setting.of(
                    "DISCORD_WEBHOOK_URL",
                    SettingTypes.uri("https", "http"),
                    "Discord webhook for notifications to the operator.")
            .keptSecret()
            .defaultNote("none")
            .whenEmpty(NO_ADDRESS);

    public static final Setting<Secret> TELEGRAM_BOT_TOKEN = Setting.of(
                    "TELEGRAM_BOT_TOKEN",
                    SettingTypes.secret(1)
                            .matching(
                                    token -> token.reveal().matches("[0-9]+:[A-Za-z0-9_-]+"),
                                    "must be a bot's token: digits, a colon, letters"),
                    "Telegram bot for notifications to the operator, where DISCORD_WEBHOOK_URL is not set.")
            .keptSecret()
            .defaultNote("none")
            .whenEmpty(NO_SECRET);

    public static final Setting<String> TELEGRAM_CHAT_ID = Setting.text(
                    "TELEGRAM_CHAT_ID", "Chat that the bot of TELEGRAM_BOT_TOKEN writes to.")
            .defaultNote("none")
            .whenEmpty("");

    public static final Setting<URI> TELEGRAM_API_URL = Setting.of(
                    "LATCHKEY_TELEGRAM_API_URL",
                    SettingTypes.uri("https", "http"),
                    "Base of Telegram's bot API, for a server of your own.")
            .defaultTo(URI.create("https://api.telegram.org"));

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Notifications", DISCORD_WEBHOOK_URL, TELEGRAM_BOT_TOKEN, TELEGRAM_CHAT_ID, TELEGRAM_API_URL)
            .withRules(
                    NotificationSettings::requireValues,
                    NotificationSettings::requireWholeTelegram,
                    NotificationSettings::requireHttps);

    private NotificationSettings() {}

    /** Present but empty is a mistake in a deployment, not a wish for silence. */
    private static List<Problem> requireValues(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        if (settings.find(DISCORD_WEBHOOK_URL).filter(NO_ADDRESS::equals).isPresent()) {
            problems.add(empty(DISCORD_WEBHOOK_URL));
        }
        if (settings.find(TELEGRAM_BOT_TOKEN).filter(NO_SECRET::equals).isPresent()) {
            problems.add(empty(TELEGRAM_BOT_TOKEN));
        }
        if (settings.find(TELEGRAM_CHAT_ID).filter(String::isBlank).isPresent()) {
            problems.add(empty(TELEGRAM_CHAT_ID));
        }
        return problems;
    }

    private static Problem empty(Setting<?> setting) {
        return new Problem(setting.name(), "is present but empty.", "Give it a value, or remove it.");
    }

    private static List<Problem> requireWholeTelegram(Settings settings) {
        return settings.find(TELEGRAM_BOT_TOKEN).isPresent()
                        == settings.find(TELEGRAM_CHAT_ID).isPresent()
                ? List.of()
                : List.of(new Problem(
                        TELEGRAM_BOT_TOKEN.name(), "and TELEGRAM_CHAT_ID need each other.", "Set both, or neither."));
    }

    private static List<Problem> requireHttps(Settings settings) {
        if (settings.profile() != Profile.SERVE) {
            return List.of();
        }
        return List.of(DISCORD_WEBHOOK_URL, TELEGRAM_API_URL).stream()
                .filter(setting -> settings.find(setting)
                        .filter(url -> "http".equalsIgnoreCase(url.getScheme()))
                        .isPresent())
                .map(setting -> new Problem(setting.name(), "is plain http.", "Set it to an https address."))
                .toList();
    }
}
