package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.json.Length;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the key routes; {@code developerId} is accepted, another developer's hides the key. */
final class ApiKeyBodies {

    private ApiKeyBodies() {}

    /**
     * Body of {@code POST /api-keys}.
     *
     * @param scopes left out for a key that may do everything a project key can
     */
    record CreateApiKey(
            @Length(min = 1, max = 200) String name,
            @Length(min = 1, max = 64) String projectId,
            @Nullable List<String> scopes,
            @Nullable Instant expiresAt) {}

    /** Body of {@code POST /api-keys/{apiKeyId}/revoke}; may be left out. */
    record RevokeApiKey(
            @Length(max = 500) @Nullable String reason,
            @Length(max = 64) @Nullable String developerId) {}

    /** Body of {@code POST /api-keys/{apiKeyId}/rotate}; may be left out. */
    record RotateApiKey(
            @Length(min = 1, max = 200) @Nullable String name,
            @Length(max = 64) @Nullable String developerId) {}
}
