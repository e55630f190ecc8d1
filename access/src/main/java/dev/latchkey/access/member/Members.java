package dev.latchkey.access.member;

import dev.latchkey.access.organization.Organization;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.Grants;
import dev.latchkey.identity.session.SessionOrganizations;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.outbox.Notification;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes who is what in an organization (access.md 2). Each act locks the organization before it looks at roles, so that
 * of two that together would leave it without an owner one is refused.
 */
public final class Members {

    private final OrganizationStore organizations;
    private final MemberStore store = new MemberStore();
    private final SessionOrganizations sessions = new SessionOrganizations();

    public Members(OrganizationStore organizations) {
        this.organizations = organizations;
    }

    /** The members that an act is about, as they are once the organization is locked. */
    private record Pair(Organization organization, Membership caller, Membership target) {}

    /**
     * Gives a member another role; answers the membership as it is then.
     *
     * @param seen the caller's membership
     * @throws ApiException 400, 403, 404 by the rules of the contract, in its order
     */
    Membership changeRole(Transaction tx, Membership seen, UUID userId, String named, Origin origin) {
        if (seen.userId().equals(userId)) {
            throw ApiException.forbidden("You cannot change your own role");
        }
        RoleChoice.of(tx.sql(), seen.organizationId(), named); // a role that does not exist is refused first
        Pair pair = lock(tx, seen, userId);
        RoleChoice choice = RoleChoice.of(tx.sql(), seen.organizationId(), named);
        pair.caller().require("member:role_change");
        requireOver(pair.caller(), pair.target());
        choice.requireGrantableBy(pair.caller());
        BuiltInRole role = choice.after(pair.target().role());
        if (pair.target().role() == BuiltInRole.OWNER && role != BuiltInRole.OWNER) {
            ownerSteps(tx, pair.organization(), pair.target());
        }
        Membership changed = with(pair.target(), role, choice);
        if (changed.equals(pair.target())) {
            return changed;
        }
        store.setRole(tx.sql(), changed.id(), role, choice.customId());
        roleChanged(tx, pair.organization(), pair.target(), changed, origin);
        return changed;
    }

    /** Removes a member, who may be the caller; throws 400, 403, 404 by the rules of the contract. */
    void remove(Transaction tx, Membership seen, UUID userId, Origin origin) {
        boolean leaves = seen.userId().equals(userId);
        Pair pair = lock(tx, seen, userId);
        if (leaves && pair.organization().isPersonal()) {
            throw ApiException.invalid("A personal organization cannot be left");
        }
        if (!leaves) {
            pair.caller().require("member:remove");
            requireOver(pair.caller(), pair.target());
        }
        if (pair.target().role() == BuiltInRole.OWNER) {
            ownerSteps(tx, pair.organization(), pair.target());
        }
        end(tx, pair.target(), leaves ? "left" : "removed", origin);
    }

    /** Makes another member the owner whose organization it is; the caller, who was that, stays as admin. */
    void transferOwnership(Transaction tx, Membership seen, UUID userId, Origin origin) {
        if (seen.userId().equals(userId)) {
            throw ApiException.invalid("You own this organization already");
        }
        Pair pair = lock(tx, seen, userId);
        Organization organization = pair.organization();
        boolean owns = pair.caller().role() == BuiltInRole.OWNER
                && organization.ownerId().equals(seen.userId());
        if (!owns) {
            throw ApiException.forbidden("Only the owner whose organization it is may hand it over");
        }
        if (organization.isPersonal()) {
            throw ApiException.invalid("A personal organization cannot be handed over");
        }
        Membership owner = with(pair.target(), BuiltInRole.OWNER, new RoleChoice(BuiltInRole.OWNER, null));
        Membership admin = with(pair.caller(), BuiltInRole.ADMIN, new RoleChoice(BuiltInRole.ADMIN, null));
        store.setRole(tx.sql(), owner.id(), BuiltInRole.OWNER, null);
        store.setRole(tx.sql(), admin.id(), BuiltInRole.ADMIN, null);
        organizations.setOwner(tx.sql(), organization.id(), userId, tx.now());
        tx.audit(AuditEvent.success(
                        "org.ownership_transferred",
                        origin,
                        organization.projectId(),
                        "organization",
                        organization.id())
                .in(organization.id())
                .with("from", seen.userId().toString())
                .with("to", userId.toString()));
        roleChanged(tx, organization, pair.target(), owner, origin);
        roleChanged(tx, organization, pair.caller(), admin, origin);
    }

