package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting that administrators change while the server runs (admin-settings.md 5), kept as a
 * constant beside the code that reads it, which does so with {@link SystemSettings#get}.
 *
 * @param key its name in the API
 * @param category the heading it is listed under
 * @param type which texts it takes, and what they mean
 * @param fallback its value where neither an administrator nor the environment has said anything
 * @param secret stored encrypted and never shown
 * @param maxLength of its text, in characters
 * @param counterpart the environment variable that says the same
 * @param environmentWins whether a variable that is given goes before what administrators say; otherwise after it
 * @param delay why a change does not show at once; {@code null} where it does
 */
public record SystemSetting<T>(
        String key,
        String category,
        SettingType<T> type,
        T fallback,
        String description,
        boolean secret,
        int maxLength,
        @Nullable Counterpart<T> counterpart,
        boolean environmentWins,
        Effect effect,
        @Nullable String delay) {

    private static final int MAX_KEY = 64;
    private static final int MAX_CATEGORY = 32;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_JSON = 100_000;

    public SystemSetting {
        if (key.length() > MAX_KEY || category.length() > MAX_CATEGORY) {
            throw new IllegalArgumentException("the key or category of " + key + " is too long");
        }
    }

    /** A setting of any type. */
    public static <T> SystemSetting<T> of(
            String key, String category, SettingType<T> type, T fallback, String description) {
        return new SystemSetting<>(
                key, category, type, fallback, description, false, MAX_TEXT, null, false, Effect.LIVE, null);
    }

    public static SystemSetting<Boolean> bool(String key, String category, boolean fallback, String description) {
        return of(key, category, SystemSettingTypes.bool(), fallback, description);
    }

    public static SystemSetting<Long> number(
            String key, String category, long minimum, long maximum, long fallback, String description) {
        return of(key, category, SystemSettingTypes.number(minimum, maximum), fallback, description);
    }

    /** Written as a whole number of seconds. */
    public static SystemSetting<Duration> seconds(
            String key, String category, long minimum, long fallback, String description) {
        return of(
                key,
                category,
                SystemSettingTypes.duration(ChronoUnit.SECONDS, minimum),
                Duration.ofSeconds(fallback),
                description);
    }

    /** One line of text, or nothing. */
    public static SystemSetting<String> text(String key, String category, String fallback, String description) {
        return of(key, category, SystemSettingTypes.text(), fallback, description);
    }

    /** One of the words. */
    public static SystemSetting<String> word(
            String key, String category, List<String> words, String fallback, String description) {
        return of(key, category, SystemSettingTypes.word(words), fallback, description);
    }

    /** A value that may be missing: then its text is empty. */
    public static <T> SystemSetting<Optional<T>> optional(
            String key, String category, SettingType<T> type, String description) {
        return of(key, category, SystemSettingTypes.optional(type), Optional.empty(), description);
    }

    /** A secret that may be missing. */
    public static SystemSetting<Optional<Secret>> secret(
            String key, String category, SettingType<Secret> type, String description) {
        SystemSetting<Optional<Secret>> open = optional(key, category, type, description);
        return new SystemSetting<>(
                key, category, open.type, open.fallback, description, true, MAX_TEXT, null, false, Effect.LIVE, null);
    }

    /** A JSON document, which may be long. */
    public static <T> SystemSetting<T> document(
            String key, String category, SettingType<T> type, T fallback, String description) {
        return new SystemSetting<>(
                key, category, type, fallback, description, false, MAX_JSON, null, false, Effect.LIVE, null);
    }

    /** The variable has the same values; it decides while no administrator has said anything. */
    public SystemSetting<T> insteadOf(Setting<T> variable) {
        return insteadOf(Counterpart.of(variable));
    }

    public SystemSetting<T> insteadOf(Counterpart<T> other) {
        return counterpart(other, false);
    }

    /** Where the variable is given, it decides and the setting cannot be changed. */
    public SystemSetting<T> lockedBy(Setting<T> variable) {
        return lockedBy(Counterpart.of(variable));
    }

    public SystemSetting<T> lockedBy(Counterpart<T> other) {
        return counterpart(other, true);
    }

    /** As {@link #lockedBy(Setting)}, for a variable that may have no value. */
    public static <T> SystemSetting<Optional<T>> locked(SystemSetting<Optional<T>> setting, Setting<T> variable) {
        return setting.lockedBy(Counterpart.ofOptional(variable));
    }

    /** Stands in for its variable in {@link SystemSettings#configuration}, of which what needs it is made anew. */
    public SystemSetting<T> remade() {
        return showing(Effect.REMADE, null);
    }

    /**
     * A change shows at the next start.
     *
     * @param why it cannot show earlier, in one sentence
     */
    public SystemSetting<T> fromStart(String why) {
        return showing(Effect.START, why);
    }

    /** Nothing reads it in this version. */
    public SystemSetting<T> unused() {
        return showing(Effect.UNUSED, delay == null ? "No part of this version reads it." : delay);
    }

    /** As {@link #unused()}, where that will stay so. */
    public SystemSetting<T> unused(String why) {
        return showing(Effect.UNUSED, why);
    }

    private SystemSetting<T> showing(Effect when, @Nullable String why) {
        return new SystemSetting<>(
                key, category, type, fallback, description, secret, maxLength, counterpart, environmentWins, when, why);
    }

    private SystemSetting<T> counterpart(Counterpart<T> other, boolean wins) {
        return new SystemSetting<>(
                key, category, type, fallback, description, secret, maxLength, other, wins, effect, delay);
    }

    /** The value's text as it is stored and, unless it is secret, shown. */
    String format(T value) {
        return type.formatter().apply(value);
    }

    /** Throws {@link dev.latchkey.platform.configuration.InvalidValueException} for a text it does not take. */
    T parse(String text) {
        return type.parser().apply(text);
    }
}
