package dev.latchkey.platform.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The declaration of one setting, kept as a constant beside the code that reads it.
 *
 * <pre>{@code
 * static final Setting<Integer> PORT = Setting.integer("PORT", 0, 65_535, "TCP port; 0 takes any free one").defaultTo(8080);
 * }</pre>
 *
 * @param name the environment variable
 * @param description one or two sentences for the reference page, without the default
 * @param defaults the value where nothing is set; a profile may have none
 * @param defaultNote replaces the default on the reference page where it follows from something else
 * @param secret its text is never shown, and {@code NAME_FILE} may name a file that holds it
 * @param requiredIn profiles that do not start without it
 * @param whenEmpty what an empty text means; by default the same as not being set
 * @param aliases other names it is read from; {@code name} wins
 * @param howTo a sentence that helps to set it, shown with every problem; empty for the usual one
 */
public record Setting<T>(
        String name,
        SettingType<T> type,
        String description,
        Map<Profile, T> defaults,
        String defaultNote,
        boolean secret,
        Set<Profile> requiredIn,
        Optional<T> whenEmpty,
        List<String> aliases,
        String howTo) {

    public static <T> Setting<T> of(String name, SettingType<T> type, String description) {
        return new Setting<>(name, type, description, Map.of(), "", false, Set.of(), Optional.empty(), List.of(), "");
    }

    public static Setting<String> text(String name, String description) {
        return of(name, SettingTypes.text(), description);
    }

    public static Setting<Boolean> bool(String name, String description) {
        return of(name, SettingTypes.bool(), description);
    }

    public static Setting<Integer> integer(String name, int minimum, int maximum, String description) {
        return of(name, SettingTypes.integer(minimum, maximum), description);
    }

    /** Written as a whole number of seconds, at least {@code minimum}. */
    public static Setting<Duration> seconds(String name, long minimum, String description) {
        return of(name, SettingTypes.duration(ChronoUnit.SECONDS, minimum), description);
    }

    /** Written as a whole number of milliseconds, at least {@code minimum}. */
    public static Setting<Duration> milliseconds(String name, long minimum, String description) {
        return of(name, SettingTypes.duration(ChronoUnit.MILLIS, minimum), description);
    }

    public static Setting<Secret> secret(String name, int minimumLength, String description) {
        return of(name, SettingTypes.secret(minimumLength), description).keptSecret();
    }

    /** The same default in every profile. */
    public Setting<T> defaultTo(T value) {
        Setting<T> setting = this;
        for (Profile profile : Profile.values()) {
            setting = setting.defaultTo(profile, value);
        }
        return setting;
    }

    public Setting<T> defaultTo(Profile profile, T value) {
        Map<Profile, T> more = new EnumMap<>(Profile.class);
        more.putAll(defaults);
        more.put(profile, value);
        return new Setting<>(
                name, type, description, Map.copyOf(more), defaultNote, secret, requiredIn, whenEmpty, aliases, howTo);
    }

    /** What the reference page says instead of a default value. */
    public Setting<T> defaultNote(String note) {
        return new Setting<>(name, type, description, defaults, note, secret, requiredIn, whenEmpty, aliases, howTo);
    }

    /** Never shown, not even in a problem; {@code NAME_FILE} is accepted as well. */
    public Setting<T> keptSecret() {
        SettingType<T> masked = new SettingType<>(type.label(), type.parser(), value -> Secret.MASK);
        return new Setting<>(
                name, masked, description, defaults, defaultNote, true, requiredIn, whenEmpty, aliases, howTo);
    }

    /** Like {@link #keptSecret()}, but shown as its type formats it, which leaves credentials out. */
    public Setting<T> holdingCredentials() {
        return new Setting<>(
                name, type, description, defaults, defaultNote, true, requiredIn, whenEmpty, aliases, howTo);
    }

    public Setting<T> requiredIn(Profile profile) {
        Set<Profile> more = EnumSet.of(profile);
        more.addAll(requiredIn);
        return new Setting<>(
                name, type, description, defaults, defaultNote, secret, Set.copyOf(more), whenEmpty, aliases, howTo);
    }

    public Setting<T> whenEmpty(T value) {
        return new Setting<>(
                name, type, description, defaults, defaultNote, secret, requiredIn, Optional.of(value), aliases, howTo);
    }

    public Setting<T> alsoNamed(String... names) {
        return new Setting<>(
                name, type, description, defaults, defaultNote, secret, requiredIn, whenEmpty, List.of(names), howTo);
    }

    public Setting<T> howTo(String sentence) {
        return new Setting<>(
                name, type, description, defaults, defaultNote, secret, requiredIn, whenEmpty, aliases, sentence);
    }

    /** The variable that may name a file with the value; only secrets have one. */
    public String fileName() {
        return name + "_FILE";
    }

    Optional<T> defaultFor(Profile profile) {
        return Optional.ofNullable(defaults.get(profile));
    }

    String fix() {
        return howTo.isEmpty() ? "Set " + name + " to " + type.label() + "." : howTo;
    }
}
