package dev.latchkey.access.member;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.OrganizationLock;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.identity.session.Revalidation;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Permission;

/**
 * Asks again, once an organization is locked, for the permission that the route has asked for: whoever was demoted or
 * removed since then changes nothing any more.
 */
public final class Authority {

    private final Memberships memberships;
    private final Revalidation callers = new Revalidation();

    public Authority(Memberships memberships) {
        this.memberships = memberships;
    }

    /**
     * Locks the organization; answers what the actor may give: members what their role gives them, system admins
     * everything. Throws 403 as the route itself does.
     */
    public Permissions lock(Transaction tx, Actor actor, Permission permission) {
        boolean asAdmin = permission.systemAdmins() && actor.systemAdmin();
        if (asAdmin && callers.isSystemAdmin(tx.sql(), actor.user())) {
            lock(tx, actor);
            return BuiltInRole.OWNER.held();
        }
        lock(tx, actor);
        Membership membership = memberships
                .find(
                        tx.sql(),
                        actor.projectId(),
                        actor.organizationId(),
                        actor.user().userId())
                .orElseThrow(Memberships::notAMember);
        membership.require(permission.name());
        return membership.permissions();
    }

    private static void lock(Transaction tx, Actor actor) {
        if (!OrganizationLock.take(tx.sql(), actor.projectId(), actor.organizationId())) {
            throw Memberships.notAMember();
        }
    }
}
