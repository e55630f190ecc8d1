package dev.latchkey.access.role;

import dev.latchkey.access.member.Actor;
import dev.latchkey.access.member.Authority;
import dev.latchkey.identity.session.Message;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.UUID;

/** Custom roles over HTTP (access.md 4). */
public final class RoleRoutes {

    private static final String TAG = "Roles";

    private final Roles roles;
    private final String path;

    public RoleRoutes(Database database, Authority authority, String basePath) {
        this.roles = new Roles(database, new RoleStore(), authority);
        this.path = basePath + "/orgs/{org_id}/roles";
    }

    public List<Route> routes() {
        String one = path + "/{role_id}";
        return List.of(
                reader(Route.get(path))
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, RoleList.class)
                        .summary(TAG, "Lists the custom roles of the organization, oldest first.")
                        .handle(this::list),
                manager(Route.post(path))
                        .body(CreateRole.class)
                        .answer(200, RoleView.class)
                        .answer(400, "The name is taken, or a permission has no form")
                        .summary(TAG, "Makes a custom role; permissions of Latchkey itself must be held to be given.")
                        .handle(call -> shown(roles.create(Actor.of(call), call.body(CreateRole.class)))),
                reader(Route.get(one))
                        .answer(200, RoleView.class)
                        .answer(404, "The organization has no such role")
                        .summary(TAG, "Shows a custom role.")
                        .handle(call -> shown(roles.get(call.user().project(), organization(call), id(call)))),
                manager(Route.patch(one))
                        .body(ChangeRole.class)
                        .answer(200, RoleView.class)
                        .answer(404, "The organization has no such role")
                        .summary(TAG, "Changes a custom role; it counts from the next decision on.")
                        .handle(call -> shown(roles.change(Actor.of(call), id(call), call.body(ChangeRole.class)))),
                manager(Route.delete(one))
                        .answer(200, Message.class)
                        .answer(404, "The organization has no such role")
                        .summary(TAG, "Deletes a custom role; its members keep their built-in role.")
                        .handle(call -> {
                            roles.delete(Actor.of(call), id(call));
                            return said("Role deleted");
                        }),
                manager(Route.post(one + "/default"))
                        .answer(200, Message.class)
                        .answer(404, "The organization has no such role")
                        .summary(TAG, "Gives the role to new members from now on.")
                        .handle(call -> {
                            roles.makeDefault(Actor.of(call), id(call));
                            return said("Default role set");
                        }),
                manager(Route.delete(one + "/default"))
                        .answer(200, Message.class)
                        .answer(404, "The organization has no such role")
                        .summary(TAG, "Gives the role to new members no longer.")
                        .handle(call -> {
                            roles.clearDefault(Actor.of(call), id(call));
                            return said("Default role cleared");
                        }));
    }

    private static Route.Builder reader(Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.USER)
                .permission(Permission.of("org:read"))
                .rate(RateClass.GENERAL);
    }

    private static Route.Builder manager(Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.USER)
                .permission(Roles.MANAGE)
                .rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Page asked = Page.bounded(call);
        Roles.Page page = roles.list(call.user().project(), organization(call), asked.limit(), asked.offset());
        return Reply.ok(new RoleList(page.roles().stream().map(RoleView::of).toList(), page.total()));
    }

    private static Reply shown(CustomRole role) {
        return Reply.ok(RoleView.of(role));
    }

    private static Reply said(String sentence) {
        return Reply.ok(new Message(sentence));
    }

    private static UUID organization(Call call) {
        return call.id(Route.ORGANIZATION, Roles::unknown);
    }

    private static UUID id(Call call) {
        return call.id("role_id", Roles::unknown);
    }

    /** Answer of {@code GET /orgs/{org_id}/roles}. */
    record RoleList(List<RoleView> roles, int total) {}
}
