package dev.latchkey.access.invite;

import dev.latchkey.access.role.BuiltInRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation's row. Pending until it is accepted or expires.
 *
 * @param customRole on top of the built-in one; {@code null} for none
 */
record Invite(
        UUID id,
        UUID organizationId,
        UUID projectId,
        Recipient recipient,
        BuiltInRole role,
        @Nullable CustomRole customRole,
        UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt) {

    /** The custom role that is offered. */
    record CustomRole(UUID id, String name) {}

    /** What the role is called on the wire. */
    String roleName() {
        return customRole == null ? role.wireName() : customRole.name();
    }

    @Nullable
    UUID customRoleId() {
        return customRole == null ? null : customRole.id();
    }

    boolean isPending(Instant now) {
        return acceptedAt == null && expiresAt.isAfter(now);
    }

    /** The same, offered anew. */
    Invite renewed(UUID by, Instant until) {
        return new Invite(id, organizationId, projectId, recipient, role, customRole, by, createdAt, until, acceptedAt);
    }
}
