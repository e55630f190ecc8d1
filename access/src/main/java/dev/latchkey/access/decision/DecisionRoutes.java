package dev.latchkey.access.decision;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a user may do, asked by that user (access.md 6). */
final class DecisionRoutes {

    private static final String TAG = "Decisions";
    private static final int MAX_BATCH = 100;
    private static final String MANAGES = "org:update";

    private final Decisions decisions;
    private final Memberships memberships;
    private final Subjects subjects;
    private final String basePath;
    private final Clock clock;

    DecisionRoutes(Decisions decisions, Memberships memberships, Subjects subjects, String basePath, Clock clock) {
        this.decisions = decisions;
        this.memberships = memberships;
        this.subjects = subjects;
        this.basePath = basePath;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                user(Route.post(basePath + "/authorize"))
                        .body(AuthorizeRequest.class)
                        .answer(200, Decision.class)
                        .answer(403, "Only those who may read the policies are told how it was decided")
                        .summary(TAG, "Says whether the caller may do something in an organization.")
                        .handle(this::authorize),
                user(Route.post(basePath + "/authorize/batch"))
                        .body(BatchRequest.class)
                        .answer(200, BatchAnswer.class)
                        .answer(403, "Only those who may read the policies are told how it was decided")
                        .summary(TAG, "Says which of up to 100 things the caller may do in an organization.")
                        .handle(this::batch),
                user(Route.post(basePath + "/permissions"))
                        .body(PermissionsRequest.class)
                        .answer(200, PermissionsAnswer.class)
                        .answer(403, "The caller is not a member of the organization")
                        .summary(TAG, "Lists what the caller's role in an organization permits; policies do not count.")
                        .handle(this::permissions));
    }

    private static Route.Builder user(Route.Builder route) {
        return route.style(Style.AUTH).guard(Guard.USER).rate(RateClass.GENERAL);
    }

    private Reply authorize(Call call) {
        AuthorizeRequest request = call.body(AuthorizeRequest.class);
        UUID organization = Questions.organization(request.orgId(), request.org_id());
        Question question = Questions.of(request, environment(call, request.environment()));
        Standing standing = decisions.standing(subjects.caller(call), organization);
        return Reply.ok(decisions.decide(standing, question, explains(standing, request.explain())));
    }

    private Reply batch(Call call) {
        BatchRequest request = call.body(BatchRequest.class);
        UUID organization = Questions.organization(request.orgId(), request.org_id());
        List<Question> questions = questions(call, request);
        Standing standing = decisions.standing(subjects.caller(call), organization);
        boolean explain = explains(standing, request.explain());
        return Reply.ok(new BatchAnswer(questions.stream()
                .map(question -> decisions.decide(standing, question, explain))
                .toList()));
    }

    private List<Question> questions(Call call, BatchRequest request) {
        if (request.decisions().isEmpty() || request.decisions().size() > MAX_BATCH) {
            throw ApiException.invalid("decisions must be 1 to " + MAX_BATCH);
        }
        ObjectNode common = environment(call, request.environment());
        List<Question> questions = new ArrayList<>();
        for (AuthorizeRequest each : request.decisions()) {
            if (each.orgId() != null || each.org_id() != null) {
                throw ApiException.invalid("decisions are about the organization of the batch; leave theirs out");
            }
            ObjectNode own = each.environment() == null ? common : environment(call, each.environment());
            questions.add(Questions.of(each, own));
        }
        return questions;
    }

    private Reply permissions(Call call) {
        PermissionsRequest request = call.body(PermissionsRequest.class);
        Caller.User user = call.user();
        Membership membership = memberships
                .find(user.project(), Questions.organization(request.orgId(), request.org_id()), user.userId())
                .orElseThrow(Memberships::notAMember);
        Set<String> names = new LinkedHashSet<>(membership.role().permissions());
        Optional.ofNullable(membership.custom())
                .ifPresent(custom ->
                        names.addAll(Permissions.of(custom.permissions()).names()));
        return Reply.ok(new PermissionsAnswer(List.copyOf(names), membership.roleName()));
    }

    private ObjectNode environment(Call call, @Nullable ObjectNode given) {
        return Questions.environment(given, call.ip(), clock.instant());
    }

    /** What the policies say is for those who may read them. */
    private static boolean explains(Standing standing, @Nullable Boolean wanted) {
        if (wanted == null || !wanted) {
            return false;
        }
        boolean mayRead = standing.subject().systemAdmin()
                || standing.membership()
                        .map(membership -> membership.permissions().include(MANAGES))
                        .orElse(false);
        if (!mayRead) {
            throw ApiException.forbidden("An explanation takes the permission " + MANAGES);
        }
        return true;
    }

    /** Body of {@code POST /permissions}. */
    record PermissionsRequest(
            @Nullable UUID orgId, @Nullable UUID org_id) {}

    /**
     * Answer of {@code POST /permissions}.
     *
     * @param permissions those of the built-in role in the contract's order, then those of the custom role
     */
    record PermissionsAnswer(List<String> permissions, String role) {}

    /** Answer of {@code POST /authorize/batch}, in the order of the questions. */
    record BatchAnswer(List<Decision> decisions) {}
}
