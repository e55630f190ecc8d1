package dev.latchkey.access.member;

import dev.latchkey.identity.user.Directory;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member as other members see them (access.md 2, MemberResponse).
 *
 * @param id of the membership
 * @param role the custom role's name, or else the built-in one's
 */
public record MemberView(
        UUID id,
        UUID userId,
        String role,
        @Nullable UUID customRoleId,
        Instant joinedAt,
        @Nullable String email,
        @Nullable String name) {

    static MemberView of(Membership membership, Directory.@Nullable Person person) {
        Membership.Custom custom = membership.custom();
        return new MemberView(
                membership.id(),
                membership.userId(),
                membership.roleName(),
                custom == null ? null : custom.id(),
                membership.joinedAt(),
                person == null ? null : person.email(),
                person == null ? null : person.name());
    }
}
