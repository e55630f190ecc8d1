package dev.latchkey.access.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as the contract writes it (access.md 5).
 *
 * @param permission the first of {@code permissions}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PolicyView(
        UUID id,
        UUID org_id,
        String name,
        @Nullable String description,
        String permission,
        List<String> permissions,
        ObjectNode conditions,
        String effect,
        int priority,
        boolean enabled,
        Instant created_at,
        Instant updated_at) {

    static PolicyView of(Policy policy) {
        return new PolicyView(
                policy.id(),
                policy.organizationId(),
                policy.name(),
                policy.description(),
                policy.permissions().getFirst(),
                policy.permissions(),
                policy.conditions(),
                policy.effect().wireName(),
                policy.priority(),
                policy.enabled(),
                policy.createdAt(),
                policy.updatedAt());
    }
}
