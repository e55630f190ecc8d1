package dev.latchkey.platform.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every system setting of every room, by category and key. */
public final class SystemSettingCatalogue {

    private final Map<String, SystemSetting<?>> byKey;

    /** Throws {@link IllegalArgumentException} when two declarations share a key. */
    public SystemSettingCatalogue(Collection<? extends SystemSetting<?>> settings) {
        List<? extends SystemSetting<?>> ordered = settings.stream()
                .sorted(Comparator.<SystemSetting<?>, String>comparing(SystemSetting::category)
                        .thenComparing(SystemSetting::key))
                .toList();
        this.byKey = new LinkedHashMap<>();
        for (SystemSetting<?> setting : ordered) {
            if (byKey.put(setting.key(), setting) != null) {
                throw new IllegalArgumentException("two system settings are called " + setting.key());
            }
        }
    }

    public Collection<SystemSetting<?>> settings() {
        return byKey.values();
    }

    public Optional<SystemSetting<?>> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }
}
