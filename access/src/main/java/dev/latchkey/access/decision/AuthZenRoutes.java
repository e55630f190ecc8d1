package dev.latchkey.access.decision;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.role.PermissionName;
import dev.latchkey.identity.UserFacts;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
    private final Memberships memberships;
    private final Subjects subjects;
    private final List<URI> publicUrls;
    private final Clock clock;

    /** @param publicUrls addresses of this server; where there are none, it is what the client calls it */
    AuthZenRoutes(Decisions decisions, Memberships memberships, Subjects subjects, List<URI> publicUrls, Clock clock) {
        this.decisions = decisions;
        this.memberships = memberships;
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
        List<Evaluation> all =
                given.stream().map(each -> each.or(request.common())).toList();
        asking.expect(all);
        List<Evaluated> answers = new ArrayList<>();
        for (Evaluation each : all) {
            Evaluated answer = asking.evaluate(each);
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

    /** The questions of one request; what is known of subjects and their memberships is looked up once. */
    private final class Asking {

        private record Key(
                UUID user, UUID organization, @Nullable ObjectNode properties) {}

        private final Call call;
        private final UUID project;
        private final Map<UUID, Optional<UserFacts>> users = new HashMap<>();
        private final Map<Memberships.Key, Optional<Membership>> members = new HashMap<>();
        private final Map<Key, Optional<Standing>> standings = new HashMap<>();
        private @Nullable Subject self;

        Asking(Call call) {
            this.call = call;
            this.project = call.caller().projectId().orElseThrow();
        }

        /** Looks up all that the questions are about, in as many statements as for one; what is malformed is left out. */
        void expect(List<Evaluation> all) {
            Set<Memberships.Key> keys = new LinkedHashSet<>();
            for (Evaluation each : all) {
                Evaluation.Entity resource = each.resource();
                Optional<UUID> organization =
                        resource == null ? Optional.empty() : organization(resource, each.context());
                organization.ifPresent(
                        id -> user(each.subject()).ifPresent(user -> keys.add(new Memberships.Key(id, user))));
            }
            if (call.caller() instanceof Caller.User caller) {
                keys.removeIf(key -> !key.userId().equals(caller.userId()));
            } else {
                Set<UUID> asked = keys.stream().map(Memberships.Key::userId).collect(Collectors.toSet());
                Map<UUID, UserFacts> found = subjects.users(project, asked);
                asked.forEach(id -> users.put(id, Optional.ofNullable(found.get(id))));
            }
            Map<Memberships.Key, Membership> found = memberships.find(project, keys);
            keys.forEach(key -> members.put(key, Optional.ofNullable(found.get(key))));
        }

        Evaluated evaluate(Evaluation evaluation) {
            Evaluation.Entity subject = required("subject", evaluation.subject());
            Evaluation.Action action = required("action", evaluation.action());
            Evaluation.Entity resource = required("resource", evaluation.resource());
            UUID organization = organization(resource, evaluation.context()).orElseThrow(AuthZenRoutes::noOrganization);
            Question question = question(action, resource, evaluation.context());
            Optional<UUID> user = user(subject);
            if (call.caller() instanceof Caller.User caller && !user.equals(Optional.of(caller.userId()))) {
                throw ApiException.forbidden("Users may only ask about themselves");
            }
            return user.flatMap(id ->
                            standings.computeIfAbsent(new Key(id, organization, subject.properties()), this::standing))
                    .map(standing -> Evaluated.of(decisions.decide(standing, question, false)))
                    .orElseGet(() -> new Evaluated(false, new Circumstances("Unknown subject", null, null)));
        }

        private Optional<Standing> standing(Key key) {
            return subject(key)
                    .map(subject -> decisions.standing(
                            subject,
                            key.organization(),
                            members.computeIfAbsent(
                                    new Memberships.Key(key.organization(), key.user()),
                                    wanted -> memberships.remembered(
                                            project, wanted.organizationId(), wanted.userId()))));
        }

        private Optional<Subject> subject(Key key) {
            if (call.caller() instanceof Caller.ProjectKey) {
                ObjectNode properties = Questions.copy("subject.properties", key.properties());
                return users.computeIfAbsent(key.user(), id -> subjects.user(project, id))
                        .flatMap(user -> Subjects.of(user, properties));
            }
            if (self == null) {
                self = subjects.caller(call);
            }
            return Optional.of(self);
        }

        private static Optional<UUID> user(Evaluation.@Nullable Entity subject) {
            return subject != null && subject.type().equals("user") ? Call.parseUuid(subject.id()) : Optional.empty();
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

        private static Optional<UUID> organization(Evaluation.Entity resource, @Nullable ObjectNode context) {
            return resource.type().equals("organization")
                    ? Call.parseUuid(resource.id())
                    : named(resource.properties()).or(() -> named(context));
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
