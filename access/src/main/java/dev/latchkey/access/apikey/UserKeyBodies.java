package dev.latchkey.access.apikey;

import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Range;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the routes of users' keys. */
final class UserKeyBodies {

    private UserKeyBodies() {}

    /**
     * Body of {@code POST /user/api-keys}.
     *
     * @param scopes left out for a key that may do everything a key can
     * @param expiresAt left out for a key that does not expire
     */
    record CreateKey(
            @Length(max = 1000) String label,
            @Nullable List<String> scopes,
            @Nullable Instant expiresAt) {}

    /**
     * Body of {@code POST /user/api-keys/{id}/rotate}; may be left out.
     *
     * @param graceSeconds how long the old key still works, an hour if left out, a week at most
     */
    record RotateKey(
            @Range(min = 0, max = 604_800) @Nullable Integer graceSeconds) {}

    /** Body of {@code POST /validate-api-key}. */
    record CheckKey(@Length(max = 8192) String apiKey) {

        @Override
        public String toString() {
            return "CheckKey";
        }
    }
}
