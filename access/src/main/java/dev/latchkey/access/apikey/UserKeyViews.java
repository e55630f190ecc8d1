package dev.latchkey.access.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the routes of users' keys take and answer (auth-api.md 16). */
final class UserKeyViews {

    private UserKeyViews() {}

    /** A key as lists show it. */
    record ShownKey(
            UUID id,
            String keyPrefix,
            String label,
            List<String> scopes,
            UserKey.Status status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static ShownKey of(UserKey key, Instant now) {
            return new ShownKey(
                    key.id(),
                    key.prefix(),
                    key.label(),
                    key.scopes(),
                    key.status(now),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }

    /** Answer of {@code GET /user/api-keys}. */
    record KeyList(List<ShownKey> keys) {}

    /** A key in the answer that makes it, the only one with its text. */
    record NewKey(
            String apiKey,
            UUID id,
            String keyPrefix,
            String label,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            String message) {

        private static final String SHOWN_ONCE = "Store this key safely: it will not be shown again";

        static NewKey of(IssuedUserKey issued) {
            UserKey key = issued.key();
            return new NewKey(
                    issued.text().reveal(),
                    key.id(),
                    key.prefix(),
                    key.label(),
                    key.scopes(),
                    key.createdAt(),
                    key.expiresAt(),
                    SHOWN_ONCE);
        }

        @Override
        public String toString() {
            return "NewKey[" + keyPrefix + "…]";
        }
    }

    /** Answer to whoever asks whether a key is valid. */
    record KeyCheck(
            boolean valid,
            @Nullable UUID userId,
            @Nullable String userEmail,
            @Nullable UUID keyId,
            @Nullable List<String> scopes,
            @Nullable Instant expiresAt,
            @Nullable String message) {

        static final KeyCheck INVALID = new KeyCheck(false, null, null, null, null, null, "The API key is not valid");
    }
}
