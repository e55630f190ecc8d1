package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Route;
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

/** Walks every route of the table with a key that must not see the row: nothing tells it from an id nobody has. */
final class ForeignKeyWalkTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = TenancyHouse.databases();

    private TenancyHouse house;

    @BeforeEach
    void open() {
        house = TenancyHouse.open(DATABASE.database());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aKeyOfAnotherDeveloperSeesNothing() {
        walk(house.tenant(), house.tenant());
    }

    @Test
    void aKeyOfASiblingProjectSeesNothingButTheDeveloper() {
        Tenant victim = house.tenant();
        Tenant sibling = house.sibling(victim);
        walk(victim, sibling);
        house.with(sibling)
                .post("/api-keys", Map.of("name", "x", "projectId", victim.projectId()))
                .hasStatus(404);
    }

    private void walk(Tenant victim, Tenant stranger) {
        boolean sameDeveloper = victim.developerId().equals(stranger.developerId());
        int walked = 0;
        for (Route route : house.tenancy.routes()) {
            String pattern = route.path().toString();
            if (!pattern.contains("{") || route.guard() != Guard.PROJECT_KEY_OR_OPERATOR) {
                continue;
            }
            if (pattern.startsWith("/developers/") && sameDeveloper) {
                continue;
            }
            HttpAnswer foreign = call(route, pattern, id(victim, pattern), stranger);
            HttpAnswer unknown = call(route, pattern, UUID.randomUUID().toString(), stranger);
            foreign.hasStatus(404).neverMentions("Shop").neverMentions(victim.developerEmail());
            assertThat(foreign.text("/message").replace(id(victim, pattern), "{id}"))
                    .as("%s tells a foreign row from an unknown one", route.name())
                    .isEqualTo(unknown.text("/message").replaceFirst("[0-9a-f-]{36}", "{id}"));
            assertThat(foreign.json().propertyNames()).isEqualTo(unknown.json().propertyNames());
            walked++;
        }
        assertThat(walked).isGreaterThanOrEqualTo(sameDeveloper ? 4 : 7);
        house.with(stranger)
                .get("/api-keys?projectId=" + victim.projectId())
                .hasStatus(404)
                .hasValue("/message", "Project " + victim.projectId() + " not found");
        assertThat(house.column("api_keys", "status", victim.keyId())).isEqualTo("ACTIVE");
        assertThat(house.column("projects", "name", victim.projectId())).isEqualTo("Shop");
        assertThat(house.audited("project.updated", victim.projectId())).isZero();
        assertThat(house.audited("api_key.rotated", victim.keyId())).isZero();
    }

    @Test
    void routesWithoutAnIdOfTheirOwnAreGuarded() {
        List<String> open = house.tenancy.routes().stream()
                .filter(route -> route.guard() == Guard.PUBLIC || route.guard() == Guard.OPEN)
                .map(Route::name)
                .toList();
        assertThat(open).isEmpty();
    }

    private HttpAnswer call(Route route, String pattern, String id, Tenant stranger) {
        String path = pattern.replaceFirst("\\{[^}]+}", id);
        Object body = route.body() == null ? null : Map.of("name", "Taken over");
        if (pattern.endsWith("/revoke")) {
            body = Map.of("reason", "Taken over");
        }
        return house.with(stranger).send(route.method().name(), path, body);
    }

    private static String id(Tenant victim, String pattern) {
        if (pattern.startsWith("/developers/")) {
            return victim.developerId();
        }
        return pattern.startsWith("/projects/") ? victim.projectId() : victim.keyId();
    }
}
