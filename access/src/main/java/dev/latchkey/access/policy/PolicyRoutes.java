package dev.latchkey.access.policy;

import dev.latchkey.access.member.Actor;
import dev.latchkey.access.member.Authority;
import dev.latchkey.access.member.Membership;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.identity.session.Message;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.http.SystemAdmin;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Policies over HTTP (access.md 5). */
public final class PolicyRoutes {

    private static final String TAG = "Policies";

    private final Policies policies;
    private final String path;
    private final Clock clock;

    public PolicyRoutes(Database database, Authority authority, String basePath, Clock clock) {
        this.policies = new Policies(database, authority);
        this.path = basePath + "/orgs/{org_id}/policies";
        this.clock = clock;
    }

    public List<Route> routes() {
        String one = path + "/{policy_id}";
        return List.of(
                manager(Route.get(path))
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, PolicyList.class)
                        .summary(TAG, "Lists the policies of the organization, oldest first.")
                        .handle(this::list),
                manager(Route.post(path))
                        .body(CreatePolicy.class)
                        .answer(200, PolicyView.class)
                        .answer(400, "The policy has an error; details.pointer says where")
                        .summary(TAG, "Makes a policy; it counts from the next decision on, on every server.")
                        .handle(call -> shown(policies.create(Actor.of(call), call.body(CreatePolicy.class)))),
                manager(Route.post(path + "/validate"))
                        .body(CreatePolicy.class)
                        .answer(200, Validated.class)
                        .answer(400, "The policy has an error; details.pointer says where")
                        .summary(TAG, "Checks a policy without making it; shows how it would be stored.")
                        .handle(this::validate),
                manager(Route.get(one))
                        .answer(200, PolicyView.class)
                        .answer(404, "The organization has no such policy")
                        .summary(TAG, "Shows a policy.")
                        .handle(call -> shown(policies.get(Actor.of(call), id(call)))),
                manager(Route.patch(one))
                        .body(ChangePolicy.class)
                        .answer(200, PolicyView.class)
                        .answer(400, "The policy has an error; details.pointer says where")
                        .answer(404, "The organization has no such policy")
                        .summary(TAG, "Changes a policy; conditions are replaced as a whole.")
                        .handle(call ->
                                shown(policies.change(Actor.of(call), id(call), call.body(ChangePolicy.class)))),
                manager(Route.delete(one))
                        .answer(200, Message.class)
                        .answer(404, "The organization has no such policy")
                        .summary(TAG, "Deletes a policy.")
                        .handle(call -> {
                            policies.delete(Actor.of(call), id(call));
                            return Reply.ok(new Message("Policy deleted"));
                        }));
    }

    private static Route.Builder manager(Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.USER)
                .permission(Policies.MANAGE)
                .rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Page asked = Page.bounded(call);
        Policies.Page page = policies.list(Actor.of(call), asked.limit(), asked.offset());
        return Reply.ok(
                new PolicyList(page.policies().stream().map(PolicyView::of).toList(), page.total()));
    }

    private Reply validate(Call call) {
        Policy policy = policies.compose(Actor.of(call), held(call), call.body(CreatePolicy.class), clock.instant());
        return Reply.ok(new Validated(true, policy.permissions(), policy.conditions()));
    }

    private static Reply shown(Policy policy) {
        return Reply.ok(PolicyView.of(policy));
    }

    /** System admins may give everything, members what their role gives them. */
    private static Permissions held(Call call) {
        return call.attribute(Membership.class)
                .filter(membership -> call.attribute(SystemAdmin.class).isEmpty())
                .map(Membership::permissions)
                .orElseGet(() -> BuiltInRole.OWNER.held());
    }

    private static UUID id(Call call) {
        return call.id("policy_id", Policies::unknown);
    }

    /** Answer of {@code GET /orgs/{org_id}/policies}. */
    record PolicyList(List<PolicyView> policies, int total) {}

    /** Answer of {@code POST /orgs/{org_id}/policies/validate}. */
    record Validated(boolean valid, List<String> permissions, ObjectNode conditions) {}
}
