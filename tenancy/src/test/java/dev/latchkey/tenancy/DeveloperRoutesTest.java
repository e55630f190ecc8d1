package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Developers over HTTP (mux-api.md 5.3). */
final class DeveloperRoutesTest {

    @RegisterExtension
    final DatabaseExtension databases = TenancyHouse.databases();

    private TenancyHouse house;

    @BeforeEach
    void open() {
        house = TenancyHouse.open(databases.database());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theOperatorCreatesADeveloper() {
        HttpAnswer created = house.operator()
                .post("/developers", Map.of("email", " alice@example.com ", "name", "Alice", "company", "Mux Labs"))
                .hasStatus(201)
                .hasValue("/email", "alice@example.com")
                .hasValue("/name", "Alice")
                .hasValue("/company", "Mux Labs")
                .hasValue("/status", "ACTIVE")
                .hasValue("/createdAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/updatedAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/deletedAt", "null");
        assertThat(created.json().propertyNames())
                .containsExactly("id", "email", "name", "company", "status", "createdAt", "updatedAt", "deletedAt");
        String id = created.text("/id");
        assertThat(house.column("developers", "email", id)).isEqualTo("alice@example.com");
        assertThat(house.audited("developer.created", id)).isEqualTo(1);
        assertThat(house.lastAudit("actor_kind", id)).isEqualTo("OPERATOR");
        house.operator().get("/developers/" + id).hasStatus(200).hasValue("/email", "alice@example.com");
    }

    @Test
    void anAddressBelongsToOneDeveloperWhateverItsCase() {
        house.operator().post("/developers", Map.of("email", "bob@example.com")).hasStatus(201);
        house.operator()
                .post("/developers", Map.of("email", "BOB@example.com"))
                .hasStatus(409)
                .hasValue("/error", "Conflict")
                .hasValue("/message", "A developer with this email already exists");
        String other = house.operator()
                .post("/developers", Map.of("email", "other@example.com"))
                .text("/id");
        house.operator()
                .patch("/developers/" + other, Map.of("email", "bob@EXAMPLE.com"))
                .hasStatus(409);
        assertThat(house.column("developers", "email", other)).isEqualTo("other@example.com");
        assertThat(house.audited("developer.updated", other)).isZero();
    }

    @Test
    void oneOfManyWhoWantAnAddressAtOnceGetsIt() {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 12)
                .mapToObj(i -> Thread.ofVirtual()
                        .start(() -> statuses.add(house.operator()
                                .post("/developers", Map.of("email", "race@example.com"))
                                .status())))
                .toList();
        threads.forEach(DeveloperRoutesTest::join);
        assertThat(statuses).hasSize(12).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'developer.created'"))
                .isEqualTo(1);
    }

    @Test
    void aBodyThatIsWrongIsToldEverythingAtOnce() {
        HttpAnswer answer = house.operator()
                .post("/developers", "{\"email\":\"nobody\",\"name\":7,\"role\":\"admin\"}")
                .hasStatus(400)
                .hasValue("/error", "Bad Request");
        assertThat(answer.json().get("message").values().stream().map(node -> node.stringValue()))
                .containsExactlyInAnyOrder(
                        "property role should not exist", "email must be an email", "name must be a string");
        for (String email : List.of("", "a", "a@b", "a b@c.de", "@c.de", "a@c..de", "a@c.de\\u0000")) {
            house.operator()
                    .post("/developers", "{\"email\":\"" + email + "\"}")
                    .hasStatus(400);
        }
    }

    @Test
    void aChangeTouchesOnlyWhatItNames() {
        String id = house.operator()
                .post("/developers", Map.of("email", "carol@example.com", "name", "Carol", "company", "Mux"))
                .text("/id");
        house.clock.advance(Duration.ofMinutes(1));
        house.operator()
                .patch("/developers/" + id, "{\"name\":null,\"status\":\"SUSPENDED\"}")
                .hasStatus(200)
                .hasValue("/name", "null")
                .hasValue("/company", "Mux")
                .hasValue("/status", "SUSPENDED")
                .hasValue("/createdAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/updatedAt", "2026-05-30T12:01:00.000Z");
        assertThat(house.audited("developer.updated", id)).isEqualTo(1);
        house.clock.advance(Duration.ofMinutes(1));
        house.operator()
                .patch("/developers/" + id, "{\"company\":\"Mux\"}")
                .hasStatus(200)
                .hasValue("/updatedAt", "2026-05-30T12:01:00.000Z");
        assertThat(house.audited("developer.updated", id)).isEqualTo(1);
        house.operator()
                .patch("/developers/" + id, Map.of("status", "GONE"))
                .hasStatus(400)
                .hasValue("/message", "status must be one of the following values: ACTIVE, INACTIVE, SUSPENDED");
    }

