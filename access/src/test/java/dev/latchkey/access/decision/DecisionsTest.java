package dev.latchkey.access.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DecisionsTest {

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
    void withoutPoliciesTheRoleDecides() {
        for (BuiltInRole role : BuiltInRole.values()) {
            Person person = role == BuiltInRole.OWNER
                    ? owner
                    : house.enrol(organization, house.signUp(role.wireName()), role.wireName());
            for (String permission : BuiltInRole.OWNER.permissions()) {
                authorize(person, permission)
                        .hasValue("/allowed", role.permissions().contains(permission))
                        .hasValue("/usedRbacFallback", true)
                        .hasValueMatching("/reason", "Role " + role.wireName() + ".*")
                        .lacks("/matchedPolicyId")
                        .lacks("/explanation");
            }
            authorize(person, "content:read").hasValue("/allowed", false);
        }
    }

    @Test
    void allThreeShapesOfTheBodyAreTaken() {
        policy("{\"name\": \"p\", \"effect\": \"allow\", \"actions\": [\"read\"], \"resource_type\": \"post\","
                + " \"conditions\": {\"id\": {\"equals\": \"7\"}, \"resource_type\": {\"equals\": \"post\"}}}");
        String org = organization.toString();
        ask(
                        owner,
                        Map.of(
                                "orgId",
                                org,
                                "permission",
                                "post:read",
                                "resource",
                                Map.of("id", "7", "resource_type", "post")))
                .hasValue("/allowed", true);
        ask(owner, Map.of("org_id", org, "action", "read", "resource_type", "post", "resource", Map.of("id", "7")))
                .hasValue("/allowed", true);
        ask(owner, Map.of("orgId", org, "action", "read", "resource", "post", "resourceId", "7"))
                .hasValue("/allowed", true);
        ask(owner, Map.of("orgId", org, "action", "post:read", "resource", "post", "resourceId", "8"))
                .hasValue("/allowed", false);
        ask(owner, Map.of("org_id", org, "action", "member:invite", "resource_type", "organization"))
                .hasValue("/allowed", true);
    }

    @Test
    void whatIsNoQuestionIsRefused() {
        String org = organization.toString();
        for (Map<String, ?> wrong : List.<Map<String, ?>>of(
                Map.of("permission", "a:b"),
                Map.of("orgId", "no-uuid", "permission", "a:b"),
                Map.of("orgId", org),
                Map.of("orgId", org, "permission", ""),
                Map.of("orgId", org, "permission", "p".repeat(101)),
                Map.of("orgId", org, "permission", "a:b", "resource", 7),
                Map.of("orgId", org, "permission", "a:b", "resource", List.of()),
                Map.of("orgId", org, "permission", "a:b", "environment", "x"),
                Map.of("orgId", org, "permission", "a:b", "resource", Map.of("x", "y".repeat(16_001))),
                Map.of("orgId", org, "permission", "a:b", "environment", Map.of("x", "y".repeat(16_001))))) {
            owner.probe().post("/auth/authorize", wrong).hasStatus(400);
        }
        owner.probe()
                .post(
                        "/auth/authorize",
                        "{\"orgId\": \"" + org + "\", \"permission\": \"a:b\", \"resource\": {\"x\": 1e99999}}")
                .hasStatus(400);
        house.anonymous
                .post("/auth/authorize", Map.of("orgId", org, "permission", "a:b"))
                .hasStatus(401);
        house.backend()
                .post("/auth/authorize", Map.of("orgId", org, "permission", "a:b"))
                .hasStatus(401);
    }

    @Test
    void anAllowingPolicyNeverAdmitsWhoIsNoMember() {
        policy("{\"name\": \"open\", \"effect\": \"allow\", \"permission\": \"*\", \"conditions\": {}}");
        authorize(owner, "content:read").hasValue("/allowed", true).hasValue("/matchedPolicyName", "open");
        Person outsider = house.signUp("otto");
        HttpAnswer refused = authorize(outsider, "content:read")
                .hasValue("/allowed", false)
                .hasValue("/usedRbacFallback", true)
                .lacks("/matchedPolicyId");
        Person foreigner = house.signUp("fred", house.otherProject());
        assertThat(authorize(foreigner, "content:read").body()).isEqualTo(refused.body());
        UUID unknown = UUID.randomUUID();
        assertThat(ask(outsider, Map.of("orgId", unknown, "permission", "content:read"))
                        .body())
                .isEqualTo(refused.body());
    }

    @Test
    void systemAdminsMayEverythingInTheirProjectUnlessAPolicyDenies() {
        Person root = house.promote(house.signUp("root"));
        authorize(root, "org:delete").hasValue("/allowed", true).hasValue("/usedRbacFallback", true);
        policy("{\"name\": \"freeze\", \"effect\": \"deny\", \"permission\": \"org:*\","
                + " \"conditions\": {\"subject\": {\"is_system_admin\": {\"type\": \"equals\", \"value\": true}}}}");
        authorize(root, "org:delete").hasValue("/allowed", false).hasValue("/matchedPolicyName", "freeze");
        authorize(owner, "org:delete").hasValue("/allowed", true);
        ask(root, Map.of("orgId", UUID.randomUUID(), "permission", "org:read")).hasValue("/allowed", false);
        Person elsewhere = house.promote(house.signUp("fred", house.otherProject()));
        authorize(elsewhere, "org:read").hasValue("/allowed", false);
        root.probe().post("/auth/permissions", Map.of("orgId", organization)).hasStatus(403);
    }

    @Test
    void theHighestPriorityDecidesThenDenyingThenTheOldest() {
        policy(plain("old allow", "allow", 0));
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old allow");
        policy(plain("young allow", "allow", 0));
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old allow");
        policy(plain("old deny", "deny", 0));
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old deny").hasValue("/allowed", false);
        policy(plain("young deny", "deny", 0));
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old deny");
        String high = policy(plain("high allow", "allow", 1));
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "high allow").hasValue("/allowed", true);
        owner.probe().patch(policies() + "/" + high, Map.of("enabled", false)).hasStatus(200);
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old deny");
        owner.probe()
                .patch(policies() + "/" + high, Map.of("enabled", true, "priority", -1))
                .hasStatus(200);
        authorize(owner, "a:b").hasValue("/matchedPolicyName", "old deny");
    }

    @Test
    void wildcardsTakePartInTheSameOrder() {
        policy(
                "{\"name\": \"area\", \"effect\": \"deny\", \"permission\": \"shop:*\", \"priority\": 5, \"conditions\": {}}");
        policy("{\"name\": \"one\", \"effect\": \"allow\", \"permission\": \"shop:cart:fill\", \"priority\": 6,"
                + " \"conditions\": {}}");
        policy(
                "{\"name\": \"all\", \"effect\": \"allow\", \"permission\": \"*\", \"priority\": 4, \"conditions\": {}}");
        authorize(owner, "shop:cart:fill").hasValue("/matchedPolicyName", "one");
        authorize(owner, "shop:cart:empty").hasValue("/matchedPolicyName", "area");
        authorize(owner, "shop:close").hasValue("/matchedPolicyName", "area");
        authorize(owner, "shopping:list").hasValue("/matchedPolicyName", "all");
        authorize(owner, "shop").hasValue("/matchedPolicyName", "all");
    }

    @Test
    void aCustomRoleAddsToTheBuiltInOneFromTheNextDecisionOn() {
        Person person = house.enrol(organization, house.signUp("mia"), "viewer");
        String role = owner.probe()
                .post(roles(), Map.of("name", "Editor", "permissions", List.of("content:*", "audit:read")))
                .hasStatus(200)
                .text("/id");
        authorize(person, "content:write").hasValue("/allowed", false);
        house.assign(organization, person, role);
        authorize(person, "content:write")
                .hasValue("/allowed", true)
                .hasValue("/reason", "Role Editor has the permission");
        authorize(person, "org:read").hasValue("/allowed", true);
        person.probe()
                .post("/auth/permissions", Map.of("org_id", organization))
                .hasStatus(200)
                .hasValue("/role", "Editor")
                .hasValue(
                        "/permissions", "[\"org:read\",\"member:read\",\"invite:read\",\"audit:read\",\"content:*\"]");
        policy("{\"name\": \"p\", \"effect\": \"deny\", \"permission\": \"content:write\","
                + " \"conditions\": {\"subject\": {\"role\": {\"type\": \"equals\", \"value\": \"Editor\"}}}}");
        authorize(person, "content:write").hasValue("/allowed", false).hasValue("/usedRbacFallback", false);
        owner.probe()
                .patch(roles() + "/" + role, Map.of("permissions", List.of("content:read")))
                .hasStatus(200);
        authorize(person, "content:edit").hasValue("/allowed", false);
        owner.probe().delete(roles() + "/" + role).hasStatus(200);
        authorize(person, "content:read").hasValue("/allowed", false).hasValueMatching("/reason", "Role viewer.*");
    }

    @Test
    void permissionsAreThoseOfTheRole() {
        owner.probe()
                .post("/auth/permissions", Map.of("orgId", organization))
                .hasStatus(200)
                .hasValue("/role", "owner")
                .hasValue("/permissions/0", "org:read")
                .hasValue("/permissions/10", "audit:read");
        house.signUp("otto")
                .probe()
                .post("/auth/permissions", Map.of("orgId", organization))
                .hasStatus(403);
        owner.probe()
                .post("/auth/permissions", Map.of("orgId", UUID.randomUUID()))
                .hasStatus(403);
        owner.probe().post("/auth/permissions", Map.of()).hasStatus(400);
    }

    @Test
    void aDecisionAndABatchOfThemCostTheCheckOfTheSession() throws Exception {
        policy(plain("p", "deny", 0));
        house.awaitListening();
        authorize(owner, "a:b");
        List<String> one = house.database.statements().during(() -> authorize(owner, "a:b"));
        assertThat(one).singleElement().asString().contains("from identity.sessions");
        List<Map<String, ?>> questions = List.of(
                Map.of("permission", "a:b"),
                Map.of("action", "read", "resource_type", "org"),
                Map.of("permission", "a:c", "explain", true));
        List<String> many = house.database.statements().during(() -> owner.probe()
                .post("/auth/authorize/batch", Map.of("orgId", organization, "decisions", questions))
                .hasStatus(200)
                .hasValue("/decisions/0/allowed", false)
                .hasValue("/decisions/0/matchedPolicyName", "p")
                .hasValue("/decisions/1/allowed", true)
                .hasValue("/decisions/2/allowed", false)
                .lacks("/decisions/3"));
        assertThat(many).isEqualTo(one);
    }

    @Test
    void aBatchIsBounded() {
        for (List<Map<String, String>> wrong : List.of(
                List.<Map<String, String>>of(),
                Collections.nCopies(101, Map.of("permission", "a:b")),
                List.of(Map.of("permission", "a:b", "orgId", organization.toString())),
                List.of(Map.<String, String>of()))) {
            owner.probe()
                    .post("/auth/authorize/batch", Map.of("orgId", organization, "decisions", wrong))
                    .hasStatus(400);
        }
        owner.probe()
                .post(
                        "/auth/authorize/batch",
                        Map.of(
                                "orgId",
                                organization,
                                "decisions",
                                Collections.nCopies(100, Map.of("permission", "a:b"))))
                .hasStatus(200)
                .hasValue("/decisions/99/allowed", false);
    }

    @Test
    void anExplanationSaysWhichRuleDecidedAndWhyNotTheOthers() {
        policy("{\"name\": \"size\", \"effect\": \"deny\", \"permission\": \"a:b\", \"priority\": 3,"
                + " \"conditions\": {\"x\": {\"greater_than\": 10}, \"owner\": {\"equals_subject\": \"user_id\"}}}");
        policy("{\"name\": \"either\", \"effect\": \"deny\", \"permission\": \"a:*\", \"priority\": 2,"
                + " \"conditions\": {\"any\": [{\"resource\": {\"x\": {\"type\": \"equals\", \"value\": 1}}},"
                + " {\"not\": {\"resource\": {\"x\": {\"type\": \"exists\", \"value\": true}}}}]}}");
        policy(plain("decides", "allow", 1));
        policy(plain("late", "deny", 0));
        String disabled = policy(plain("off", "deny", 9));
        owner.probe()
                .patch(policies() + "/" + disabled, Map.of("enabled", false))
                .hasStatus(200);
        policy("{\"name\": \"other\", \"effect\": \"deny\", \"permission\": \"c:d\", \"conditions\": {}}");
        ask(owner, Map.of("orgId", organization, "permission", "a:b", "resource", Map.of("x", 5), "explain", true))
                .hasValue("/allowed", true)
                .hasValue("/explanation/rule", "policy")
                .hasValue("/explanation/permission", "a:b")
                .hasValue("/explanation/role", "owner")
                .hasValue("/explanation/policies/0/policyName", "size")
                .hasValue("/explanation/policies/0/outcome", "conditions_not_met")
                .hasValue("/explanation/policies/0/unmet/path", "/conditions/resource/x")
                .hasValue("/explanation/policies/0/unmet/operator", "greater_than")
                .hasValue("/explanation/policies/0/unmet/expected", 10)
                .hasValue("/explanation/policies/0/unmet/actual", 5)
                .hasValue("/explanation/policies/1/policyName", "either")
                .hasValue("/explanation/policies/1/unmet/path", "/conditions/any")
                .hasValue("/explanation/policies/1/unmet/reasons/0/path", "/conditions/any/0/resource/x")
                .hasValue("/explanation/policies/1/unmet/reasons/1/path", "/conditions/any/1/not")
                .hasValue("/explanation/policies/2/outcome", "decided")
                .hasValue("/explanation/policies/3/outcome", "not_reached")
                .hasValue("/explanation/policies/4/policyName", "off")
                .hasValue("/explanation/policies/4/outcome", "disabled")
                .lacks("/explanation/policies/5");
        ask(owner, Map.of("orgId", organization, "permission", "a:b", "resource", Map.of("x", 50), "explain", true))
                .hasValue("/explanation/policies/0/unmet/path", "/conditions/resource/owner")
                .hasValue("/explanation/policies/0/unmet/expected", owner.id().toString())
                .lacks("/explanation/policies/0/unmet/actual");
        ask(owner, Map.of("orgId", organization, "permission", "org:read", "explain", true))
                .hasValue("/explanation/rule", "role")
                .lacks("/explanation/policies/0");
    }

    @Test
    void whoMayNotReadPoliciesIsNotToldWhatTheySay() {
        Person member = house.enrol(organization, house.signUp("mia"), "member");
        Person outsider = house.signUp("otto");
        for (Person person : List.of(member, outsider)) {
            Map<String, ?> question = Map.of("orgId", organization, "permission", "a:b", "explain", true);
            person.probe().post("/auth/authorize", question).hasStatus(403);
            person.probe()
                    .post(
                            "/auth/authorize/batch",
                            Map.of(
                                    "orgId",
                                    organization,
                                    "explain",
                                    true,
                                    "decisions",
                                    List.of(Map.of("permission", "a:b"))))
                    .hasStatus(403);
        }
        Person admin = house.enrol(organization, house.signUp("ada"), "admin");
        ask(admin, Map.of("orgId", organization, "permission", "a:b", "explain", true))
                .hasValue("/explanation/rule", "role");
    }

    @Test
    void aPolicyThatCanNoLongerBeReadFailsClosed() {
        house.rows.execute("""
                insert into access.policies (id, organization_id, project_id, name, permissions, conditions, effect,
                    created_at, updated_at)
                select gen_random_uuid(), '%s', '%s', 'broken ' || effect, array['x:' || effect],
                    '{"subject": {"role": {"type": "from the future", "value": 1}}}', effect, now(), now()
                from unnest(array['allow', 'deny']) as effect
                """.formatted(organization, AccessHouse.DEFAULT_PROJECT));
        authorize(owner, "x:deny").hasValue("/allowed", false).hasValue("/matchedPolicyName", "broken deny");
        authorize(owner, "x:allow").hasValue("/allowed", false).lacks("/matchedPolicyName");
    }

    @Test
    void aChangeOnOneServerCountsOnTheOthersAtOnce() throws Exception {
        try (AccessHouse other = AccessHouse.open(house.rows)) {
            String id = policy(plain("p", "allow", 0));
            Person there = on(other, owner);
            other.awaitListening();
            awaitAllowed(there, true);
            assertThat(other.database.statements().during(() -> authorize(there, "a:b")))
                    .hasSize(1);
            for (String effect : List.of("deny", "allow", "deny")) {
                owner.probe()
                        .patch(policies() + "/" + id, Map.of("effect", effect))
                        .hasStatus(200);
                authorize(owner, "a:b").hasValue("/allowed", effect.equals("allow"));
                awaitAllowed(there, effect.equals("allow"));
            }
            owner.probe().delete(policies() + "/" + id).hasStatus(200);
            Instant deadline = Instant.now().plus(Duration.ofSeconds(5));
            while (authorize(there, "a:b").json().has("matchedPolicyId")) {
                assertThat(Instant.now()).isBefore(deadline);
            }
        }
    }

    @Test
    void whatHappensToAMembershipOrItsRoleCountsOnTheOthersAtOnce() throws Exception {
        Person member = house.enrol(organization, house.signUp("mia"), "viewer");
        String members = "/auth/orgs/" + organization + "/members/" + member.id();
        String role = owner.probe()
                .post(roles(), Map.of("name", "Editor", "permissions", List.of("a:b")))
                .hasStatus(200)
                .text("/id");
        try (AccessHouse other = AccessHouse.open(house.rows)) {
            other.awaitListening();
            house.awaitListening();
            for (Person asked : List.of(member, on(other, member))) {
                authorize(asked, "a:b").hasValue("/allowed", false);
                authorize(asked, "member:invite").hasValue("/allowed", false);
            }
            Person there = on(other, member);

            house.assign(organization, member, role);
            awaitAllowed(member, there, "a:b", true);
            owner.probe()
                    .patch(roles() + "/" + role, Map.of("permissions", List.of("a:c")))
                    .hasStatus(200);
            awaitAllowed(member, there, "a:b", false);
            owner.probe()
                    .patch(roles() + "/" + role, Map.of("permissions", List.of("a:b")))
                    .hasStatus(200);
            awaitAllowed(member, there, "a:b", true);
            owner.probe().delete(roles() + "/" + role).hasStatus(200);
            awaitAllowed(member, there, "a:b", false);
            owner.probe().patch(members, Map.of("role", "admin")).hasStatus(200);
            awaitAllowed(member, there, "member:invite", true);
            owner.probe()
                    .post("/auth/orgs/" + organization + "/transfer-ownership", Map.of("userId", member.id()))
                    .hasStatus(200);
            awaitAllowed(member, there, "org:delete", true);
            awaitAllowed(owner, on(other, owner), "org:delete", false);
            member.probe()
                    .delete("/auth/orgs/" + organization + "/members/" + owner.id())
                    .hasStatus(200);
            awaitAllowed(owner, on(other, owner), "org:read", false);
            member.probe().delete("/auth/orgs/" + organization).hasStatus(200);
            awaitAllowed(member, there, "org:read", false);
        }
    }

    /** The same session, shown to another server. */
    private static Person on(AccessHouse server, Person person) {
        return new Person(
                person.id(),
                person.email(),
                server.anonymous.withHeader(
                        "Authorization", person.probe().header("Authorization").orElseThrow()));
    }

    /** On the server of the change with the answer to it, on the other once it has heard. */
    private void awaitAllowed(Person here, Person there, String permission, boolean allowed) {
        authorize(here, permission).hasValue("/allowed", allowed);
        awaitAllowed(there, permission, allowed);
    }

    private void awaitAllowed(Person person, boolean allowed) {
        awaitAllowed(person, "a:b", allowed);
    }

    private void awaitAllowed(Person person, String permission, boolean allowed) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(5));
        while (authorize(person, permission).json().get("allowed").booleanValue() != allowed) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }

    private String roles() {
        return "/auth/orgs/" + organization + "/roles";
    }

    private static String plain(String name, String effect, int priority) {
        return "{\"name\": \"" + name + "\", \"effect\": \"" + effect + "\", \"permission\": \"a:b\", \"priority\": "
                + priority + ", \"conditions\": {}}";
    }

    private String policy(String body) {
        return owner.probe().post(policies(), body).hasStatus(200).text("/id");
    }

    private String policies() {
        return "/auth/orgs/" + organization + "/policies";
    }

    private HttpAnswer authorize(Person person, String permission) {
        return ask(person, Map.of("orgId", organization, "permission", permission));
    }

    private static HttpAnswer ask(Person person, Map<String, ?> question) {
        return person.probe().post("/auth/authorize", question).hasStatus(200);
    }
}
