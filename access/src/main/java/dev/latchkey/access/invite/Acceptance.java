package dev.latchkey.access.invite;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.member.RoleChoice;
import dev.latchkey.access.organization.Organization;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes the recipient of an invitation a member, at their own wish: they must have proved the address, or own the wallet,
 * that was invited. Of several tries with one invitation one succeeds.
 */
final class Acceptance {

    private final InviteStore store;
    private final OrganizationStore organizations;
    private final Memberships memberships;
    private final Directory directory;

    Acceptance(InviteStore store, OrganizationStore organizations, Memberships memberships, Directory directory) {
        this.store = store;
        this.organizations = organizations;
        this.memberships = memberships;
        this.directory = directory;
    }

    /** Where the user is a member now; throws 404, 403, 400. */
    JoinAnswer byToken(Transaction tx, Caller.User user, String token, Origin origin) {
        return accept(
                tx,
                user,
                store.lockByToken(tx.sql(), user.project(), new InviteToken(token).hash())
                        .orElseThrow(Invites::unknown),
                origin);
    }

    /** As with the token; whom the invitation is not for does not learn that there is one. */
    JoinAnswer byId(Transaction tx, Caller.User user, UUID id, Origin origin) {
        return accept(tx, user, own(tx, user, id), origin);
    }

    void decline(Transaction tx, Caller.User user, UUID id, Origin origin) {
        Invite invite = own(tx, user, id);
        store.remove(tx.sql(), id);
        tx.audit(Invites.event("invite.declined", invite, origin));
    }

    /** Answer to whoever accepts. */
    record JoinAnswer(UUID orgId, String orgName, String role) {}

    private JoinAnswer accept(Transaction tx, Caller.User user, Invite invite, Origin origin) {
        if (!invite.isPending(tx.now()) || !isStillBacked(tx, invite)) {
            throw Invites.unknown();
        }
        requireRecipient(tx, user, invite.recipient());
        Organization organization = organizations
                .byId(tx.sql(), invite.projectId(), invite.organizationId())
                .orElseThrow(Invites::unknown);
        OrganizationStore.NewMember member =
                new OrganizationStore.NewMember(user.userId(), invite.role(), invite.customRoleId());
        boolean joined = organizations
                .join(tx.sql(), organization.projectId(), organization.id(), member, tx.now())
                .isPresent();
        if (!joined) {
            throw ApiException.invalid("You are a member of this organization already");
        }
        store.accept(tx.sql(), invite.id(), tx.now());
        tx.audit(Invites.event("invite.accepted", invite, origin));
        tx.audit(AuditEvent.success("member.joined", origin, organization.projectId(), "user", user.userId())
                .in(organization.id())
                .with("role", invite.roleName())
                .with("by", "invite"));
        String role = memberships
                .find(tx.sql(), organization.projectId(), organization.id(), user.userId())
                .orElseThrow()
                .roleName();
        return new JoinAnswer(organization.id(), organization.name(), role);
    }

    /** An invitation to lead an organization counts only as long as whoever gave it may still give it. */
    private boolean isStillBacked(Transaction tx, Invite invite) {
        boolean leads = invite.role().isAtLeast(BuiltInRole.ADMIN) || invite.customRole() != null;
        return !leads
                || memberships
                        .find(tx.sql(), invite.projectId(), invite.organizationId(), invite.invitedBy())
                        .filter(inviter -> mayGive(tx, inviter, invite))
                        .isPresent();
    }

    private static boolean mayGive(Transaction tx, Membership inviter, Invite invite) {
        try {
            RoleChoice.of(tx.sql(), invite.organizationId(), Invites.roleOf(invite))
                    .requireGrantableBy(inviter);
            return true;
        } catch (ApiException refused) {
            return false;
        }
    }

    private Invite own(Transaction tx, Caller.User user, UUID id) {
        Directory.Reachable at = directory.reachable(tx.sql(), user.project(), user.userId());
        return store.lock(tx.sql(), user.project(), id)
                .filter(invite -> invite.isPending(tx.now()) && isFor(invite.recipient(), at))
                .orElseThrow(Invites::unknown);
    }

    private static boolean isFor(Recipient recipient, Directory.Reachable at) {
        return recipient.email() != null
                ? at.emails().contains(recipient.email())
                : at.wallets().contains(Objects.requireNonNull(recipient.wallet()));
    }

    private void requireRecipient(Transaction tx, Caller.User user, Recipient recipient) {
        Directory.Reachable at = directory.reachable(tx.sql(), user.project(), user.userId());
        if (isFor(recipient, at)) {
            return;
        }
        if (recipient.email() == null) {
            throw at.wallets().isEmpty()
                    ? ApiException.invalid("The invitation is for a wallet, and your account has none")
                    : ApiException.forbidden("The invitation is for another wallet");
        }
        Directory.Person person = directory
                .people(tx.sql(), user.project(), List.of(user.userId()))
                .get(user.userId());
        if (person == null || person.email() == null) {
            throw ApiException.invalid("The invitation is for an e-mail address, and your account has none");
        }
        throw person.email().equals(recipient.email())
                ? ApiException.forbidden("Verify your e-mail address first")
                : ApiException.forbidden("The invitation is for another e-mail address");
    }
}
