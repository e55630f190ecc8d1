package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.identity.setup.SetupToken;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DefaultOrganizationTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    private AccessHouse house;

    @BeforeEach
    void open() {
        house = AccessHouse.open(DATABASE.database());
    }

    @AfterEach
    void close() {
        house.wipe();
        house.close();
    }

    @Test
    void theFirstAdministratorOwnsTheOrganizationThatNewUsersJoin() {
        HttpAnswer made = setUp(Map.of("orgName", "  Founders' Club ")).hasStatus(201);
        Person bob = house.signUp("bob");
        HttpAnswer listed = bob.probe()
                .get("/auth/orgs")
                .hasStatus(200)
                .hasValue("/total", 1)
                .hasValue("/orgs/0/name", "Founders' Club")
                .hasValue("/orgs/0/slug", "founders-club")
                .hasValue("/orgs/0/role", "member");
        String id = listed.text("/orgs/0/id");
        assertThat(house.rows.queryLong("select count(*) from access.organizations where is_default and owner_id = '"
                        + made.text("/userId") + "'"))
                .isEqualTo(1);
        assertThat(house.audited("member.joined", bob.id())).isEqualTo(1);
        assertThat(AccessHouse.claims(house.signIn(bob).text("/tokens/accessToken"))
                        .get("org_id")
                        .asString())
                .isEqualTo(id);
        Person alien = house.signUp("alien", house.otherProject());
        alien.probe().get("/auth/orgs").hasStatus(200).hasValue("/total", 0);
    }

    @Test
    void withoutANameItIsMyOrganization() {
        setUp(Map.of()).hasStatus(201);
        assertThat(house.rows.queryLong(
                        "select count(*) from access.organizations where name = 'My Organization' and is_default"))
                .isEqualTo(1);
    }

    @Test
    void newUsersGetTheDefaultCustomRoleAlong() {
        setUp(Map.of("orgName", "Club")).hasStatus(201);
        String id = house.rows.queryText("select id::text from access.organizations");
        UUID role = house.role(UUID.fromString(id), "Guest", "content:read");
        house.rows.execute("update access.roles set is_default = true");
        Person bob = house.signUp("bob");
        bob.probe().get("/auth/orgs").hasValue("/orgs/0/role", "Guest");
        assertThat(house.rows.queryLong("select count(*) from access.memberships where user_id = '" + bob.id()
                        + "' and role = 'member' and custom_role_id = '" + role + "'"))
                .isEqualTo(1);
    }

    @Test
    void whoIsMemberOfNothingJoinsItWhenTheyLookAtTheirOrganizations() {
        Person early = house.signUp("early");
        early.probe().get("/auth/orgs").hasStatus(200).hasValue("/total", 0);
        setUp(Map.of("orgName", "Club")).hasStatus(201);
        early.probe().get("/auth/orgs?offset=1").hasStatus(200).hasValue("/total", 0);
        early.probe().get("/auth/orgs").hasStatus(200).hasValue("/total", 1).hasValue("/orgs/0/role", "member");
        early.probe().get("/auth/orgs").hasStatus(200).hasValue("/total", 1);
        assertThat(house.audited("member.joined", early.id())).isEqualTo(1);
    }

    @Test
    void whoWasRemovedOrHasLeftStaysAway() {
        HttpAnswer root = setUp(Map.of("orgName", "Club")).hasStatus(201);
        Person bob = house.signUp("bob");
        Person lea = house.signUp("lea");
        String club = bob.probe().get("/auth/orgs").text("/orgs/0/id");
        HttpAnswer in = house.anonymous
                .post("/auth/login", Map.of("email", "root@example.com", "password", AccessHouse.PASSWORD))
                .hasStatus(200);
        house.anonymous
                .withBearer(in.text("/tokens/accessToken"))
                .delete("/auth/orgs/" + club + "/members/" + bob.id())
                .hasStatus(200);
        lea.probe().delete("/auth/orgs/" + club + "/members/" + lea.id()).hasStatus(200);
        for (Person former : List.of(bob, lea)) {
            former.probe().get("/auth/orgs").hasStatus(200).hasValue("/total", 0);
            assertThat(house.audited("member.joined", former.id())).isEqualTo(1);
        }
        UUID other = house.found(
                new Person(
                        UUID.fromString(root.text("/userId")),
                        "root@example.com",
                        house.anonymous.withBearer(in.text("/tokens/accessToken"))),
                "Other");
        house.operator()
                .send("PUT", "/auth/admin/orgs/" + other + "/default", null)
                .hasStatus(200);
        bob.probe().get("/auth/orgs").hasValue("/total", 1).hasValue("/orgs/0/name", "Other");
    }

    @Test
    void usersThatABackendMakesJoinItToo() {
        setUp(Map.of("orgName", "Club")).hasStatus(201);
        HttpProbe backend = house.backend();
        List<String> ids = List.of(
                backend.post("/users", Map.of("authId", "made-1"))
                        .hasStatus(201)
                        .text("/id"),
                backend.post("/users/find-or-create", Map.of("authId", "made-2"))
                        .hasStatus(200)
                        .text("/user/id"),
                backend.post("/users/import", Map.of("users", List.of(Map.of("email", "i@example.com"))))
                        .hasValue("/created", 1)
                        .text("/results/0/userId"),
                backend.post(
                                "/users/import",
                                Map.of(
                                        "users",
                                        List.of(Map.of(
                                                "email",
                                                "j@example.com",
                                                "passwordHash",
                                                "$2a$04$c5WO6ouvOaMYLzVFTGDHdOIjH9oOtYQHVxrQcbtwcqjIBNnPEXtoi"))))
                        .hasValue("/created", 1)
                        .text("/results/0/userId"));
        backend.post("/users/find-or-create", Map.of("authId", "made-1")).hasStatus(200);
        for (String id : ids) {
            assertThat(house.rows.queryText("select role from access.memberships where user_id = '" + id + "'"))
                    .isEqualTo("member");
            assertThat(house.audited("member.joined", id)).isEqualTo(1);
        }
    }

    @Test
    void whomAnOrganizationsOwnProviderBringsJoinsThatOneOnlyWithItsDefaultRole() {
        setUp(Map.of("orgName", "Club")).hasStatus(201);
        Person ada = house.signUp("ada");
        UUID firm = house.found(ada, "Firm");
        house.role(firm, "Guest", "content:read");
        house.rows.execute("update access.roles set is_default = true");
        KnownProjects projects = new KnownProjects(house.database);
        OrganizationStore store = new OrganizationStore();
        Newcomers newcomers = new Newcomers(store, new Organizations(store, projects), projects, false);
        Person eve = house.signUp("eve");
        house.rows.execute("delete from access.memberships where user_id = '" + eve.id() + "'");
        house.clock.advance(Duration.ofSeconds(1));
        house.database.run(tx -> newcomers.registered(
                tx,
                new UserStore()
                        .byId(tx.sql(), AccessHouse.DEFAULT_PROJECT, eve.id())
                        .orElseThrow(),
                firm));
        assertThat(house.rows.queryText("select string_agg(organization_id || ' ' || role || ' '"
                        + " || (custom_role_id is not null), ',') from access.memberships where user_id = '" + eve.id()
                        + "'"))
                .isEqualTo(firm + " member true");
        assertThat(house.rows.queryText("select metadata ->> 'by' from platform.audit_events where target_id = '"
                        + eve.id() + "' and type = 'member.joined' order by sequence desc limit 1"))
                .isEqualTo("sso");
    }

    @Test
    void anotherOrganizationCanBeMadeTheDefault() {
        setUp(Map.of("orgName", "Old")).hasStatus(201);
        Person ada = house.promote(house.signUp("ada"));
        UUID id = house.found(ada, "New");
        ada.probe().send("PUT", "/auth/admin/orgs/" + id + "/default", null).hasStatus(200);
        Person bob = house.signUp("bob");
        bob.probe().get("/auth/orgs").hasValue("/total", 1).hasValue("/orgs/0/name", "New");
        assertThat(house.audited("admin.default_org_set", id)).isEqualTo(1);
        bob.probe().send("PUT", "/auth/admin/orgs/" + id + "/default", null).hasStatus(403);
        Person alien = house.promote(house.signUp("alien", house.otherProject()));
        alien.probe().send("PUT", "/auth/admin/orgs/" + id + "/default", null).hasStatus(404);
    }

    @Test
    void usersCanBeGivenAnOrganizationOfTheirOwn() {
        house.close();
        house = AccessHouse.open(DATABASE.database(), Map.of("LATCHKEY_PERSONAL_ORGANIZATIONS", "true"));
        Person ada = house.signUp("ada");
        String id = ada.probe()
                .get("/auth/orgs")
                .hasValue("/total", 1)
                .hasValue("/orgs/0/isPersonal", true)
                .hasValue("/orgs/0/role", "owner")
                .text("/orgs/0/id");
        ada.probe().delete("/auth/orgs/" + id).hasStatus(400);
        ada.probe().get("/auth/orgs/" + id).hasStatus(200);
        house.promote(ada)
                .probe()
                .send("PUT", "/auth/admin/orgs/" + id + "/default", null)
                .hasStatus(400);
    }

    private HttpAnswer setUp(Map<String, String> more) {
        Map<String, Object> body = new HashMap<>(
                Map.of("email", "root@example.com", "password", AccessHouse.PASSWORD, "setupToken", token()));
        body.putAll(more);
        return house.anonymous.post("/setup/admin", body);
    }

    private static String token() {
        try (SecretMemory memory = new SecretMemory(8, Duration.ofSeconds(10));
                MasterKey key = MasterKey.parse(AccessHouse.MASTER_KEY, memory)) {
            return new SetupToken(key).reveal();
        }
    }
}
