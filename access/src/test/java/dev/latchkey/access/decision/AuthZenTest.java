package dev.latchkey.access.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuthZenTest {

    private static final String ONE = "/access/v1/evaluation";
    private static final String MANY = "/access/v1/evaluations";

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private UUID organization;

    @BeforeEach
    void organization() {
        owner = house.signUp("olga");
        organization = house.organization(owner);
    }

    @Test
    void aUserAsksAboutThemselvesOnly() {
        Person other = house.enrol(organization, house.signUp("mia"), "member");
        owner.probe()
                .post(ONE, evaluation(owner.id(), "org:delete"))
                .hasStatus(200)
                .hasValue("/decision", true)
                .hasValueMatching("/context/reason", ".*owner.*");
        other.probe().post(ONE, evaluation(other.id(), "delete")).hasStatus(200).hasValue("/decision", false);
        other.probe().post(ONE, evaluation(owner.id(), "org:read")).hasStatus(403);
        owner.probe().post(MANY, evaluation(other.id(), "org:read")).hasStatus(403);
        house.anonymous.post(ONE, evaluation(owner.id(), "org:read")).hasStatus(401);
        house.operator().post(ONE, evaluation(owner.id(), "org:read")).hasStatus(401);
    }

    @Test
    void aBackendAsksAboutAnyUserOfItsProject() {
        Person outsider = house.signUp("otto");
        Person foreigner = house.signUp("fred", house.otherProject());
        house.backend()
                .post(ONE, evaluation(owner.id(), "org:update"))
                .hasStatus(200)
                .hasValue("/decision", true);
        house.backend().post(ONE, evaluation(outsider.id(), "org:update")).hasValue("/decision", false);
        for (Object unknown : List.of(foreigner.id(), UUID.randomUUID(), "somebody")) {
            house.backend()
                    .post(ONE, evaluation(unknown, "org:update"))
                    .hasStatus(200)
                    .hasValue("/decision", false)
                    .hasValue("/context/reason", "Unknown subject");
        }
        house.rows.execute("update identity.users set status = 'SUSPENDED' where id = '" + owner.id() + "'");
        house.backend().post(ONE, evaluation(owner.id(), "org:update")).hasValue("/decision", false);
    }

    @Test
    void policiesSeeWhatTheBackendSaysButNotInPlaceOfWhatLatchkeyKnows() {
        String policies = "/auth/orgs/" + organization + "/policies";
        String id = owner.probe().post(policies, """
                        {"name": "desk", "permission": "post:read", "effect": "allow", "conditions": {
                         "subject": {"team": {"type": "equals", "value": "desk"},
                                     "role": {"type": "equals", "value": "member"}},
                         "resource": {"id": {"type": "equals", "value": "7"}, "draft": {"type": "exists", "value": false}},
                         "environment": {"ip": {"type": "ip_in", "value": "203.0.113.0/24"}}}}
                        """).hasStatus(200).text("/id");
        Person member = house.enrol(organization, house.signUp("mia"), "member");
        Map<String, ?> question = Map.of(
                "subject",
                Map.of(
                        "type",
                        "user",
                        "id",
                        member.id(),
                        "properties",
                        Map.of("team", "desk", "role", "nobody", "is_system_admin", true)),
                "action",
                Map.of("name", "read"),
                "resource",
                Map.of("type", "post", "id", "7", "properties", Map.of("org_id", organization)),
                "context",
                Map.of("ip", "203.0.113.9"));
        house.backend()
                .post(ONE, question)
                .hasValue("/decision", true)
                .hasValue("/context/matched_policy_id", id)
                .hasValue("/context/matched_policy_name", "desk");
        member.probe().post(ONE, question).hasStatus(200).hasValue("/decision", false);
    }

    @Test
    void manyQuestionsShareWhatTheyLeaveOut() {
        Map<String, ?> request = Map.of(
                "subject", Map.of("type", "user", "id", owner.id()),
                "resource", Map.of("type", "organization", "id", organization),
                "evaluations",
                        List.of(
                                Map.of("action", Map.of("name", "org:read")),
                                Map.of("action", Map.of("name", "fly")),
                                Map.of("action", Map.of("name", "org:delete"))));
        List<String> statements = house.database.statements().during(() -> owner.probe()
                .post(MANY, request)
                .hasStatus(200)
                .hasValue("/evaluations/0/decision", true)
                .hasValue("/evaluations/1/decision", false)
                .hasValue("/evaluations/2/decision", true));
        assertThat(statements).as("session, membership, policies").hasSizeLessThanOrEqualTo(3);
        owner.probe().post(MANY, with(request, "deny_on_first_deny")).lacks("/evaluations/2");
        owner.probe().post(MANY, with(request, "permit_on_first_permit")).lacks("/evaluations/1");
        owner.probe().post(MANY, with(request, "execute_all")).hasValue("/evaluations/2/decision", true);
        owner.probe().post(MANY, with(request, "guess")).hasStatus(400);
        owner.probe()
                .post(MANY, evaluation(owner.id(), "org:read"))
                .hasStatus(200)
                .hasValue("/decision", true);
    }

    @Test
    void manySubjectsAndOrganizationsCostAsManyStatementsAsOne() throws InterruptedException {
        house.awaitListening();
        UUID other = house.organization(owner);
        HttpProbe backend = house.backend();
        List<Map<String, ?>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Person person = house.enrol(organization, house.signUp("p" + i), i % 2 == 0 ? "admin" : "viewer");
            all.add(evaluation(person.id(), "org:update"));
            all.add(evaluation(person.id(), "org:update", other));
        }
        all.add(evaluation(UUID.randomUUID(), "org:update"));
        all.add(evaluation("nobody", "org:update"));
        all.add(evaluation(owner.id(), "org:update", UUID.randomUUID()));
        Map<String, ?> request = Map.of("evaluations", all);
        HttpAnswer warm = backend.post(MANY, request).hasStatus(200);
        for (int i = 0; i < 12; i++) {
            warm.hasValue("/evaluations/" + (2 * i) + "/decision", i % 2 == 0);
            warm.hasValue("/evaluations/" + (2 * i + 1) + "/decision", false);
        }
        warm.hasValue("/evaluations/24/context/reason", "Unknown subject")
                .hasValue("/evaluations/25/context/reason", "Unknown subject")
                .hasValue("/evaluations/26/decision", false);
        assertThat(house.database.statements().during(() -> backend.post(MANY, request)
                        .hasStatus(200)))
                .as("users, memberships")
                .hasSize(2);
        List<Map<String, ?>> own = List.of(
                evaluation(owner.id(), "org:update"),
                evaluation(owner.id(), "org:update", other),
                evaluation(owner.id(), "org:update", UUID.randomUUID()));
        assertThat(house.database.statements().during(() -> owner.probe()
                        .post(MANY, Map.of("evaluations", own))
                        .hasValue("/evaluations/0/decision", true)
                        .hasValue("/evaluations/1/decision", true)
                        .hasValue("/evaluations/2/decision", false)))
                .as("session, memberships, and the policies of the second organization for the first time")
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whatIsIncompleteIsRefused() {
        Map<String, ?> subject = Map.of("type", "user", "id", owner.id());
        Map<String, ?> action = Map.of("name", "org:read");
        Map<String, ?> resource = Map.of("type", "organization", "id", organization);
        for (Map<String, ?> wrong : List.<Map<String, ?>>of(
                Map.of("action", action, "resource", resource),
                Map.of("subject", subject, "resource", resource),
                Map.of("subject", subject, "action", action),
                Map.of("subject", subject, "action", Map.of(), "resource", resource),
                Map.of("subject", Map.of("type", "user"), "action", action, "resource", resource),
                Map.of("subject", subject, "action", action, "resource", Map.of("type", "post", "id", "7")),
                Map.of("subject", subject, "action", action, "resource", Map.of("type", "organization", "id", "7")),
                Map.of("subject", subject, "action", action, "resource", resource, "context", "x"))) {
            owner.probe().post(ONE, wrong).hasStatus(400);
        }
        owner.probe()
                .post(
                        MANY,
                        Map.of(
                                "subject", subject,
                                "resource", resource,
                                "evaluations", Collections.nCopies(101, Map.of("action", action))))
                .hasStatus(400);
    }

    @Test
    void theConfigurationSaysWhereToAsk() {
        String base = "http://127.0.0.1:" + house.server.port();
        house.anonymous
                .get("/.well-known/authzen-configuration")
                .hasStatus(200)
                .hasValue("/policy_decision_point", base)
                .hasValue("/access_evaluation_endpoint", base + ONE)
                .hasValue("/access_evaluations_endpoint", base + MANY);
    }

    private Map<String, ?> evaluation(Object user, String action) {
        return evaluation(user, action, organization);
    }

    private static Map<String, ?> evaluation(Object user, String action, UUID organization) {
        return Map.of(
                "subject", Map.of("type", "user", "id", user),
                "action", Map.of("name", action),
                "resource", Map.of("type", "organization", "id", organization));
    }

    private static Map<String, ?> with(Map<String, ?> request, String semantic) {
        Map<String, Object> more = new HashMap<>(request);
        more.put("options", Map.of("evaluations_semantic", semantic));
        return more;
    }
}
