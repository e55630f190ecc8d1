package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrganizationTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person ada;

    @BeforeEach
    void open() {
        ada = house.signUp("ada");
    }

    @Test
    void whoeverMakesAnOrganizationOwnsIt() {
        HttpAnswer made = ada.probe()
                .post("/auth/orgs", Map.of("name", "  Ada & Sons, Ltd.  "))
                .hasStatus(200)
                .hasValue("/name", "Ada & Sons, Ltd.")
                .hasValue("/slug", "ada-sons-ltd")
                .hasValue("/isPersonal", false)
                .hasValue("/role", "owner")
                .hasValueMatching("/createdAt", "2026-05-30T12:00:00.000Z")
                .lacks("/logoUrl")
                .lacks("/ownerId");
        String id = made.text("/id");
        ada.probe().get("/auth/orgs/" + id).hasStatus(200).hasValue("/role", "owner");
        ada.probe()
                .get("/auth/orgs")
                .hasStatus(200)
                .hasValue("/total", 1)
                .hasValue("/limit", 50)
                .hasValue("/offset", 0)
                .hasValue("/orgs/0/id", id);
        assertThat(house.audited("org.created", id)).isEqualTo(1);
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'org.created'"
                        + " and organization_id = '" + id + "' and actor_id = '" + ada.id()
                        + "' and session_id is not null"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"   \"}",
                "{\"name\":7}",
                "{\"name\":\"a\\nb\"}",
                "{\"name\":\"日本\"}",
                "{\"name\":\"a\\u202eb\"}",
                "{\"name\":\"a\\u2028b\"}",
                "{\"name\":\"a\\u2067b\"}",
                "{\"name\":\"a\\ud800b\"}",
                "{\"name\":\"Fine\",\"slug\":\"\"}",
                "{\"name\":\"Fine\",\"slug\":\"not fine\"}",
                "{\"name\":\"Fine\",\"slug\":\"grün\"}",
                "{\"name\":\"Fine\",\"slug\":\"a/b\"}",
            })
    void namesAndSlugsThatAreNoneAreRefused(String body) {
        ada.probe().post("/auth/orgs", body).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        ada.probe().post("/auth/orgs", Map.of("name", "x".repeat(256))).hasStatus(400);
        ada.probe()
                .post("/auth/orgs", Map.of("name", "Fine", "slug", "s".repeat(101)))
                .hasStatus(400);
        assertThat(house.rows.queryLong("select count(*) from access.organizations"))
                .isZero();
    }

    @Test
    void slugsAreLowerCaseAndTakenOncePerProject() {
        ada.probe()
                .post("/auth/orgs", Map.of("name", "One", "slug", " ACME-1 "))
                .hasStatus(200)
                .hasValue("/slug", "acme-1");
        ada.probe().post("/auth/orgs", Map.of("name", "Two", "slug", "acme-1")).hasStatus(400);
        ada.probe().post("/auth/orgs", Map.of("name", "Acme 1")).hasStatus(400);
        UUID elsewhere = house.otherProject();
        house.signUp("ada", elsewhere)
                .probe()
                .post("/auth/orgs", Map.of("name", "Acme 1"))
                .hasStatus(200)
                .hasValue("/slug", "acme-1");
    }

    @Test
    void adminsChangeNameSlugAndLogo() {
        UUID id = house.found(ada, "Acme");
        house.found(ada, "Taken");
        Person admin = house.signUp("bob");
        house.join(id, admin, "admin");
        admin.probe()
                .patch("/auth/orgs/" + id, Map.of("name", "Acme 2", "logoUrl", "https://example.com/l.png"))
                .hasStatus(200)
                .hasValue("/name", "Acme 2")
                .hasValue("/slug", "acme")
                .hasValue("/logoUrl", "https://example.com/l.png")
                .hasValue("/role", "admin");
        admin.probe()
                .patch("/auth/orgs/" + id, Map.of("slug", "acme-2"))
                .hasStatus(200)
                .hasValue("/logoUrl", "https://example.com/l.png")
                .hasValue("/slug", "acme-2");
        admin.probe().patch("/auth/orgs/" + id, Map.of("slug", "taken")).hasStatus(400);
        for (String bad :
                List.of("javascript:alert(1)", "ftp://example.com", "//example.com/x", "https://u:p@e.com/x")) {
            admin.probe().patch("/auth/orgs/" + id, Map.of("logoUrl", bad)).hasStatus(400);
        }
        admin.probe()
                .patch("/auth/orgs/" + id, Map.of("logoUrl", ""))
                .hasStatus(200)
                .lacks("/logoUrl");
        Map<String, Object> none = new HashMap<>();
        none.put("logoUrl", null);
        admin.probe()
                .patch("/auth/orgs/" + id, Map.of("logoUrl", "http://e.com/x"))
                .hasStatus(200);
        admin.probe().patch("/auth/orgs/" + id, none).hasStatus(200).lacks("/logoUrl");
        assertThat(house.audited("org.updated", id)).isEqualTo(5);
    }

    @Test
    void whatARoleDoesNotPermitIsRefusedAndChangesNothing() {
        UUID id = house.found(ada, "Acme");
        Person admin = house.signUp("admin");
        Person member = house.signUp("member");
        Person viewer = house.signUp("viewer");
        Person editor = house.signUp("editor");
        Person outsider = house.signUp("outsider");
        Person stranger = house.signUp("stranger", house.otherProject());
        house.join(id, admin, "admin");
        house.join(id, member, "member");
        house.join(id, viewer, "viewer");
        house.join(id, editor, "viewer");
        UUID role = house.role(id, "Editor", "org:update");
        house.rows.execute(
                "update access.memberships set custom_role_id = '" + role + "' where user_id = '" + editor.id() + "'");
        String path = "/auth/orgs/" + id;
        for (Person reader : List.of(admin, member, viewer, editor)) {
            reader.probe().get(path).hasStatus(200);
            reader.probe().delete(path).hasStatus(403);
        }
        member.probe().patch(path, Map.of("name", "Mine")).hasStatus(403);
        viewer.probe().patch(path, Map.of("name", "Mine")).hasStatus(403);
        editor.probe().patch(path, Map.of("name", "Edited")).hasStatus(200).hasValue("/role", "Editor");
        for (Person alien : List.of(outsider, stranger, house.promote(house.signUp("root")))) {
            alien.probe().get(path).hasStatus(403).neverMentions("Edited");
            alien.probe().patch(path, Map.of("name", "Mine")).hasStatus(403);
            alien.probe().delete(path).hasStatus(403);
            alien.probe().send("POST", path + "/switch", null).hasStatus(403);
        }
        String unknown = outsider.probe()
                .get("/auth/orgs/" + UUID.randomUUID())
                .hasStatus(403)
                .text("/message");
        assertThat(outsider.probe().get(path).text("/message")).isEqualTo(unknown);
        assertThat(outsider.probe().get("/auth/orgs/none").hasStatus(403).text("/message"))
                .isEqualTo(unknown);
        for (String credential : List.of("", "mux_x", AccessHouse.OPERATOR_TOKEN)) {
            house.anonymous.withBearer(credential).get(path).hasStatus(401);
        }
        house.anonymous.get(path).hasStatus(401);
        house.anonymous.post("/auth/orgs", Map.of("name", "None")).hasStatus(401);
        ada.probe().get(path).hasValue("/name", "Edited");
    }

    @Test
    void onlyTheOwnerWhoseItIsDeletesAnOrganizationWithAllThatHangsOnIt() {
        UUID id = house.found(ada, "Acme");
        Person other = house.signUp("bob");
        house.join(id, other, "owner");
        house.role(id, "Editor", "content:read");
        house.rows.execute(
                "insert into identity.sso_providers select gen_random_uuid(), '" + AccessHouse.DEFAULT_PROJECT + "', '"
                        + id + "', 'n', 'https://i', 'c', '\\x00', '{openid}', true, true, null, now(), now()");
        other.probe().delete("/auth/orgs/" + id).hasStatus(403);
        HttpAnswer switched = other.probe().send("POST", "/auth/orgs/" + id + "/switch", null);
        ada.probe().delete("/auth/orgs/" + id).hasStatus(200).hasValueMatching("/message", ".+");
        for (String table :
                List.of("access.organizations", "access.memberships", "access.roles", "identity.sso_providers")) {
            assertThat(house.rows.queryLong("select count(*) from " + table))
                    .as(table)
                    .isZero();
        }
        ada.probe().get("/auth/orgs/" + id).hasStatus(403);
        ada.probe().delete("/auth/orgs/" + id).hasStatus(403);
        HttpAnswer refreshed = house.anonymous
                .post("/auth/refresh", Map.of("refreshToken", switched.text("/tokens/refreshToken")))
                .hasStatus(200);
        assertThat(AccessHouse.claims(refreshed.text("/tokens/accessToken")).has("org_id"))
                .isFalse();
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'org.deleted'"
                        + " and organization_id = '" + id + "'"))
                .isEqualTo(1);
        ada.probe().post("/auth/orgs", Map.of("name", "Acme")).hasStatus(200);
    }

    @Test
    void theListHasPagesAndCostsTheSameForManyOrganizations() {
        house.found(ada, "One");
        int forOne = house.database
                .statements()
                .during(() -> ada.probe().get("/auth/orgs"))
                .size();
        for (int i = 2; i <= 7; i++) {
            house.clock.advance(Duration.ofSeconds(1));
            house.found(ada, "Number " + i);
        }
        HttpAnswer page = ada.probe()
                .get("/auth/orgs?limit=3&offset=2")
                .hasStatus(200)
                .hasValue("/total", 7)
                .hasValue("/limit", 3)
                .hasValue("/offset", 2);
        assertThat(page.json().at("/orgs").valueStream().map(org -> org.get("name")
                        .asString()))
                .containsExactly("Number 3", "Number 4", "Number 5");
        ada.probe().get("/auth/orgs?limit=1000").hasStatus(200).hasValue("/limit", 100);
        ada.probe().get("/auth/orgs?limit=0").hasStatus(400);
        ada.probe().get("/auth/orgs?offset=-1").hasStatus(400);
        ada.probe().get("/auth/orgs?limit=x").hasStatus(400);
        int forMany = house.database
                .statements()
                .during(() -> ada.probe().get("/auth/orgs"))
                .size();
        assertThat(forMany).isEqualTo(forOne).isLessThanOrEqualTo(3);
    }
}
