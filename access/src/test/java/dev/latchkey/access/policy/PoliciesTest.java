package dev.latchkey.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

final class PoliciesTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private UUID organization;
    private String path;

    @BeforeEach
    void organization() {
        owner = house.signUp("olga");
        organization = house.organization(owner);
        path = "/auth/orgs/" + organization + "/policies";
    }

    @Test
    void aPolicyOfTheFirstShapeIsMadeShownChangedAndDeleted() {
        HttpAnswer made = owner.probe()
                .post(path, """
                        {"name": " Office hours ", "permission": "content:read", "effect": "deny",
                         "conditions": {"resource": {"owner_id": {"type": "equals", "value": "${subject.user_id}"}}}}
                        """)
                .hasStatus(200)
                .hasValue("/name", "Office hours")
                .hasValue("/description", "null");
        made.hasValue("/org_id", organization.toString())
                .hasValue("/permission", "content:read")
                .hasValue("/permissions", "[\"content:read\"]")
                .hasValue("/effect", "deny")
                .hasValue("/priority", 0)
                .hasValue("/enabled", true)
                .hasValue("/created_at", "2026-05-30T12:00:00.000Z")
                .hasValue("/conditions/resource/owner_id/value", "${subject.user_id}");
        String id = made.text("/id");
        assertThat(house.audited("policy.created", id)).isEqualTo(1);
        assertThat(owner.probe().get(path + "/" + id).hasStatus(200).json()).isEqualTo(made.json());

        owner.probe()
                .patch(path + "/" + id, Map.of("enabled", false, "priority", -7, "effect", "allow", "name", "N"))
                .hasStatus(200)
                .hasValue("/enabled", false)
                .hasValue("/priority", -7)
                .hasValue("/effect", "allow")
                .hasValue("/name", "N")
                .hasValue("/conditions/resource/owner_id/type", "equals");
        owner.probe()
                .patch(path + "/" + id, Map.of("conditions", Map.of(), "permission", "content:*"))
                .hasStatus(200)
                .hasValue("/conditions", "{}")
                .hasValue("/permission", "content:*");
        assertThat(house.audited("policy.updated", id)).isEqualTo(2);

        owner.probe().get(path).hasStatus(200).hasValue("/total", 1).hasValue("/policies/0/id", id);
        owner.probe().delete(path + "/" + id).hasStatus(200).hasValueMatching("/message", ".+");
        owner.probe().get(path + "/" + id).hasStatus(404);
        owner.probe().delete(path + "/" + id).hasStatus(404);
        owner.probe().patch(path + "/" + id, Map.of("name", "x")).hasStatus(404);
        assertThat(house.audited("policy.deleted", id)).isEqualTo(1);
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type like 'policy.%'"
                        + " and organization_id = '" + organization + "'"))
                .isEqualTo(4);
    }

    @Test
    void theOtherShapeBecomesTheFirst() {
        HttpAnswer made = owner.probe().post(path, """
                {"name": "Own posts", "description": "d", "effect": "allow", "actions": ["read", "write", "post:publish"],
                 "resource_type": "post",
                 "conditions": {"owner_id": {"equals_subject": "user_id"}, "size": {"greater_than": 1, "less_than": 9}}}
                """).hasStatus(200);
        made.hasValue("/permission", "post:read")
                .hasValue("/permissions", "[\"post:read\",\"post:write\",\"post:publish\"]")
                .hasValue("/conditions/resource/owner_id/type", "equals")
                .hasValue("/conditions/resource/owner_id/value", "${subject.user_id}")
                .hasValue("/conditions/resource/size/type", "greater_than")
                .hasValue("/conditions/all/0/resource/size/type", "less_than");
        owner.probe()
                .patch(
                        path + "/" + made.text("/id"),
                        Map.of("conditions", made.json().get("conditions")))
                .hasStatus(200);
    }

    @Test
    void aBadPolicyIsRefusedWithThePlaceOfTheError() {
        refusedConditions("{\"resource\": {\"a\": {\"type\": \"equals\"}}}", "/conditions/resource/a/value");
        refusedConditions("[]", "/conditions");
        refusedConditions("{\"resource\": []}", "/conditions/resource");
        refusedConditions("{\"subject\": null}", "/conditions/subject");
        refusedConditions("{\"resource\": {\"a/b~\": 1}}", "/conditions/resource/a~1b~0");
        refusedConditions("{\"resource\": {\"a\": {\"type\": \"like\", \"value\": 1}}}", "/conditions/resource/a/type");
        refusedConditions("{\"resource\": {\"a\": {\"value\": 1}}}", "/conditions/resource/a/type");
        refusedConditions(
                "{\"resource\": {\"a\": {\"type\": \"equals\", \"value\": 1, \"extra\": 2}}}",
                "/conditions/resource/a/extra");
        refusedConditions("{\"resource\": {\"\": {\"type\": \"equals\", \"value\": 1}}}", "/conditions/resource");
        refusedConditions("{\"enviroment\": {\"ip\": {\"type\": \"equals\"}}}", "/conditions/enviroment/ip");
        refusedConditions("{\"a\": {}}", "/conditions/a");
        refusedConditions("{\"a\": {\"equals_subject\": 1}}", "/conditions/a/equals_subject");
        refusedConditions("{\"all\": []}", "/conditions/all");
        refusedConditions("{\"any\": [{}]}", "/conditions/any/0");
        refusedConditions("{\"not\": {\"any\": [{\"a\": {\"equals\": 1}}]}}", "/conditions/not/any/0/a");
        refusedConditions("{\"a\": {\"equals\": \"\\u0000\"}}", "/conditions/a/equals");
        refusedConditions("{\"a\": {\"equals\": 1e400}}", "/conditions/a/equals");
        refusedConditions("{\"a\": {\"in\": [1, \"\\ud800\"]}}", "/conditions/a/in/1");
        Map<String, String> wrongValues = new HashMap<>();
        wrongValues.put("in", "1");
        wrongValues.put("not_in", "{}");
        wrongValues.put("greater_than", "\"1\"");
        wrongValues.put("less_or_equal", "null");
        wrongValues.put("contains", "1");
        wrongValues.put("starts_with", "[]");
        wrongValues.put("ends_with", "true");
        wrongValues.put("exists", "\"true\"");
        wrongValues.put("before", "\"2026-05-30\"");
        wrongValues.put("after", "7");
        wrongValues.put("time_between", "\"09:00\"");
        wrongValues.put("day_of_week", "[]");
        wrongValues.put("ip_in", "\"example.com\"");
        wrongValues.forEach((operator, value) ->
                refusedConditions("{\"a\": {\"" + operator + "\": " + value + "}}", "/conditions/a/" + operator));
        refusedConditions(
                "{\"a\": {\"time_between\": {\"from\": \"9:00\", \"to\": \"17:00\"}}}",
                "/conditions/a/time_between/from");
        refusedConditions(
                "{\"a\": {\"time_between\": {\"from\": \"09:00\", \"to\": \"09:00\"}}}",
                "/conditions/a/time_between/to");
        refusedConditions(
                "{\"a\": {\"time_between\": {\"from\": \"09:00\", \"to\": \"17:00\", \"time_zone\": \"Mars/Base\"}}}",
                "/conditions/a/time_between/time_zone");
        refusedConditions("{\"a\": {\"day_of_week\": [\"monday\", \"Sun\"]}}", "/conditions/a/day_of_week/1");
        refusedConditions("{\"a\": {\"ip_in\": [\"10.0.0.0/8\", \"10.0.0.0/33\"]}}", "/conditions/a/ip_in/1");
        refusedConditions("{\"a\": {\"ip_in\": [\"10.1\"]}}", "/conditions/a/ip_in/0");
    }

    @Test
    void policiesAreBoundedInSize() {
        String many = IntStream.rangeClosed(0, Conditions.MAX_NODES)
                .mapToObj(i -> "\"a" + i + "\": {\"equals\": 1}")
                .collect(Collectors.joining(",", "{", "}"));
        refusedConditions(many, "/conditions/a" + Conditions.MAX_NODES + "/equals");
        String deep =
                "{\"not\": ".repeat(Conditions.MAX_DEPTH) + "{\"resource\": {}}" + "}".repeat(Conditions.MAX_DEPTH);
        refusedConditions(deep, "/conditions" + "/not".repeat(Conditions.MAX_DEPTH));
        refusedConditions("{\"a\": {\"equals\": \"" + "x".repeat(Conditions.MAX_BYTES) + "\"}}", "/conditions");
        post("{\"name\": \"n\", \"effect\": \"deny\", \"permission\": \"a:b\", \"conditions\": {\"a\": {\"equals\": \""
                        + "x".repeat(Conditions.MAX_BYTES - 100) + "\"}}}")
                .hasStatus(200);
    }

    @Test
    void whatTheOtherFieldsSayIsCheckedToo() {
        String conditions = ", \"conditions\": {}}";
        for (String wrong : List.of(
                "{\"permission\": \"a:b\", \"effect\": \"deny\"",
                "{\"name\": \" \", \"permission\": \"a:b\", \"effect\": \"deny\"",
                "{\"name\": \"" + "n".repeat(256) + "\", \"permission\": \"a:b\", \"effect\": \"deny\"",
                "{\"name\": \"n\", \"permission\": \"a:b\"",
                "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"DENY\"",
                "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"permit\"",
                "{\"name\": \"n\", \"permission\": \"\", \"effect\": \"deny\"",
                "{\"name\": \"n\", \"permission\": \"" + "p".repeat(101) + "\", \"effect\": \"deny\"",
                "{\"name\": \"n\", \"permission\": \"a\\tb\", \"effect\": \"deny\"",
                "{\"name\": \"n\", \"effect\": \"deny\"",
                "{\"name\": \"n\", \"effect\": \"deny\", \"actions\": [], \"resource_type\": \"a\"",
                "{\"name\": \"n\", \"effect\": \"deny\", \"actions\": [\"b:c\"], \"resource_type\": \"a\"",
                "{\"name\": \"n\", \"effect\": \"deny\", \"actions\": [\"b\"], \"permission\": \"a:b\"",
                "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"priority\": 2147483648",
                "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"enabled\": \"yes\"")) {
            post(wrong + conditions).hasStatus(400);
        }
        post("{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\"}").hasStatus(400);
        post("{\"name\": \"n\", \"permission\": \"anything at all\", \"effect\": \"deny\"" + conditions)
                .hasStatus(200);
        owner.probe().get(path).hasValue("/total", 1);
    }

    @Test
    void aPolicyCanBeCheckedWithoutMakingIt() {
        owner.probe()
                .post(path + "/validate", """
                        {"name": "n", "effect": "deny", "actions": ["read"], "resource_type": "post",
                         "conditions": {"a": {"equals": 1}}}
                        """)
                .hasStatus(200)
                .hasValue("/valid", true)
                .hasValue("/permissions", "[\"post:read\"]")
                .hasValue("/conditions/resource/a/value", 1);
        owner.probe().post(path + "/validate", """
                        {"name": "n", "effect": "deny", "permission": "a:b", "conditions": {"a": {"like": 1}}}
                        """).hasStatus(400).hasValue("/details/pointer", "/conditions/a/like");
        owner.probe()
                .post(path + "/validate", """
                        {"name": "n", "effect": "deny", "permission": "a:b", "conditions": {"or": [{"a": {"equals": 1}}]}}
                        """)
                .hasStatus(400)
                .hasValue("/details/pointer", "/conditions/or")
                .hasValueMatching("/message", ".*groups are called all, any and not");
        owner.probe().get(path).hasValue("/total", 0);
    }

    @Test
    void onlyThoseWhoManageTheOrganizationAndSystemAdminsSeePolicies() {
        String id = post("{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": {}}")
                .hasStatus(200)
                .text("/id");
        Person admin = house.enrol(organization, house.signUp("ada"), "admin");
        admin.probe().get(path).hasStatus(200).hasValue("/total", 1);
        Person root = house.promote(house.signUp("root"));
        root.probe().get(path + "/" + id).hasStatus(200);
        root.probe().patch(path + "/" + id, Map.of("priority", 5)).hasStatus(200);
        for (String role : List.of("member", "viewer")) {
            refused(house.enrol(organization, house.signUp(role), role), id);
        }
        refused(house.signUp("otto"), id);
        refused(house.signUp("fred", house.otherProject()), id);
        house.anonymous.get(path).hasStatus(401);
        assertThat(house.audited("policy.updated", id)).isEqualTo(1);
    }

    @Test
    void nothingCrossesAnOrganizationOrAProject() {
        String id = post("{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": {}}")
                .hasStatus(200)
                .text("/id");
        String elsewhere = "/auth/orgs/" + house.organization(owner) + "/policies/" + id;
        owner.probe().get(elsewhere).hasStatus(404);
        owner.probe().patch(elsewhere, Map.of("enabled", false)).hasStatus(404);
        owner.probe().delete(elsewhere).hasStatus(404);

        Person foreigner = house.promote(house.signUp("fred", house.otherProject()));
        for (String organizationPath : List.of(path, "/auth/orgs/" + UUID.randomUUID() + "/policies")) {
            foreigner.probe().get(organizationPath).hasStatus(403);
            foreigner.probe().get(organizationPath + "/" + id).hasStatus(403);
            foreigner.probe().delete(organizationPath + "/" + id).hasStatus(403);
            foreigner
                    .probe()
                    .post(
                            organizationPath,
                            "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": {}}")
                    .hasStatus(403);
        }
        owner.probe().get(path).hasValue("/total", 1);
    }

    @Test
    void nobodyAllowsByPolicyWhatTheyDoNotHold() {
        Person admin = house.enrol(organization, house.signUp("ada"), "admin");
        for (String permission : List.of("org:delete", "org:*", "*")) {
            String body = "{\"name\": \"n\", \"permission\": \"" + permission
                    + "\", \"effect\": \"%s\", \"enabled\": %s, \"conditions\": {}}";
            admin.probe().post(path, body.formatted("allow", true)).hasStatus(403);
            admin.probe().post(path, body.formatted("deny", true)).hasStatus(200);
            String id = admin.probe()
                    .post(path, body.formatted("allow", false))
                    .hasStatus(200)
                    .text("/id");
            admin.probe().patch(path + "/" + id, Map.of("enabled", true)).hasStatus(403);
            owner.probe().patch(path + "/" + id, Map.of("enabled", true)).hasStatus(200);
            admin.probe().patch(path + "/" + id, Map.of("enabled", false)).hasStatus(200);
        }
    }

    @Test
    void anOrganizationHasAThousandPoliciesEvenIfMadeAtOnce() throws Exception {
        house.rows.execute("""
                insert into access.policies (id, organization_id, project_id, name, permissions, conditions, effect,
                    created_at, updated_at)
                select gen_random_uuid(), '%s', '%s', 'p' || n, '{a:b}', '{}', 'deny', now(), now()
                from generate_series(1, %d) as n
                """.formatted(organization, AccessHouse.DEFAULT_PROJECT, Policies.MAX_POLICIES - 2));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> made = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() ->
                            post("{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": {}}")
                                    .status()))
                    .toList();
            long successes = 0;
            for (Future<Integer> status : made) {
                successes += status.get() == 200 ? 1 : 0;
            }
            assertThat(successes).isEqualTo(2);
        }
        JsonNode page = owner.probe()
                .get(path + "?limit=5000&offset=950")
                .hasValue("/total", 1000)
                .json();
        assertThat(page.get("policies").size()).isEqualTo(50);
    }

    @Test
    void theConditionsOfAnOrganizationAreBoundedTogether() {
        house.rows.execute("""
                insert into access.policies (id, organization_id, project_id, name, permissions, conditions, effect,
                    created_at, updated_at)
                select gen_random_uuid(), '%s', '%s', 'p' || n, '{a:b}', to_jsonb(repeat('x', 15998)), 'deny', now(), now()
                from generate_series(1, 31) as n
                """.formatted(organization, AccessHouse.DEFAULT_PROJECT));
        String large =
                "{\"name\": \"n\", \"effect\": \"deny\", \"permission\": \"a:b\", \"conditions\": {\"a\": {\"equals\": \""
                        + "x".repeat(15_000) + "\"}}}";
        post(large).hasStatus(200);
        post(large).hasStatus(400).hasValueMatching("/message", ".*together.*");
    }

    private void refused(Person person, String id) {
        person.probe().get(path).hasStatus(403);
        person.probe().get(path + "/" + id).hasStatus(403);
        person.probe()
                .post(path, "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": {}}")
                .hasStatus(403);
        person.probe().post(path + "/validate", Map.of("name", "n")).hasStatus(403);
        person.probe().patch(path + "/" + id, Map.of("enabled", false)).hasStatus(403);
        person.probe().delete(path + "/" + id).hasStatus(403);
    }

    private void refusedConditions(String conditions, String pointer) {
        HttpAnswer answer = post(
                "{\"name\": \"n\", \"permission\": \"a:b\", \"effect\": \"deny\", \"conditions\": " + conditions + "}");
        assertThat(answer.status()).as(conditions).isEqualTo(400);
        answer.hasValue("/code", "VALIDATION_ERROR")
                .hasValue("/details/pointer", pointer)
                .hasValueMatching("/message", ".*" + Pattern.quote(pointer) + " .+");
    }

    private HttpAnswer post(String body) {
        return owner.probe().post(path, body);
    }
}
