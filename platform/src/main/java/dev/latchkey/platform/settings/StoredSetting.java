package dev.latchkey.platform.settings;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator said, as it is kept.
 *
 * @param text in clear, also where it is kept encrypted
 * @param updatedBy the user; {@code null} for the operator
 */
record StoredSetting(
        String text, Instant updatedAt, @Nullable UUID updatedBy) {

    @Override
    public String toString() {
        return "StoredSetting";
    }

    /**
     * All that is kept, at one moment.
     *
     * @param revision counts the changes
     * @param installedAt since when settings that nobody has changed are as they are
     */
    record All(long revision, Instant installedAt, Map<String, StoredSetting> byKey) {
        All {
            byKey = Map.copyOf(byKey);
        }

        static final All NONE = new All(-1, Instant.EPOCH, Map.of());
    }
}
