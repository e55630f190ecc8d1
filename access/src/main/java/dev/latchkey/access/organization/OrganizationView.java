package dev.latchkey.access.organization;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An organization as its members see it (access.md 1, OrgResponse).
 *
 * @param role the caller's
 */
public record OrganizationView(
        UUID id,
        String name,
        String slug,
        @Nullable String logoUrl,
        boolean isPersonal,
        String role,
        Instant createdAt,
        Instant updatedAt) {

    static OrganizationView of(Organization organization, String role) {
        return new OrganizationView(
                organization.id(),
                organization.name(),
                organization.slug(),
                organization.logoUrl(),
                organization.isPersonal(),
                role,
                organization.createdAt(),
                organization.updatedAt());
    }
}
