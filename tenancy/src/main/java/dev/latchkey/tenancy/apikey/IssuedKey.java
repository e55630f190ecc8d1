package dev.latchkey.tenancy.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A key that was just made: the only time its text exists here.
 *
 * @param key show {@link ProjectKeyText#reveal()} to its holder and forget it
 */
public record IssuedKey(
        UUID id,
        UUID projectId,
        String name,
        List<String> scopes,
        ApiKeyStatus status,
        Instant createdAt,
        ProjectKeyText key) {}
