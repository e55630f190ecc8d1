package dev.latchkey.access.invite;

import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as those see them who are invited. */
final class InvitationRoutes {

    private static final String TAG = "Invites";
    private static final String INVITE = "invite_id";
    private static final int MAX_LISTED = 100;

    private final Database database;
    private final InviteStore store;
    private final Acceptance acceptance;
    private final Directory directory;
    private final Clock clock;
    private final String path;

    InvitationRoutes(
            Database database,
            InviteStore store,
            Acceptance acceptance,
            Directory directory,
            Clock clock,
            String basePath) {
        this.database = database;
        this.store = store;
        this.acceptance = acceptance;
        this.directory = directory;
        this.clock = clock;
        this.path = basePath + "/invites";
    }

    List<Route> routes() {
        return List.of(
                route(Route.get(path), RateClass.GENERAL)
                        .answer(200, InvitationList.class)
                        .summary(
                                TAG,
                                "Lists what the user is invited to, by their verified address or a wallet of theirs.")
                        .handle(this::list),
                route(Route.post(path + "/accept"), RateClass.AUTH)
                        .body(AcceptInvite.class)
                        .answer(200, Acceptance.JoinAnswer.class)
                        .answer(400, "The user has no such kind of address, or is a member already")
                        .answer(403, "It is for another address, or the user's is not verified")
                        .answer(404, "The token is unknown, used or expired")
                        .summary(TAG, "Accepts an invitation by its token.")
                        .handle(this::acceptByToken),
                route(Route.post(path + "/{" + INVITE + "}/accept"), RateClass.GENERAL)
                        .answer(200, Acceptance.JoinAnswer.class)
                        .answer(400, "The user is a member already")
                        .answer(404, "The user has no such invitation")
                        .summary(TAG, "Accepts an invitation of the list.")
                        .handle(this::accept),
                route(Route.post(path + "/{" + INVITE + "}/decline"), RateClass.GENERAL)
                        .answer(200, Message.class)
                        .answer(404, "The user has no such invitation")
                        .summary(TAG, "Declines an invitation, which ends with it.")
                        .handle(this::decline));
    }

    private static Route.Builder route(Route.Builder route, RateClass rate) {
        return route.style(Style.AUTH).guard(Guard.USER).rate(rate);
    }

    private Reply list(Call call) {
        Caller.User user = call.user();
        Instant now = clock.instant();
        return Reply.ok(database.read(sql -> {
            Directory.Reachable at = directory.reachable(sql, user.project(), user.userId());
            List<InviteStore.Received> received = store.received(sql, user.project(), at, now, MAX_LISTED);
            Map<UUID, Directory.Person> inviters = directory.people(
                    sql,
                    user.project(),
                    received.stream().map(one -> one.invite().invitedBy()).toList());
            return new InvitationList(
                    received.stream()
                            .map(one ->
                                    Invitation.of(one, inviters.get(one.invite().invitedBy())))
                            .toList(),
                    received.size());
        }));
    }

    private Reply acceptByToken(Call call) {
        String token = call.body(AcceptInvite.class).token();
        return Reply.ok(database.write(tx -> acceptance.byToken(tx, call.user(), token, call.origin())));
    }

    private Reply accept(Call call) {
        UUID id = call.id(INVITE, Invites::unknown);
        return Reply.ok(database.write(tx -> acceptance.byId(tx, call.user(), id, call.origin())));
    }

    private Reply decline(Call call) {
        UUID id = call.id(INVITE, Invites::unknown);
        database.run(tx -> acceptance.decline(tx, call.user(), id, call.origin()));
        return Reply.ok(new Message("The invitation was declined"));
    }

    /** Body of {@code POST /invites/accept}. */
    record AcceptInvite(@Length(min = 1, max = 128) String token) {

        @Override
        public String toString() {
            return "AcceptInvite";
        }
    }

    /** Answer of {@code GET /invites}: the newest 100. */
    record InvitationList(List<Invitation> invites, int total) {}

    /** An invitation as its recipient sees it. */
    record Invitation(
            UUID id,
            UUID orgId,
            String orgName,
            String role,
            @Nullable String email,
            @Nullable String walletAddress,
            @Nullable String inviterName,
            Instant createdAt,
            Instant expiresAt) {

        static Invitation of(InviteStore.Received received, Directory.@Nullable Person inviter) {
            Invite invite = received.invite();
            return new Invitation(
                    invite.id(),
                    invite.organizationId(),
                    received.organizationName(),
                    invite.roleName(),
                    invite.recipient().email(),
                    invite.recipient().wallet(),
                    inviter == null ? null : inviter.name(),
                    invite.createdAt(),
                    invite.expiresAt());
        }
    }
}
