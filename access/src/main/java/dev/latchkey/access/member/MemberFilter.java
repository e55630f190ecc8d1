package dev.latchkey.access.member;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds every route that declares a permission to it: the caller has to be a member of the organization in the path
 * whose role gives it. An organization that does not exist, or belongs to another project, is refused in the same words.
 * Handlers find the {@link Membership} as an attribute of the call; a system admin who is let in has none.
 */
public final class MemberFilter implements Filter {

    private final Memberships memberships;

    public MemberFilter(Memberships memberships) {
        this.memberships = memberships;
    }

    @Override
    public void admitted(Call call, Route route) {
        Permission permission = route.permission();
        if (permission == null) {
            return;
        }
        Caller.User user = call.user();
        UUID organization = call.id(Route.ORGANIZATION, Memberships::notAMember);
        Optional<Membership> membership = memberships.find(user.project(), organization, user.userId());
        boolean isAdmin = permission.systemAdmins()
                && call.attribute(SystemAdmin.class).isPresent()
                && (membership.isPresent() || memberships.isOfProject(organization, user.project()));
        membership.ifPresent(found -> call.attribute(Membership.class, found));
        if (!isAdmin) {
            membership.orElseThrow(Memberships::notAMember).require(permission.name());
        }
    }
}
