package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.Settings;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The environment variable that says the same as a setting: where no administrator has said anything, it decides.
 *
 * @param read the variable's value, given or by default; empty when it has neither
 * @param write the same configuration with the setting's value in the variable's place
 */
public record Counterpart<T>(
        Setting<?> variable, Function<Settings, Optional<T>> read, BiFunction<Settings, T, Settings> write) {

    /** A variable with the same values. */
    static <T> Counterpart<T> of(Setting<T> variable) {
        return new Counterpart<>(
                variable, settings -> settings.find(variable), (settings, value) -> settings.with(variable, value));
    }

    /** A variable that may have no value where the setting is empty. */
    static <T> Counterpart<Optional<T>> ofOptional(Setting<T> variable) {
        return new Counterpart<>(
                variable, settings -> Optional.of(settings.find(variable)), (settings, value) -> value.map(
                                given -> settings.with(variable, given))
                        .orElse(settings));
    }

    /** A variable whose say is asked for, but that the setting does not stand in for where others read it. */
    public static <T> Counterpart<T> shown(Setting<?> variable, Function<Settings, T> read) {
        return new Counterpart<>(
                variable, settings -> Optional.of(read.apply(settings)), (settings, value) -> settings);
    }

    Optional<T> given(Settings settings) {
        return settings.isGiven(variable) ? read.apply(settings) : Optional.empty();
    }
}
