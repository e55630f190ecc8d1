package dev.latchkey.access.decision;

import dev.latchkey.access.role.PermissionName;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Json;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions in the words of the AuthZEN Authorization API 1.0: for users about themselves, for backends about any user of
 * their project. The organization is the resource itself, or the property {@code org_id} of the resource or the context.
 */
final class AuthZenRoutes {

    private static final String TAG = "AuthZEN";
    private static final String ONE = "/access/v1/evaluation";
    private static final String MANY = "/access/v1/evaluations";
    private static final int MOST = 100;

    private final Decisions decisions;
    private final Subjects subjects;
    private final List<URI> publicUrls;
    private final Clock clock;

    /** @param publicUrls addresses of this server; where there are none, it is what the client calls it */
    AuthZenRoutes(Decisions decisions, Subjects subjects, List<URI> publicUrls, Clock clock) {
        this.decisions = decisions;
        this.subjects = subjects;
        this.publicUrls = List.copyOf(publicUrls);
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                evaluator(Route.post(ONE))
                        .body(Evaluation.class)
                        .answer(200, Evaluated.class)
                        .answer(403, "Users may only ask about themselves")
                        .summary(TAG, "Says whether a subject may do something to a resource.")
                        .handle(call -> Reply.ok(new Asking(call).evaluate(call.body(Evaluation.class)))),
                evaluator(Route.post(MANY))
                        .body(Evaluations.class)
                        .answer(200, AllEvaluated.class)
                        .answer(403, "Users may only ask about themselves")
                        .summary(TAG, "Answers up to 100 such questions.")
                        .handle(this::evaluateAll),
                Route.get("/.well-known/authzen-configuration")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.NONE)
                        .answer(200, Configuration.class)
                        .summary(TAG, "Says where the evaluation endpoints are.")
                        .handle(this::configuration));
    }

    private static Route.Builder evaluator(Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.USER_OR_PROJECT_KEY)
                .scope(Scope.AUTHORIZE)
                .rate(RateClass.GENERAL);
    }

    private Reply evaluateAll(Call call) {
        Evaluations request = call.body(Evaluations.class);
        List<Evaluation> given = request.evaluations();
        Asking asking = new Asking(call);
        if (given == null || given.isEmpty()) {
            return Reply.ok(asking.evaluate(request.common()));
        }
        if (given.size() > MOST) {
            throw ApiException.invalid("evaluations must be at most " + MOST);
        }
        List<Evaluated> answers = new ArrayList<>();
        for (Evaluation each : given) {
            Evaluated answer = asking.evaluate(each.or(request.common()));
            answers.add(answer);
            if (request.endsWith(answer.decision())) {
                break;
            }
        }
        return Reply.ok(new AllEvaluated(answers));
    }

    private Reply configuration(Call call) {
        String base = publicUrls.stream()
                .findFirst()
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .orElseGet(() -> "http://" + call.header("host").orElse("localhost"));
        return Reply.ok(new Configuration(base, base + ONE, base + MANY));
    }

    /** The questions of one request; each subject's standing in an organization is looked up once. */
    private final class Asking {

        private record Key(
                UUID user, UUID organization, @Nullable ObjectNode properties) {}

        private final Call call;
        private final Map<Key, Optional<Standing>> standings = new HashMap<>();

        Asking(Call call) {
            this.call = call;
        }

        Evaluated evaluate(Evaluation evaluation) {
            Evaluation.Entity subject = required("subject", evaluation.subject());
            Evaluation.Action action = required("action", evaluation.action());
            Evaluation.Entity resource = required("resource", evaluation.resource());
            UUID organization = organization(resource, evaluation.context());
            Question question = question(action, resource, evaluation.context());
            Optional<UUID> user = subject.type().equals("user") ? Call.parseUuid(subject.id()) : Optional.empty();
            if (call.caller() instanceof Caller.User caller && !user.equals(Optional.of(caller.userId()))) {
                throw ApiException.forbidden("Users may only ask about themselves");
            }
            return user.flatMap(id ->
                            standings.computeIfAbsent(new Key(id, organization, subject.properties()), this::standing))
                    .map(standing -> Evaluated.of(decisions.decide(standing, question, false)))
                    .orElseGet(() -> new Evaluated(false, new Circumstances("Unknown subject", null, null)));
        }

        private Optional<Standing> standing(Key key) {
            Optional<Subject> subject = call.caller() instanceof Caller.ProjectKey backend
                    ? subjects.user(
                            backend.project(), key.user(), Questions.copy("subject.properties", key.properties()))
                    : Optional.of(subjects.caller(call));
            return subject.map(found -> decisions.standing(found, key.organization()));
        }

        private Question question(Evaluation.Action action, Evaluation.Entity resource, @Nullable ObjectNode context) {
            ObjectNode attributes = Questions.copy("resource.properties", resource.properties());
            attributes.put("id", resource.id()).put("resource_type", resource.type());
            return new Question(PermissionName.of(resource.type(), action.name()), attributes, environment(context));
        }

        private ObjectNode environment(@Nullable ObjectNode context) {
            if (call.caller() instanceof Caller.ProjectKey) {
                ObjectNode environment = Questions.copy("context", context);
                Questions.putAbsent(environment, "time", Json.timestamp(clock.instant()));
                return environment;
            }
            return Questions.environment(context, call.ip(), clock.instant());
        }

        private static UUID organization(Evaluation.Entity resource, @Nullable ObjectNode context) {
            if (resource.type().equals("organization")) {
                return Call.parseUuid(resource.id()).orElseThrow(AuthZenRoutes::noOrganization);
            }
            return named(resource.properties()).or(() -> named(context)).orElseThrow(AuthZenRoutes::noOrganization);
        }

        private static Optional<UUID> named(@Nullable ObjectNode attributes) {
            JsonNode named = attributes == null ? null : attributes.get("org_id");
            return named != null && named.isString() ? Call.parseUuid(named.stringValue()) : Optional.empty();
        }

        private static <T> T required(String name, @Nullable T part) {
            if (part == null) {
                throw ApiException.invalid(name + " is required");
            }
            return part;
        }
    }

    private static ApiException noOrganization() {
        return ApiException.invalid("resource must be an organization, or name one in its property org_id");
    }

    /** An evaluation's answer. */
    record Evaluated(boolean decision, Circumstances context) {

        static Evaluated of(Decision decision) {
            return new Evaluated(
                    decision.allowed(),
                    new Circumstances(decision.reason(), decision.matchedPolicyId(), decision.matchedPolicyName()));
        }
    }

    /** Why it was answered so. */
    record Circumstances(
            @Nullable String reason,
            @Nullable UUID matched_policy_id,
            @Nullable String matched_policy_name) {}

    /** The answers, in the order of the questions. */
    record AllEvaluated(List<Evaluated> evaluations) {}

    /** Answer of {@code GET /.well-known/authzen-configuration}. */
    record Configuration(
            String policy_decision_point, String access_evaluation_endpoint, String access_evaluations_endpoint) {}
}
