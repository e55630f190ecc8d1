package dev.latchkey.access.member;

import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Slice;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members of an organization (access.md 2). */
public final class MemberRoutes {

    private static final String TAG = "Members";
    private static final String USER = "user_id";
    private static final int MAX_SEARCH = 100;

    private final Database database;
    private final Members members;
    private final MemberList list;
    private final String path;

    public MemberRoutes(Database database, Members members, Directory directory, String basePath) {
        this.database = database;
        this.members = members;
        this.list = new MemberList(directory);
        this.path = basePath + "/orgs/{" + Route.ORGANIZATION + "}";
    }

    public List<Route> routes() {
        String one = path + "/members/{" + USER + "}";
        return List.of(
                route(Route.get(path + "/members"))
                        .guard(Guard.USER)
                        .permission(Permission.of("member:read"))
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .query(
                                "cursor",
                                String.class,
                                "Where the page before ended, as its Link says; wins over offset")
                        .query("search", String.class, "Part of a name or address")
                        .query("role", String.class, "A built-in role, or the name or id of a custom one")
                        .answer(200, MemberPage.class)
                        .answer(403, "The user is no member, or there is no such organization")
                        .summary(TAG, "Lists the members in the order of joining.")
                        .handle(this::list),
                route(Route.patch(one))
                        .guard(Guard.USER)
                        .permission(Permission.of("member:role_change"))
                        .body(ChangeMember.class)
                        .answer(200, MemberView.class)
                        .answer(400, "The role is unknown, or the last owner would lose it")
                        .answer(403, "It is the user's own role, or more than they may decide over")
                        .answer(404, "The organization has no such member")
                        .summary(TAG, "Gives a member another role; counts at once, in all their sessions.")
                        .handle(this::change),
                route(Route.delete(one))
                        .guard(Guard.USER)
                        .permission(Permission.of("org:read"))
                        .answer(200, Message.class)
                        .answer(400, "It is the last owner, or a personal organization")
                        .answer(403, "The user's role does not permit it")
                        .answer(404, "The organization has no such member")
                        .summary(
                                TAG,
                                "Removes a member, for whom it takes member:remove, or leaves, for which it does not.")
                        .handle(this::remove),
                route(Route.post(path + "/transfer-ownership"))
                        .guard(Guard.SESSION)
                        .permission(Permission.of("org:delete"))
                        .stepUp(StepUp.RECENT)
                        .body(TransferOwnership.class)
                        .answer(200, Message.class)
                        .answer(400, "It is the user, or a personal organization")
                        .answer(404, "The organization has no such member")
                        .summary(TAG, "Makes another member the owner; the owner becomes an admin.")
                        .handle(this::transfer));
    }

    private static Route.Builder route(Route.Builder route) {
        return route.style(Style.AUTH).rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Slice slice = Slice.of(call);
        Membership caller = Membership.of(call);
        Optional<String> search = call.query().text("search").map(String::strip).filter(text -> !text.isEmpty());
        if (search.isPresent() && search.get().length() > MAX_SEARCH) {
            throw ApiException.invalid("search must have at most " + MAX_SEARCH + " characters");
        }
        MemberList.Found found = database.read(sql -> {
            MemberStore.Wanted wanted = list.wanted(
                    sql, caller.organizationId(), call.query().text("role").orElse(null));
            return search.map(text -> list.search(sql, caller.projectId(), wanted, text, slice))
                    .orElseGet(() -> list.page(sql, caller.projectId(), wanted, slice));
        });
        Reply reply = Reply.ok(new MemberPage(found.members(), found.total()));
        if (!found.more()) {
            return reply;
        }
        MemberView last = found.members().getLast();
        return slice.withNext(call, reply, new Place(last.joinedAt(), last.id()));
    }

    private Reply change(Call call) {
        Membership caller = Membership.of(call);
        UUID userId = call.id(USER, MemberRoutes::unknown);
        String role = call.body(ChangeMember.class).role();
        Membership changed = database.write(tx -> members.changeRole(tx, caller, userId, role, call.origin()));
        return Reply.ok(database.read(sql -> list.views(sql, caller.projectId(), List.of(changed)))
                .getFirst());
    }

    private Reply remove(Call call) {
        Membership caller = Membership.of(call);
        UUID userId = call.id(USER, MemberRoutes::unknown);
        database.run(tx -> members.remove(tx, caller, userId, call.origin()));
        return Reply.ok(new Message("The member was removed"));
    }

    private Reply transfer(Call call) {
        Membership caller = Membership.of(call);
        UUID userId = call.body(TransferOwnership.class).userId();
        database.run(tx -> members.transferOwnership(tx, caller, userId, call.origin()));
        return Reply.ok(new Message("The organization has another owner"));
    }

    private static ApiException unknown() {
        return ApiException.notFound("The organization has no such member");
    }

    /**
     * Answer of {@code GET /orgs/{org_id}/members}.
     *
     * @param total left out of pages that a cursor leads to
     */
    record MemberPage(List<MemberView> members, @Nullable Integer total) {}

    /**
     * Body of {@code PATCH /orgs/{org_id}/members/{user_id}}.
     *
     * @param role a built-in role, or the name or id of a custom one
     */
    record ChangeMember(@Length(min = 1, max = 100) String role) {}

    /** Body of {@code POST /orgs/{org_id}/transfer-ownership}. */
    record TransferOwnership(UUID userId) {}
}
