package dev.latchkey.access.member;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's place in an organization. What it permits is what the built-in role permits, and the custom role on top.
 *
 * @param custom the custom role; {@code null} for none
 */
public record Membership(
        UUID id,
        UUID organizationId,
        UUID projectId,
        UUID userId,
        BuiltInRole role,
        @Nullable Custom custom,
        Instant joinedAt) {

    /** The custom role of a member. */
    public record Custom(UUID id, String name, List<String> permissions) {}

    /** The caller's membership of the organization in the path; for routes that no one else is let in to. */
    public static Membership of(Call call) {
        return call.attribute(Membership.class).orElseThrow(Memberships::notAMember);
    }

    /** What access tokens say of it: the built-in role, whose name nobody can choose. */
    public AccessClaims.Organization claim() {
        return new AccessClaims.Organization(organizationId, role.wireName());
    }

    /** What the role is called on the wire: the custom role's name, or else the built-in one's. */
    public String roleName() {
        return custom == null ? role.wireName() : custom.name();
    }

    public Permissions permissions() {
        return permissions(role, custom);
    }

    /** Throws 403 without the permission. */
    public void require(String permission) {
        if (!permissions().include(permission)) {
            throw ApiException.forbidden("Your role in this organization lacks the permission " + permission);
        }
    }

    /** What a built-in role permits with a custom one on top. */
    static Permissions permissions(BuiltInRole role, @Nullable Custom custom) {
        return custom == null ? role.held() : role.held().and(Permissions.of(custom.permissions()));
    }

    public boolean isAtLeast(BuiltInRole other) {
        return role.isAtLeast(other);
    }
}
