package dev.latchkey.access.role;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RolesTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private UUID organization;
    private String path;

    @BeforeEach
    void organization() {
        owner = house.signUp("olga");
        organization = house.organization(owner);
        path = "/auth/orgs/" + organization + "/roles";
    }

    @Test
    void aRoleIsMadeShownChangedAndDeleted() {
        HttpAnswer made = owner.probe()
                .post(
                        path,
                        Map.of("name", " Editor ", "permissions", List.of("content:read", "content:*", "content:read")))
                .hasStatus(200)
                .hasValue("/name", "Editor")
                .hasValue("/description", "null")
                .hasValue("/org_id", organization.toString())
                .hasValue("/is_default", false)
                .hasValue("/created_at", "2026-05-30T12:00:00.000Z");
        String id = made.text("/id");
        assertThat(made.json().get("permissions").size()).isEqualTo(2);
        assertThat(house.audited("custom_role.created", organization)).isEqualTo(1);

        owner.probe().get(path + "/" + id).hasStatus(200).hasValue("/id", id);
        owner.probe()
                .patch(path + "/" + id, Map.of("description", "Edits", "permissions", List.of("content:write")))
                .hasStatus(200)
                .hasValue("/name", "Editor")
                .hasValue("/description", "Edits")
                .hasValue("/permissions", "[\"content:write\"]");
        Map<String, Object> cleared = new HashMap<>();
        cleared.put("description", null);
        owner.probe().patch(path + "/" + id, cleared).hasStatus(200).hasValue("/description", "null");
        assertThat(house.audited("custom_role.updated", organization)).isEqualTo(2);

        owner.probe().get(path).hasStatus(200).hasValue("/total", 1).hasValue("/roles/0/id", id);
        owner.probe().delete(path + "/" + id).hasStatus(200).hasValueMatching("/message", ".+");
        owner.probe().delete(path + "/" + id).hasStatus(404);
        owner.probe().get(path).hasValue("/total", 0);
        assertThat(house.audited("custom_role.deleted", organization)).isEqualTo(1);
    }

    @Test
    void namesAreUniqueInAnOrganizationAndNeverThoseOfBuiltInRoles() {
        make("Editor");
        for (String taken : List.of("editor", "EDITOR", " Editor", "Ｅditor", "owner", "Admin", "MEMBER", "viewer")) {
            create(taken, "a:b").hasStatus(400);
        }
        String other = make("Reader");
        owner.probe().patch(path + "/" + other, Map.of("name", "EDITOR")).hasStatus(400);
        owner.probe().patch(path + "/" + other, Map.of("name", "Owner")).hasStatus(400);
        owner.probe().patch(path + "/" + other, Map.of("name", "READER")).hasStatus(200);
        UUID elsewhere = house.organization(owner);
        owner.probe()
                .post("/auth/orgs/" + elsewhere + "/roles", Map.of("name", "Editor", "permissions", List.of("a:b")))
                .hasStatus(200);
    }

    @Test
    void whatHasNoFormIsRefused() {
        create("", "a:b").hasStatus(400);
        create("   ", "a:b").hasStatus(400);
        create("x".repeat(101), "a:b").hasStatus(400);
        create("x".repeat(100), "a:b").hasStatus(200);
        create("tab\there", "a:b").hasStatus(400);
        for (String wrong : List.of("", "*", "read", "a:", ":b", "A:b", "a b:c", "a:*:c", "a:" + "b".repeat(99))) {
            create("wrong", wrong).hasStatus(400).hasValueMatching("/message", "permissions\\[0].*");
        }
        owner.probe().post(path, Map.of("name", "n")).hasStatus(400);
        owner.probe().post(path, Map.of("name", "n", "permissions", "a:b")).hasStatus(400);
        owner.probe()
                .post(path, Map.of("name", "n", "permissions", List.of("a:b"), "description", "d".repeat(1001)))
                .hasStatus(400);
        List<String> many = IntStream.rangeClosed(0, Roles.MAX_PERMISSIONS)
                .mapToObj(i -> "a:" + i)
                .toList();
        owner.probe().post(path, Map.of("name", "n", "permissions", many)).hasStatus(400);
        owner.probe()
                .post(path, Map.of("name", "n", "permissions", many.subList(1, many.size())))
                .hasStatus(200);
        owner.probe().get(path + "?limit=0").hasStatus(400);
        owner.probe().get(path + "?offset=-1").hasStatus(400);
        owner.probe().get(path + "/not-an-id").hasStatus(404);
    }

    @Test
    void membersReadRolesAndOnlyThoseWhoManageTheOrganizationChangeThem() {
        String id = make("Editor");
        Person admin = house.enrol(organization, house.signUp("ada"), "admin");
        admin.probe().patch(path + "/" + id, Map.of("name", "Editors")).hasStatus(200);
        for (String role : List.of("member", "viewer")) {
            Person person = house.enrol(organization, house.signUp(role), role);
            person.probe().get(path).hasStatus(200);
            person.probe().get(path + "/" + id).hasStatus(200);
            refusedToWrite(person, id);
        }
        Person outsider = house.promote(house.signUp("otto"));
        outsider.probe().get(path).hasStatus(403);
        refusedToWrite(outsider, id);
        Person foreigner = house.signUp("fred", house.otherProject());
        foreigner.probe().get(path).hasStatus(403);
        refusedToWrite(foreigner, id);
        house.anonymous.get(path).hasStatus(401);
        assertThat(house.audited("custom_role.updated", organization)).isEqualTo(1);
        assertThat(house.audited("custom_role.deleted", organization)).isZero();
    }

    @Test
    void aRoleOfAnotherOrganizationIsUnknown() {
        String id = make("Editor");
        UUID elsewhere = house.organization(owner);
        String there = "/auth/orgs/" + elsewhere + "/roles/" + id;
        owner.probe().get(there).hasStatus(404);
        owner.probe().patch(there, Map.of("name", "x")).hasStatus(404);
        owner.probe().post(there + "/default", Map.of()).hasStatus(404);
        owner.probe().delete(there).hasStatus(404);
        owner.probe().get(path + "/" + id).hasStatus(200);
    }

    @Test
    void nobodyGivesWhatTheyDoNotHold() {
        Person admin = house.enrol(organization, house.signUp("ada"), "admin");
        for (String permission : List.of("org:delete", "org:*")) {
            admin.probe()
                    .post(path, Map.of("name", "n", "permissions", List.of(permission)))
                    .hasStatus(403)
                    .hasValueMatching("/message", ".*org:delete.*");
        }
        String weak = admin.probe()
                .post(path, Map.of("name", "weak", "permissions", List.of("member:*", "content:*")))
                .hasStatus(200)
                .text("/id");
        admin.probe()
                .patch(path + "/" + weak, Map.of("permissions", List.of("org:delete")))
                .hasStatus(403);
        String strong =
                create("strong", "org:delete", "content:read").hasStatus(200).text("/id");
        admin.probe().post(path + "/" + strong + "/default", Map.of()).hasStatus(403);
        admin.probe()
                .patch(path + "/" + strong, Map.of("permissions", List.of("org:delete", "content:*")))
                .hasStatus(200);

        Person helper = house.enrol(organization, house.signUp("hugo"), "member");
        String managing = create("managing", "org:update").hasStatus(200).text("/id");
        house.assign(organization, helper, managing);
        helper.probe()
                .patch(path + "/" + managing, Map.of("permissions", List.of("org:update", "member:role_change")))
                .hasStatus(403);
        helper.probe()
                .post(path, Map.of("name", "own", "permissions", List.of("content:write")))
                .hasStatus(200);
    }

    @Test
    void atMostOneRoleIsTheDefault() {
        String first = make("First");
        String second = make("Second");
        owner.probe().post(path + "/" + first + "/default", Map.of()).hasStatus(200);
        owner.probe().post(path + "/" + second + "/default", Map.of()).hasStatus(200);
        owner.probe().get(path + "/" + first).hasValue("/is_default", false);
        owner.probe().get(path + "/" + second).hasValue("/is_default", true);
        owner.probe().delete(path + "/" + first + "/default").hasStatus(200);
        owner.probe().get(path + "/" + second).hasValue("/is_default", true);
        owner.probe().delete(path + "/" + second + "/default").hasStatus(200);
        owner.probe().get(path + "/" + second).hasValue("/is_default", false);
    }

    @Test
    void membersOfADeletedRoleKeepTheirBuiltInOne() {
        String id = create("Manager", "org:update").hasStatus(200).text("/id");
        Person person = house.enrol(organization, house.signUp("mia"), "member");
        house.assign(organization, person, id);
        person.probe()
                .post(path, Map.of("name", "x", "permissions", List.of("a:b")))
                .hasStatus(200);
        owner.probe().delete(path + "/" + id).hasStatus(200);
        person.probe()
                .post(path, Map.of("name", "y", "permissions", List.of("a:b")))
                .hasStatus(403);
        person.probe().get(path).hasStatus(200);
        assertThat(house.rows.queryText("select metadata ->> 'members' from platform.audit_events"
                        + " where type = 'custom_role.deleted'"))
                .isEqualTo("1");
    }

    @Test
    void anOrganizationHasAHundredRolesEvenIfMadeAtOnce() throws Exception {
        house.rows.execute("""
                insert into access.roles (id, organization_id, project_id, name, name_key, permissions, created_at,
                    updated_at)
                select gen_random_uuid(), '%s', '%s', 'r' || n, 'r' || n, '{a:b}', now(), now()
                from generate_series(1, 98) as n
                """.formatted(organization, AccessHouse.DEFAULT_PROJECT));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> made = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> create("new" + i, "a:b").status()))
                    .toList();
            long successes = 0;
            for (Future<Integer> status : made) {
                successes += status.get() == 200 ? 1 : 0;
            }
            assertThat(successes).isEqualTo(2);
        }
        HttpAnswer page = owner.probe().get(path + "?limit=1000&offset=90").hasValue("/total", 100);
        assertThat(page.json().get("roles").size()).isEqualTo(10);
    }

    private void refusedToWrite(Person person, String id) {
        person.probe()
                .post(path, Map.of("name", "x", "permissions", List.of("a:b")))
                .hasStatus(403);
        person.probe().patch(path + "/" + id, Map.of("name", "x")).hasStatus(403);
        person.probe().post(path + "/" + id + "/default", Map.of()).hasStatus(403);
        person.probe().delete(path + "/" + id + "/default").hasStatus(403);
        person.probe().delete(path + "/" + id).hasStatus(403);
    }

    private String make(String name) {
        return create(name, "content:read").hasStatus(200).text("/id");
    }

    private HttpAnswer create(String name, String... permissions) {
        return owner.probe().post(path, Map.of("name", name, "permissions", List.of(permissions)));
    }
}
