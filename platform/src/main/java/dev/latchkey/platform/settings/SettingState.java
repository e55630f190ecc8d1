package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Secret;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of a setting that is in force, and why.
 *
 * @param updatedAt the last change by an administrator, or the installation
 * @param updatedBy who made it; {@code null} for the operator, and where there was none
 */
record SettingState<T>(
        SystemSetting<T> setting,
        T value,
        Source source,
        boolean locked,
        Instant updatedAt,
        @Nullable UUID updatedBy) {

    /** Who decided. */
    enum Source {
        ENVIRONMENT,
        DATABASE,
        DEFAULT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What may be shown to administrators. */
    String shown() {
        String text = setting.format(value);
        return setting.secret() && !text.isEmpty() ? Secret.MASK : text;
    }

    @Override
    public String toString() {
        return setting.key();
    }
}
