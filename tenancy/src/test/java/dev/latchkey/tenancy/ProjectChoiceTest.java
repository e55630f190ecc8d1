package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which project a call speaks for that may come with or without a key. */
final class ProjectChoiceTest {

    private static final String HEADER = "X-Latchkey-Project";

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
    void aCallThatSaysNothingSpeaksForTheDefaultProject() {
        house.anonymous.get("/spoken-for").hasStatus(200).hasValue("/project", TenancyHouse.DEFAULT_PROJECT);
        assertThat(house.tenancy.defaultProjectId()).hasToString(TenancyHouse.DEFAULT_PROJECT);
    }

    @Test
    void theHeaderChoosesAnotherProject() {
        Tenant tenant = house.tenant();
        house.anonymous
                .withHeader(HEADER, tenant.projectId())
                .get("/spoken-for")
                .hasStatus(200)
                .hasValue("/project", tenant.projectId());
    }

    @Test
    void aKeyBringsItsProjectAndTheHeaderMayOnlyAgree() {
        Tenant tenant = house.tenant();
        Tenant other = house.sibling(tenant);
        house.with(tenant).get("/spoken-for").hasStatus(200).hasValue("/project", tenant.projectId());
        house.with(tenant)
                .withHeader(HEADER, tenant.projectId())
                .get("/spoken-for")
                .hasStatus(200);
        house.with(tenant)
                .withHeader(HEADER, other.projectId())
                .get("/spoken-for")
                .hasStatus(404)
                .hasValue("/message", "Project " + other.projectId() + " not found");
    }

    @Test
    void aHeaderThatNamesNoActiveProjectIsNotFound() {
        Tenant suspended = house.tenant(Map.of("status", "SUSPENDED"));
        Tenant deleted = house.tenant();
        house.operator().delete("/projects/" + deleted.projectId()).hasStatus(200);
        for (String id :
                List.of(UUID.randomUUID().toString(), "nonsense", suspended.projectId(), deleted.projectId())) {
            house.anonymous
                    .withHeader(HEADER, id)
                    .get("/spoken-for")
                    .hasStatus(404)
                    .hasValue("/message", "Project " + id + " not found");
        }
    }

    @Test
    void aChangeOfThisProcessShowsAtOnce() {
        Tenant tenant = house.tenant();
        house.anonymous
                .withHeader(HEADER, tenant.projectId())
                .get("/spoken-for")
                .hasStatus(200);
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("status", "INACTIVE"))
                .hasStatus(200);
        house.anonymous
                .withHeader(HEADER, tenant.projectId())
                .get("/spoken-for")
                .hasStatus(404);
        assertThat(house.tenancy.project(UUID.fromString(tenant.projectId()))).hasValueSatisfying(project -> {
            assertThat(project.status()).isEqualTo(TenantStatus.INACTIVE);
            assertThat(project.rateLimitRpm()).isEqualTo(60);
        });
    }

    @Test
    void theDefaultProjectCanBeSwitchedOff() {
        house.operator()
                .patch("/projects/" + TenancyHouse.DEFAULT_PROJECT, Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        house.anonymous.get("/spoken-for").hasStatus(404);
    }
}
