package dev.latchkey.access.invite;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.session.Message;
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
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as those see them who invite (access.md 7). */
final class InviteRoutes {

    private static final String TAG = "Invites";
    private static final String INVITE = "invite_id";
    private static final int MAX_BULK = 100;

    private final Database database;
    private final InviteStore store;
    private final Invites invites;
    private final Clock clock;
    private final String path;

    InviteRoutes(Database database, InviteStore store, Invites invites, Clock clock, String basePath) {
        this.database = database;
        this.store = store;
        this.invites = invites;
        this.clock = clock;
        this.path = basePath + "/orgs/{" + Route.ORGANIZATION + "}/invites";
    }

    List<Route> routes() {
        String one = path + "/{" + INVITE + "}";
        return List.of(
                route(Route.get(path), "invite:read", RateClass.GENERAL)
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .query(
                                "cursor",
                                String.class,
                                "Where the page before ended, as its Link says; wins over offset")
                        .answer(200, InvitePage.class)
                        .summary(TAG, "Lists the invitations that can still be accepted, the newest first.")
                        .handle(this::list),
                route(Route.post(path), "invite:create", RateClass.AUTH)
                        .body(CreateInvite.class)
                        .answer(200, InviteView.class)
                        .answer(400, "No recipient or two, a member already, invited already, or an unknown role")
                        .answer(429, "The recipient was invited five times within the last hour")
                        .summary(
                                TAG,
                                "Invites somebody; an e-mail address gets a mail, a wallet's owner the token from you.")
                        .handle(this::create),
                route(Route.post(path + "/bulk"), "invite:create", RateClass.AUTH)
                        .body(CreateInvites.class)
                        .answer(200, BulkAnswer.class)
                        .answer(400, "None, or more than 100")
                        .summary(TAG, "Invites up to 100 recipients; tells of each what became of it.")
                        .handle(this::createAll),
                route(Route.delete(one), "invite:cancel", RateClass.GENERAL)
                        .answer(200, Message.class)
                        .answer(400, "It was accepted already")
                        .answer(404, "The organization has no such invitation")
                        .summary(TAG, "Takes an invitation back.")
                        .handle(this::cancel),
                route(Route.post(one + "/resend"), "invite:create", RateClass.AUTH)
                        .answer(200, InviteView.class)
                        .answer(400, "It was accepted already")
                        .answer(404, "The organization has no such invitation")
                        .answer(429, "The recipient was invited five times within the last hour")
                        .summary(TAG, "Sends an invitation again, with a new token and time; the old token ends.")
                        .handle(this::resend));
    }

    private static Route.Builder route(Route.Builder route, String permission, RateClass rate) {
        return route.style(Style.AUTH)
                .guard(Guard.USER)
                .permission(Permission.of(permission))
                .rate(rate);
    }

    private Reply list(Call call) {
        Slice slice = Slice.of(call);
        UUID organization = Membership.of(call).organizationId();
        Instant now = clock.instant();
        List<Invite> fetched = database.read(
                sql -> store.pending(sql, organization, now, slice.after(), slice.fetch(), slice.offset()));
        List<Invite> shown = slice.shown(fetched);
        Integer total = slice.after() == null ? database.read(sql -> store.countPending(sql, organization, now)) : null;
        Reply reply = Reply.ok(new InvitePage(shown.stream().map(InviteView::of).toList(), total));
        if (fetched.size() == shown.size()) {
            return reply;
        }
        Invite last = shown.getLast();
        return slice.withNext(call, reply, new Place(last.createdAt(), last.id()));
    }

    private Reply create(Call call) {
        Invites.Wanted wanted = call.body(CreateInvite.class).wanted();
        Membership caller = Membership.of(call);
        Invites.Outcome outcome = database.write(tx -> invites.create(tx, caller, List.of(wanted), call.origin()))
                .getFirst();
        return switch (outcome) {
            case Invites.Outcome.Made(Invite invite, InviteToken token) -> Reply.ok(InviteView.of(invite, token));
            case Invites.Outcome.Refused(ApiException reason) -> throw reason;
        };
    }

    private Reply createAll(Call call) {
        List<Invites.Wanted> wishes = call.body(CreateInvites.class).invites().stream()
                .map(CreateInvite::wanted)
                .toList();
        if (wishes.isEmpty() || wishes.size() > MAX_BULK) {
            throw ApiException.invalid("invites must have 1 to " + MAX_BULK + " items");
        }
        Membership caller = Membership.of(call);
        List<Invites.Outcome> outcomes = database.write(tx -> invites.create(tx, caller, wishes, call.origin()));
        List<BulkResult> results = new ArrayList<>();
        for (Invites.Outcome outcome : outcomes) {
            results.add(BulkResult.of(results.size(), outcome));
        }
        return Reply.ok(new BulkAnswer(results));
    }

    private Reply cancel(Call call) {
        Membership caller = Membership.of(call);
        UUID id = call.id(INVITE, InviteRoutes::unknown);
        database.run(tx -> invites.cancel(tx, caller, id, call.origin()));
        return Reply.ok(new Message("The invitation was taken back"));
    }

    private Reply resend(Call call) {
        Membership caller = Membership.of(call);
        UUID id = call.id(INVITE, InviteRoutes::unknown);
        Invites.Outcome.Made again = database.write(tx -> invites.resend(tx, caller, id, call.origin()));
        return Reply.ok(InviteView.of(again.invite(), again.token()));
    }

    private static ApiException unknown() {
        return ApiException.notFound("The organization has no such invitation");
    }

    /**
     * Answer of {@code GET /orgs/{org_id}/invites}.
     *
     * @param total left out of pages that a cursor leads to
     */
    record InvitePage(List<InviteView> invites, @Nullable Integer total) {}

    /**
     * Body of {@code POST /orgs/{org_id}/invites}: one of the addresses.
     *
     * @param role {@code member} where it is left out
     */
    record CreateInvite(
            @Length(max = 320) @Nullable String email,
            @Length(max = 64) @Nullable String walletAddress,
            @Length(max = 100) @Nullable String role) {

        Invites.Wanted wanted() {
            return new Invites.Wanted(email, walletAddress, role == null ? BuiltInRole.MEMBER.wireName() : role);
        }
    }

    /** Body of {@code POST /orgs/{org_id}/invites/bulk}. */
    record CreateInvites(List<CreateInvite> invites) {}

    /** Answer of {@code POST /orgs/{org_id}/invites/bulk}, in the order of the body. */
    record BulkAnswer(List<BulkResult> results) {}

    /** What became of one; the invite, or code and message of the refusal. */
    record BulkResult(
            int index,
            @Nullable InviteView invite,
            @Nullable String code,
            @Nullable String message) {

        static BulkResult of(int index, Invites.Outcome outcome) {
            return switch (outcome) {
                case Invites.Outcome.Made(Invite invite, InviteToken token) ->
                    new BulkResult(index, InviteView.of(invite, token), null, null);
                case Invites.Outcome.Refused(ApiException reason) ->
                    new BulkResult(index, null, reason.code(), String.join("; ", reason.messages()));
            };
        }
    }
}
