package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.identity.setup.SetupToken;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.HashMap;
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
