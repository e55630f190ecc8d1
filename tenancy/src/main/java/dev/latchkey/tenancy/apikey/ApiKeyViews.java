package dev.latchkey.tenancy.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the key routes take and answer (mux-api.md 5.5), in the contract's order of fields. */
final class ApiKeyViews {

    private ApiKeyViews() {}

    /** A key in the answer that makes it. */
    record NewApiKey(
            UUID id,
            String name,
            String keyPrefix,
            String lastFour,
            ApiKeyStatus status,
            Instant createdAt,
            List<String> scopes) {}

    /** The answer of create and rotate. */
    record CreatedApiKey(String message, NewApiKey apiKey, String plainTextKey) {

        private static final String SHOWN_ONCE = "Store this key safely: it will not be shown again.";

        static CreatedApiKey of(IssuedKey issued) {
            ProjectKeyText key = issued.key();
            return new CreatedApiKey(
                    SHOWN_ONCE,
                    new NewApiKey(
                            issued.id(),
                            issued.name(),
                            key.prefix(),
                            key.lastFour(),
                            issued.status(),
                            issued.createdAt(),
                            issued.scopes()),
                    key.reveal());
        }
    }

    /** A key in a list. */
    record ListedApiKey(
            UUID id,
            String name,
            String keyPrefix,
            String lastFour,
            ApiKeyStatus status,
            @Nullable Instant lastUsedAt,
            Instant createdAt,
            @Nullable Instant expiresAt,
            UUID projectId,
            List<String> scopes) {

        static ListedApiKey of(ApiKey key) {
            return new ListedApiKey(
                    key.id(),
                    key.name(),
                    key.keyPrefix(),
                    key.lastFour(),
                    key.status(),
                    key.lastUsedAt(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.projectId(),
                    key.scopes().names());
        }
    }

    /** Where a page stands. */
    record Pagination(int page, int pageSize, long total, long totalPages) {}

    /** One page of keys. */
    record ApiKeyList(List<ListedApiKey> keys, Pagination pagination) {}

    /** The answer of revoke. */
    record RevokedApiKey(
            UUID id,
            ApiKeyStatus status,
            @Nullable Instant revokedAt,
            @Nullable String revokedReason) {

        static RevokedApiKey of(ApiKey key) {
            return new RevokedApiKey(key.id(), key.status(), key.revokedAt(), key.revokedReason());
        }
    }

    /** The answer of the route that shows whose key was sent, and what it is good for. */
    record KeyOwner(String message, String developer, String project, List<String> scopes) {}
}
