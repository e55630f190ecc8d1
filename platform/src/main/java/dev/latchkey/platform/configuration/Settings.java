package dev.latchkey.platform.configuration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effective values of all declared settings. */
public final class Settings {
    /**
     * @param origin "default" or the source it came from
     * @param valid whether a value that was given could be read
     */
    record Entry(Setting<?> setting, @Nullable Object value, String origin, boolean valid) {}

    /** Asked for a setting whose problem is reported already. */
    static final class InvalidSettingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidSettingException(String name) {
            super(name + " has a value that cannot be read");
        }
    }

    private final Profile profile;
    private final Map<String, Entry> entries;

    Settings(Profile profile, Map<String, Entry> entries) {
        this.profile = profile;
        this.entries = entries;
    }

    /** Values for tests and for embedding; throws {@link ConfigurationException} as a start would. */
    public static Settings of(Profile profile, Map<String, String> values, SettingGroup... groups) {
        return Configuration.read(SettingCatalogue.of(List.of(groups)), profile, Environment.of(values))
                .requireValid();
    }

    public Profile profile() {
        return profile;
    }

    /** The value; throws {@link IllegalStateException} for a setting that has neither a value nor a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.name() + " is not set"));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        Entry entry = entry(setting);
        if (!entry.valid()) {
            throw new InvalidSettingException(setting.name());
        }
        @SuppressWarnings("unchecked") // the entry was read with this very declaration
        T value = (T) entry.value();
        return Optional.ofNullable(value);
    }

    /** Whether a value was given, as opposed to following from a default. */
    public boolean isGiven(Setting<?> setting) {
        return !entry(setting).origin().equals(Configuration.DEFAULT_ORIGIN);
    }

    /** The same values but for one, which counts as given. */
    public <T> Settings with(Setting<T> setting, T value) {
        entry(setting);
        Map<String, Entry> changed = new HashMap<>(entries);
        changed.put(setting.name(), new Entry(setting, value, "system settings", true));
        return new Settings(profile, Map.copyOf(changed));
    }

    Entry entry(Setting<?> setting) {
        Entry entry = entries.get(setting.name());
        if (entry == null || !entry.setting().equals(setting)) {
            throw new IllegalArgumentException(setting.name() + " is not in the catalogue that was read");
        }
        return entry;
    }
}
