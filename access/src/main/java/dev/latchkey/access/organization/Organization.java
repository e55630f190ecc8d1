package dev.latchkey.access.organization;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An organization's row.
 *
 * @param slug unique in the project
 * @param isPersonal whether it is the one that a user was given; it has no other members
 * @param isDefault whether new users of the project join it
 * @param ownerId the one owner who may delete it
 */
public record Organization(
        UUID id,
        UUID projectId,
        String name,
        String slug,
        @Nullable String logoUrl,
        boolean isPersonal,
        boolean isDefault,
        UUID ownerId,
        Instant createdAt,
        Instant updatedAt) {}
