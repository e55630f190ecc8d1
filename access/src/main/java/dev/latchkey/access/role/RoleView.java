package dev.latchkey.access.role;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A custom role as the contract writes it (access.md 4). */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RoleView(
        UUID id,
        UUID org_id,
        String name,
        @Nullable String description,
        List<String> permissions,
        boolean is_default,
        Instant created_at,
        Instant updated_at) {

    static RoleView of(CustomRole role) {
        return new RoleView(
                role.id(),
                role.organizationId(),
                role.name(),
                role.description(),
                role.permissions(),
                role.isDefault(),
                role.createdAt(),
                role.updatedAt());
    }
}
