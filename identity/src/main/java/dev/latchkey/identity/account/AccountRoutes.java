package dev.latchkey.identity.account;

import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Export, merge and deletion of the user's own account. All of it asks for a recent sign-in. */
public final class AccountRoutes {

    private static final String TAG = "Account";

    private final Export export;
    private final Merge merge;
    private final Deletion deletion;
    private final SessionCookies cookies;
    private final String basePath;

    public AccountRoutes(Export export, Merge merge, Deletion deletion, SessionCookies cookies, String basePath) {
        this.export = export;
        this.merge = merge;
        this.deletion = deletion;
        this.cookies = cookies;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(basePath + "/user/export")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .answer(200, ObjectNode.class)
                        .summary(TAG, "Gives the user everything that is kept about them, as JSON.")
                        .handle(this::export),
                Route.post(basePath + "/user/merge/token")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .answer(200, MergeToken.class)
                        .summary(TAG, "Proves this account to another one of the same person, which may take it in.")
                        .handle(this::mergeToken),
                Route.post(basePath + "/user/merge")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .body(MergeRequest.class)
                        .answer(200, MergeAnswer.class)
                        .answer(400, "The token is unknown, used or expired, or it is this account's own")
                        .answer(409, "The accounts cannot become one; the message says why")
                        .summary(TAG, "Takes another account of the same person in.")
                        .handle(this::merge),
                Route.get(basePath + "/user/deletion")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .answer(200, ScheduledDeletion.class)
                        .summary(TAG, "Shows whether the account is going to be erased, and when.")
                        .handle(this::scheduled),
                Route.delete(basePath + "/user")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .answer(202, ScheduledDeletion.class)
                        .answer(400, "System administrators hand over first")
                        .summary(TAG, "Has the account erased after a time in which the user can think again.")
                        .handle(this::delete),
                Route.delete(basePath + "/user/deletion")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .answer(204, "The account stays")
                        .answer(404, "It was not going to be erased")
                        .summary(TAG, "Keeps an account that was going to be erased.")
                        .handle(this::keep));
    }

    private Reply export(Call call) {
        Map<String, Object> everything = export.of(SessionState.of(call).user(), call.origin());
        return Reply.ok(everything)
                .header("Content-Disposition", "attachment; filename=\"account.json\"")
                .header("Cache-Control", "no-store");
    }

    private Reply mergeToken(Call call) {
        Merge.Offer offer = merge.offer(SessionState.of(call).user(), call.origin());
        return Reply.ok(new MergeToken(offer.token(), offer.expiresAt()));
    }

    private Reply merge(Call call) {
        String token = call.body(MergeRequest.class).mergeToken();
        Merge.Merged merged = merge.accept(SessionState.of(call).user(), token, call.origin());
        return Reply.ok(
                new MergeAnswer(AuthUser.of(merged.user()), merged.movedCredentials(), merged.droppedCredentials()));
    }

    private Reply scheduled(Call call) {
        return Reply.ok(new ScheduledDeletion(
                deletion.scheduled(call.session().userId()).orElse(null)));
    }

    private Reply delete(Call call) {
        Instant due = deletion.request(SessionState.of(call).user(), call.origin());
        Reply reply = Reply.of(202, new ScheduledDeletion(due));
        return cookies.enabled() ? cookies.clear(reply) : reply;
    }

    private Reply keep(Call call) {
        deletion.cancel(SessionState.of(call).user(), call.origin());
        return Reply.noContent();
    }

    /** Good for ten minutes, once. */
    record MergeToken(String mergeToken, Instant expiresAt) {}

    /** Body of {@code POST /user/merge}. */
    record MergeRequest(@Length(max = 128) String mergeToken) {}

    /** What became of the other account's ways to sign in. */
    record MergeAnswer(AuthUser user, List<String> movedCredentials, List<String> droppedCredentials) {}

    /** When the account is erased; without a time it stays. */
    record ScheduledDeletion(@Nullable Instant scheduledFor) {}
}
