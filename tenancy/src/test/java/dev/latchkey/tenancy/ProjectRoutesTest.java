package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects over HTTP (mux-api.md 5.4). */
final class ProjectRoutesTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = TenancyHouse.databases();

    private TenancyHouse house;
    private Tenant tenant;

    @BeforeEach
    void open() {
        house = TenancyHouse.open(DATABASE.database());
        tenant = house.tenant();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theOperatorCreatesAProject() {
        HttpAnswer created = house.operator()
                .post(
                        "/projects",
                        Map.of(
                                "name",
                                "Store",
                                "developerId",
                                tenant.developerId(),
                                "description",
                                "Shoes",
                                "environment",
                                "staging",
                                "rateLimitRpm",
                                250))
                .hasStatus(201)
                .hasValue("/name", "Store")
                .hasValue("/description", "Shoes")
                .hasValue("/developerId", tenant.developerId())
                .hasValue("/status", "ACTIVE")
                .hasValue("/environment", "staging")
                .hasValue("/rateLimitRpm", 250)
                .hasValue("/deletedAt", "null");
        assertThat(created.json().propertyNames())
                .containsExactly(
                        "id",
                        "name",
                        "description",
                        "developerId",
                        "status",
                        "environment",
                        "rateLimitRpm",
                        "requireSecondFactor",
                        "walletAtSignUp",
                        "createdAt",
                        "updatedAt",
                        "deletedAt");
        String id = created.text("/id");
        assertThat(house.audited("project.created", id)).isEqualTo(1);
        assertThat(house.lastAudit("project_id", id)).isEqualTo(id);
    }

    @Test
    void aProjectThatSaysLittleGetsTheDefaults() {
        house.operator()
                .get("/projects/" + tenant.projectId())
                .hasStatus(200)
                .hasValue("/environment", "development")
                .hasValue("/rateLimitRpm", 60)
                .hasValue("/description", "null");
    }

    @Test
    void aProjectNeedsADeveloperThatIsThereAndActive() {
        String nobody = UUID.randomUUID().toString();
        house.operator()
                .post("/projects", Map.of("name", "x", "developerId", nobody))
                .hasStatus(404)
                .hasValue("/message", "Developer " + nobody + " not found");
        house.operator()
                .post("/projects", Map.of("name", "x", "developerId", "not-an-id"))
                .hasStatus(404)
                .hasValue("/message", "Developer not-an-id not found");
        house.operator()
                .patch("/developers/" + tenant.developerId(), Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        house.operator()
                .post("/projects", Map.of("name", "x", "developerId", tenant.developerId()))
                .hasStatus(401)
                .hasValue("/message", "Developer " + tenant.developerId() + " is not active");
    }

    @Test
    void aBodyThatIsWrongIsToldEverythingAtOnce() {
        HttpAnswer answer = house.operator()
                .post("/projects", "{\"name\":\"\",\"rateLimitRpm\":0,\"environment\":5}")
                .hasStatus(400);
        assertThat(answer.json().get("message").values().stream().map(node -> node.stringValue()))
                .containsExactlyInAnyOrder(
                        "name should not be empty",
                        "developerId should not be empty",
                        "environment must be a string",
                        "rateLimitRpm must not be less than 1");
        house.operator()
                .patch("/projects/" + tenant.projectId(), "{\"rateLimitRpm\":\"100\"}")
                .hasStatus(400)
                .hasValue("/message", "rateLimitRpm must be an integer number");
    }

    @Test
    void aKeyReadsAndChangesItsOwnProject() {
        house.with(tenant).get("/projects/" + tenant.projectId()).hasStatus(200).hasValue("/name", "Shop");
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), Map.of("name", "Shop 2", "rateLimitRpm", 120))
                .hasStatus(200)
                .hasValue("/name", "Shop 2")
                .hasValue("/rateLimitRpm", 120);
        assertThat(house.lastAudit("type || ' ' || actor_kind", tenant.projectId()))
                .isEqualTo("project.updated PROJECT_KEY");
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), "{\"rateLimitRpm\":null}")
                .hasStatus(200)
                .hasValue("/rateLimitRpm", 60);
    }

    @Test
    void aProjectDemandsASecondFactorOnceItIsToldTo() {
        String path = "/projects/" + tenant.projectId();
        house.with(tenant).get(path).hasStatus(200).hasValue("/requireSecondFactor", false);

        house.with(tenant)
                .patch(path, Map.of("requireSecondFactor", true))
                .hasStatus(200)
                .hasValue("/requireSecondFactor", true);
        assertThat(house.lastAudit("metadata ->> 'requireSecondFactor'", tenant.projectId()))
                .isEqualTo("true");
        house.with(tenant).patch(path, Map.of("name", "Shop 3")).hasStatus(200).hasValue("/requireSecondFactor", true);
        house.with(tenant)
                .patch(path, "{\"requireSecondFactor\":\"yes\"}")
                .hasStatus(400)
                .hasValueMatching("/message", "requireSecondFactor must be.*");
        house.operator()
                .post(
                        "/projects",
                        Map.of("name", "Bank", "developerId", tenant.developerId(), "requireSecondFactor", true))
                .hasStatus(201)
                .hasValue("/requireSecondFactor", true);
    }

    @Test
    void aProjectGivesWalletsAtSignUpOnTheNetworkItNames() {
        String path = "/projects/" + tenant.projectId();
        house.with(tenant).get(path).hasStatus(200).hasValue("/walletAtSignUp", "null");

        house.with(tenant)
                .patch(path, Map.of("walletAtSignUp", "TESTNET"))
                .hasStatus(200)
                .hasValue("/walletAtSignUp", "TESTNET");
        house.with(tenant)
                .patch(path, Map.of("walletAtSignUp", "testnet"))
                .hasStatus(400)
                .hasValue("/message", "walletAtSignUp must be TESTNET or MAINNET");
        house.with(tenant)
                .patch(path, "{\"walletAtSignUp\":null}")
                .hasStatus(200)
                .hasValue("/walletAtSignUp", "null");
    }

    @Test
    void aTestKeyCannotMakeItsProjectAProductionOne() {
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), Map.of("environment", "production"))
                .hasStatus(403);
        assertThat(house.column("projects", "environment", tenant.projectId())).isEqualTo("development");
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), Map.of("environment", "staging"))
                .hasStatus(200);
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("environment", "production"))
                .hasStatus(200);
        house.operator()
                .post("/api-keys", Map.of("name", "Live", "projectId", tenant.projectId()))
                .hasStatus(201)
                .hasValue("/apiKey/keyPrefix", "mux_live_");
    }

    @Test
    void onlyTheOperatorMovesAProjectToAnotherDeveloper() {
        Tenant other = house.tenant();
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), Map.of("developerId", other.developerId()))
                .hasStatus(404)
                .hasValue("/message", "Developer " + other.developerId() + " not found");
        house.with(tenant)
                .patch("/projects/" + tenant.projectId(), Map.of("developerId", tenant.developerId()))
                .hasStatus(200);
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("developerId", other.developerId()))
                .hasStatus(200)
                .hasValue("/developerId", other.developerId());
        house.with(tenant).get("/developers/" + other.developerId()).hasStatus(200);
    }

    @Test
    void theDeveloperInTheQueryDecidesNothingButMustBeRight() {
        house.with(tenant)
                .patch("/projects/" + tenant.projectId() + "?developerId=" + tenant.developerId(), Map.of("name", "A"))
                .hasStatus(200);
        house.with(tenant)
                .patch("/projects/" + tenant.projectId() + "?developerId=" + UUID.randomUUID(), Map.of("name", "B"))
                .hasStatus(404)
                .hasValue("/message", "Project " + tenant.projectId() + " not found");
        house.operator()
                .delete("/projects/" + tenant.projectId() + "?developerId=" + UUID.randomUUID())
                .hasStatus(404);
        house.operator()
                .delete("/projects/" + tenant.projectId() + "?developerId=" + tenant.developerId())
                .hasStatus(200);
    }

    @Test
    void deletingKeepsTheRowAndHidesIt() {
        house.operator()
                .delete("/projects/" + tenant.projectId())
                .hasStatus(200)
                .hasValue("/deletedAt", "2026-05-30T12:00:00.000Z");
        assertThat(house.audited("project.deleted", tenant.projectId())).isEqualTo(1);
        house.operator()
                .get("/projects/" + tenant.projectId())
                .hasStatus(404)
                .hasValue("/message", "Project " + tenant.projectId() + " not found");
        house.operator().delete("/projects/" + tenant.projectId()).hasStatus(404);
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("name", "x"))
                .hasStatus(404);
        assertThat(house.operator()
                        .get("/projects?developerId=" + tenant.developerId())
                        .hasStatus(200)
                        .json()
                        .size())
                .isZero();
        house.operator()
                .delete("/projects/" + TenancyHouse.DEFAULT_PROJECT)
                .hasStatus(409)
                .hasValue("/message", "The default project cannot be deleted");
    }

    @Test
    void theListOfAllProjectsIsTheOperators() {
        Tenant sibling = house.sibling(tenant);
        HttpAnswer list = house.operator().get("/projects?developerId=" + tenant.developerId());
        assertThat(list.hasStatus(200).json().findValuesAsString("id"))
                .containsExactlyInAnyOrder(tenant.projectId(), sibling.projectId());
        assertThat(house.operator().get("/projects?limit=200").json().findValuesAsString("id"))
                .contains(TenancyHouse.DEFAULT_PROJECT, tenant.projectId());
        String nobody = UUID.randomUUID().toString();
        house.operator()
                .get("/projects?developerId=" + nobody)
                .hasStatus(404)
                .hasValue("/message", "Developer " + nobody + " not found");
        for (HttpAnswer answer : List.of(
                house.with(tenant).get("/projects"),
                house.with(tenant).post("/projects", Map.of("name", "x", "developerId", tenant.developerId())),
                house.with(tenant).delete("/projects/" + tenant.projectId()))) {
            answer.hasStatus(403).hasValue("/error", "Forbidden");
        }
    }
}
