package dev.latchkey.access.member;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.UUID;

/**
 * Who changes something in an organization.
 *
 * @param systemAdmin whether they were a system admin of the project when the request was admitted
 */
public record Actor(Caller.User user, UUID organizationId, boolean systemAdmin, Origin origin) {

    public static Actor of(Call call) {
        return new Actor(
                call.user(),
                call.id(Route.ORGANIZATION, Memberships::notAMember),
                call.attribute(SystemAdmin.class).isPresent(),
                call.origin());
    }

    public UUID projectId() {
        return user.project();
    }
}
