package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The types of system settings, where they take other texts than those of the environment. */
public final class SystemSettingTypes {

    private SystemSettingTypes() {}

    /** Takes yes and no as well (admin-settings.md 4). */
    public static SettingType<Boolean> bool() {
        SettingType<Boolean> strict = SettingTypes.bool();
        return new SettingType<>(
                strict.label(),
                text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> strict.parser().apply(text);
                },
                strict.formatter());
    }

    public static SettingType<Long> number(long minimum, long maximum) {
        return unsigned(SettingTypes.wholeNumber(minimum, maximum));
    }

    public static SettingType<Integer> integer(int minimum, int maximum) {
        return unsigned(SettingTypes.integer(minimum, maximum));
    }

    public static SettingType<Duration> duration(ChronoUnit unit, long minimum) {
        return unsigned(SettingTypes.duration(unit, minimum));
    }

    /** One line without control characters, or nothing. */
    public static SettingType<String> text() {
        return new SettingType<>("one line of text", Function.<String>identity(), Function.identity())
                .matching(text -> text.codePoints().noneMatch(Character::isISOControl), "must be one line of text");
    }

    public static SettingType<String> word(List<String> words) {
        String label = "one of " + String.join(", ", words);
        return new SettingType<>(
                label,
                text -> {
                    String word = text.strip().toLowerCase(Locale.ROOT);
                    if (!words.contains(word)) {
                        throw new InvalidValueException("must be " + label);
                    }
                    return word;
                },
                Function.identity());
    }

    /** An https or http address without credentials in it, which would be shown to everybody who may read settings. */
    public static SettingType<URI> address() {
        return SettingTypes.uri("https", "http")
                .matching(uri -> uri.getRawUserInfo() == null, "must not hold a user name or password");
    }

    public static SettingType<UUID> uuid() {
        return new SettingType<>(
                "a UUID",
                text -> {
                    try {
                        if (text.strip().length() == 36) {
                            return UUID.fromString(text.strip());
                        }
                    } catch (IllegalArgumentException notOne) {
                        // said below
                    }
                    throw new InvalidValueException("must be a UUID");
                },
                UUID::toString);
    }

    /** The empty text stands for no value. */
    public static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
        return new SettingType<>(
                type.label() + ", or nothing",
                text -> text.isBlank()
                        ? Optional.empty()
                        : Optional.of(type.parser().apply(text)),
                value -> value.map(type.formatter()).orElse(""));
    }

    /**
     * A JSON document.
     *
     * @param read throws {@link InvalidValueException}
     * @param write a value that JSON is written of
     */
    public static <T> SettingType<T> json(String label, Function<JsonNode, T> read, Function<T, Object> write) {
        return new SettingType<>(
                label,
                text -> {
                    try {
                        return read.apply(Json.read(text));
                    } catch (JacksonException malformed) {
                        throw new InvalidValueException("must be JSON: " + label);
                    }
                },
                value -> Json.write(write.apply(value)));
    }

    /** Settings know no signs (admin-settings.md 4). */
    private static <T> SettingType<T> unsigned(SettingType<T> type) {
        return new SettingType<>(
                type.label(),
                text -> {
                    if (text.strip().startsWith("+")) {
                        throw new InvalidValueException("must be " + type.label());
                    }
                    return type.parser().apply(text);
                },
                type.formatter());
    }
}