    /** Ends a membership, of an organization that is locked. */
    void end(Transaction tx, Membership membership, String how, Origin origin) {
        store.remove(tx.sql(), membership.id(), tx.now());
        sessions.left(tx, membership.organizationId(), membership.userId());
        Memberships.changed(tx, membership.organizationId(), membership.userId());
        tx.audit(AuditEvent.success("member.removed", origin, membership.projectId(), "user", membership.userId())
                .in(membership.organizationId())
                .with("role", membership.roleName())
                .with("by", how));
    }

    /** What goes with a role that was changed in an organization that is locked. */
    void roleChanged(Transaction tx, Organization organization, Membership before, Membership after, Origin origin) {
        sessions.roleChanged(tx, organization.id(), after.userId(), after.role().wireName());
        Memberships.changed(tx, organization.id(), after.userId());
        tx.audit(AuditEvent.success("member.role_changed", origin, organization.projectId(), "user", after.userId())
                .in(organization.id())
                .with("from", before.roleName())
                .with("to", after.roleName()));
        boolean ofOwner = before.role() == BuiltInRole.OWNER || after.role() == BuiltInRole.OWNER;
        String title = ofOwner ? "Owner changed" : "Role changed";
        Map<String, String> facts = Map.of(
                "organization",
                organization.name(),
                "user",
                after.userId().toString(),
                "from",
                before.roleName(),
                "to",
                after.roleName());
        String text = "A member of an organization has another role.";
        tx.send(OutboxMessage.of(
                ofOwner ? "notify.owner_transfer" : "notify.role_change",
                organization.id().toString(),
                new Notification(ofOwner ? "warn" : "info", title, text, facts, organization.slug())));
    }

    static Membership with(Membership before, BuiltInRole role, RoleChoice choice) {
        return new Membership(
                before.id(),
                before.organizationId(),
                before.projectId(),
                before.userId(),
                role,
                choice.custom(),
                before.joinedAt());
    }

    /** The last owner stays; if it is the one whose organization it is, the owner after them takes that over. */
    private void ownerSteps(Transaction tx, Organization organization, Membership owner) {
        Optional<Membership> next = store.oldest(tx.sql(), organization.id(), BuiltInRole.OWNER, owner.userId());
        if (next.isEmpty()) {
            throw ApiException.invalid("An organization needs an owner, and this is the last one");
        }
        if (organization.ownerId().equals(owner.userId())) {
            organizations.setOwner(tx.sql(), organization.id(), next.get().userId(), tx.now());
        }
    }

    private Pair lock(Transaction tx, Membership seen, UUID userId) {
        Organization organization = organizations
                .lock(tx.sql(), seen.projectId(), seen.organizationId())
                .orElseThrow(Memberships::notAMember);
        Map<UUID, Membership> both = store.ofUsers(tx.sql(), organization.id(), List.of(seen.userId(), userId));
        Membership caller = Optional.ofNullable(both.get(seen.userId())).orElseThrow(Memberships::notAMember);
        Membership target = Optional.ofNullable(both.get(userId))
                .orElseThrow(() -> ApiException.notFound("The organization has no such member"));
        return new Pair(organization, caller, target);
    }

    /** Nobody decides over those who may more than themselves. */
    private static void requireOver(Membership caller, Membership target) {
        if (target.role() == BuiltInRole.OWNER && caller.role() != BuiltInRole.OWNER) {
            throw ApiException.forbidden("Only an owner decides over owners");
        }
        Grants.requireOver(caller.permissions(), target.permissions().names());
    }
}