    @Test
    void deletingKeepsTheRowAndEndsTheProjectsAndKeys() {
        Tenant tenant = house.tenant();
        house.operator()
                .delete("/developers/" + tenant.developerId())
                .hasStatus(200)
                .hasValue("/id", tenant.developerId())
                .hasValue("/deletedAt", "2026-05-30T12:00:00.000Z");
        assertThat(house.column("projects", "deleted_at is not null", tenant.projectId()))
                .isEqualTo("t");
        assertThat(house.audited("developer.deleted", tenant.developerId())).isEqualTo(1);
        assertThat(house.audited("project.deleted", tenant.projectId())).isEqualTo(1);
        house.operator()
                .get("/developers/" + tenant.developerId())
                .hasStatus(404)
                .hasValue("/message", "Developer " + tenant.developerId() + " not found");
        house.operator().delete("/developers/" + tenant.developerId()).hasStatus(404);
        house.operator()
                .patch("/developers/" + tenant.developerId(), Map.of("name", "x"))
                .hasStatus(404);
        house.operator()
                .get("/developers/" + tenant.developerId() + "/projects")
                .hasStatus(404);
        house.with(tenant).get("/wallets/protected").hasStatus(401);
        house.operator()
                .post("/developers", Map.of("email", tenant.developerEmail()))
                .hasStatus(201);
    }

    @Test
    void theDefaultDeveloperStays() {
        house.operator()
                .delete("/developers/" + TenancyHouse.DEFAULT_DEVELOPER)
                .hasStatus(409)
                .hasValue("/message", "The default developer cannot be deleted");
    }

    @Test
    void aKeySeesAndChangesItsOwnDeveloperButNotItsStatus() {
        Tenant tenant = house.tenant();
        house.with(tenant)
                .get("/developers/" + tenant.developerId())
                .hasStatus(200)
                .hasValue("/email", tenant.developerEmail());
        house.with(tenant)
                .patch("/developers/" + tenant.developerId(), Map.of("company", "Own"))
                .hasStatus(200)
                .hasValue("/company", "Own");
        assertThat(house.lastAudit("actor_id", tenant.developerId())).isEqualTo(tenant.keyId());
        house.with(tenant)
                .patch("/developers/" + tenant.developerId(), Map.of("status", "SUSPENDED"))
                .hasStatus(403);
        assertThat(house.column("developers", "status", tenant.developerId())).isEqualTo("ACTIVE");
    }

    @Test
    void aKeySeesOneProjectOfItsDeveloper() {
        Tenant tenant = house.tenant();
        Tenant sibling = house.sibling(tenant);
        HttpAnswer own = house.with(tenant)
                .get("/developers/" + tenant.developerId() + "/projects")
                .hasStatus(200);
        assertThat(own.json().size()).isEqualTo(1);
        own.hasValue("/0/id", tenant.projectId());
        HttpAnswer all = house.operator().get("/developers/" + tenant.developerId() + "/projects");
        assertThat(all.json().findValuesAsString("id"))
                .containsExactlyInAnyOrder(tenant.projectId(), sibling.projectId());
    }

    @Test
    void whatNeedsTheOperatorIsForbiddenToAKey() {
        Tenant tenant = house.tenant();
        for (HttpAnswer answer : List.of(
                house.with(tenant).get("/developers"),
                house.with(tenant).post("/developers", Map.of("email", "x@example.com")),
                house.with(tenant).delete("/developers/" + tenant.developerId()))) {
            answer.hasStatus(403).hasValue("/error", "Forbidden").hasValue("/code", "FORBIDDEN");
        }
        house.anonymous.get("/developers").hasStatus(401).hasValue("/message", "Operator credential is required");
        house.anonymous
                .withBearer("op_" + "x".repeat(43))
                .get("/developers")
                .hasStatus(401)
                .hasValue("/message", "Invalid operator credential");
    }

    @Test
    void theListIsPagedNewestFirstAndNamesItsNextPage() {
        house.rows.execute("update tenancy.developers set created_at = '2026-01-01'");
        for (int i = 0; i < 5; i++) {
            house.clock.advance(Duration.ofSeconds(1));
            house.operator()
                    .post("/developers", Map.of("email", "d" + i + "@example.com"))
                    .hasStatus(201);
        }
        HttpAnswer first =
                house.operator().get("/developers?limit=2").hasStatus(200).hasValue("/0/email", "d4@example.com");
        assertThat(first.json().size()).isEqualTo(2);
        String link = first.header("Link").orElseThrow();
        assertThat(link).matches("</developers\\?.*>; rel=\"next\"");
        List<String> seen = new ArrayList<>(first.json().findValuesAsString("email"));
        while (!link.isEmpty()) {
            HttpAnswer next = house.operator().get(link.substring(1, link.indexOf('>')));
            seen.addAll(next.json().findValuesAsString("email"));
            link = next.header("Link").orElse("");
        }
        assertThat(seen)
                .startsWith("d4@example.com", "d3@example.com", "d2@example.com", "d1@example.com", "d0@example.com")
                .doesNotHaveDuplicates()
                .hasSize((int) house.rows.queryLong("select count(*) from tenancy.developers"));
        for (String wrong : List.of("limit=0", "limit=x", "offset=-1", "limit=1e3", "offset=99999999999")) {
            house.operator().get("/developers?" + wrong).hasStatus(400);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
