package dev.latchkey.access.policy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as it is stored.
 *
 * @param permissions that it is about; the last part may be {@code *} for all of an area, {@code *} alone is everything
 * @param conditions in the first shape of {@link Conditions}
 * @param priority of policies that apply, those of the highest decide
 */
record Policy(
        UUID id,
        UUID organizationId,
        UUID projectId,
        String name,
        @Nullable String description,
        List<String> permissions,
        ObjectNode conditions,
        Effect effect,
        int priority,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {}
