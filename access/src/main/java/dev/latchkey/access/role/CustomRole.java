package dev.latchkey.access.role;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that an organization has made for itself.
 *
 * @param permissions what it gives on top of the member's built-in role, each once
 * @param isDefault whether new members get it
 */
record CustomRole(
        UUID id,
        UUID organizationId,
        UUID projectId,
        String name,
        @Nullable String description,
        List<String> permissions,
        boolean isDefault,
        Instant createdAt,
        Instant updatedAt) {}
