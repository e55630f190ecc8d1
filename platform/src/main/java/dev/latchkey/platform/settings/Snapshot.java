package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.Settings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All values in force at one moment.
 *
 * @param configuration what the environment says, with what administrators say in its place where that goes first, as a
 *     start would find it now
 */
record Snapshot(StoredSetting.All stored, Map<String, SettingState<?>> states, Settings configuration) {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    static Snapshot of(SystemSettingCatalogue catalogue, Settings environment, StoredSetting.All stored) {
        Map<String, SettingState<?>> states = new HashMap<>();
        Settings configuration = environment;
        for (SystemSetting<?> setting : catalogue.settings()) {
            SettingState<?> state = state(setting, environment, stored);
            states.put(setting.key(), state);
            configuration = configured(state, configuration);
        }
        return new Snapshot(stored, Map.copyOf(states), configuration);
    }

    /**
     * The configuration of a process that runs since {@code started}: what shows at the next start only is as it was.
     */
    static Settings running(
            SystemSettingCatalogue catalogue,
            Settings environment,
            StoredSetting.All stored,
            StoredSetting.All started) {
        Settings configuration = environment;
        for (SystemSetting<?> setting : catalogue.settings()) {
            StoredSetting.All said = setting.effect() == Effect.START ? started : stored;
            configuration = configured(state(setting, environment, said), configuration);
        }
        return configuration;
    }

    /** Whether the environment decides. */
    boolean locked(SystemSetting<?> setting) {
        SettingState<?> state = states.get(setting.key());
        return state != null && state.locked();
    }

    /** What a text that was stored, or its absence, stands or stood for. */
    static <T> Optional<T> meaning(SystemSetting<T> setting, Settings environment, @Nullable String text) {
        if (text == null) {
            return Optional.of(
                    state(setting, environment, StoredSetting.All.NONE).value());
        }
        return read(setting, new StoredSetting(text, Instant.EPOCH, null));
    }

    private static <T> SettingState<T> state(SystemSetting<T> setting, Settings environment, StoredSetting.All stored) {
        Counterpart<T> counterpart = setting.counterpart();
        Optional<T> given = counterpart == null ? Optional.empty() : counterpart.given(environment);
        StoredSetting row = stored.byKey().get(setting.key());
        if (setting.environmentWins() && given.isPresent()) {
            return new SettingState<>(
                    setting, given.get(), SettingState.Source.ENVIRONMENT, true, stored.installedAt(), null);
        }
        Optional<T> said = read(setting, row);
        if (row != null && said.isPresent()) {
            return new SettingState<>(
                    setting, said.get(), SettingState.Source.DATABASE, false, row.updatedAt(), row.updatedBy());
        }
        T value = counterpart == null
                ? setting.fallback()
                : counterpart.read().apply(environment).orElse(setting.fallback());
        return new SettingState<>(
                setting,
                value,
                given.isPresent() ? SettingState.Source.ENVIRONMENT : SettingState.Source.DEFAULT,
                false,
                stored.installedAt(),
                null);
    }

    private static <T> Optional<T> read(SystemSetting<T> setting, @Nullable StoredSetting row) {
        if (row == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(setting.parse(row.text()));
        } catch (InvalidValueException outdated) {
            LOG.warn("the stored value of {} is ignored: it {}", setting.key(), outdated.getMessage());
            return Optional.empty();
        }
    }

    private static <T> Settings configured(SettingState<T> state, Settings configuration) {
        Counterpart<T> counterpart = state.setting().counterpart();
        return counterpart == null
                        || state.source() != SettingState.Source.DATABASE
                        || state.setting().effect() == Effect.UNUSED
                ? configuration
                : counterpart.write().apply(configuration, state.value());
    }
}
