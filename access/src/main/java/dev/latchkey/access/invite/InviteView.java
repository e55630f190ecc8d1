package dev.latchkey.access.invite;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as members see it (access.md 7, InviteResponse).
 *
 * @param token only for whoever has just made it or sent it again
 */
record InviteView(
        UUID id,
        UUID orgId,
        @Nullable String email,
        @Nullable String walletAddress,
        String role,
        @Nullable UUID customRoleId,
        UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable String token) {

    static InviteView of(Invite invite) {
        return of(invite, null);
    }

    static InviteView of(Invite invite, @Nullable InviteToken token) {
        return new InviteView(
                invite.id(),
                invite.organizationId(),
                invite.recipient().email(),
                invite.recipient().wallet(),
                invite.roleName(),
                invite.customRoleId(),
                invite.invitedBy(),
                invite.createdAt(),
                invite.expiresAt(),
                invite.acceptedAt(),
                token == null ? null : token.text());
    }

    @Override
    public String toString() {
        return "InviteView[" + id + "]";
    }
}
