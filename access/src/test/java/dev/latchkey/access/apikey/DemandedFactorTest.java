package dev.latchkey.access.apikey;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neither an API key nor another organization is a way around the second factor that a project demands. */
final class DemandedFactorTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person ada;
    private UUID organization;
    private String key;

    @BeforeEach
    void signUp() {
        ada = house.signUp("ada");
        organization = house.found(ada, "Engines");
        key = ada.probe()
                .post("/auth/user/api-keys", Map.of("label", "robot"))
                .hasStatus(200)
                .text("/apiKey");
        byKey().get("/auth/user").hasStatus(200);
        demand(true);
    }

    @AfterEach
    void relax() {
        demand(false);
    }

    @Test
    void aKeyOfAUserWithoutAnotherFactorDoesNotAct() {
        refused(byKey().get("/auth/user"));
        refused(byKey().get("/auth/orgs"));
        house.backend()
                .post("/auth/validate-api-key", Map.of("apiKey", key))
                .hasStatus(200)
                .hasValue("/valid", false);

        house.rows.execute("update identity.users set second_factor = true where id = '" + ada.id() + "'");
        byKey().get("/auth/user").hasStatus(200);
        house.backend()
                .post("/auth/validate-api-key", Map.of("apiKey", key))
                .hasStatus(200)
                .hasValue("/valid", true);
    }

    @Test
    void aSessionWithoutItMakesNoKeyAndSwitchesToNoOrganization() {
        HttpProbe session = ada.probe();
        refused(session.post("/auth/user/api-keys", Map.of("label", "another")));
        refused(session.send("POST", "/auth/user/api-key/regenerate", null));
        refused(session.send("POST", "/auth/orgs/" + organization + "/switch", null));
        refused(session.post("/auth/authorize", Map.of("orgId", organization.toString(), "action", "org:read")));
        HttpProbe second = house.anonymous.withBearer(house.signIn(ada).text("/tokens/accessToken"));
        refused(second.send("POST", "/auth/orgs/" + organization + "/switch", null));
    }

    @Test
    void aNewUserIsGivenNoKeyAlong() {
        house.anonymous
                .post("/auth/register", Map.of("email", "eve@example.com", "password", AccessHouse.PASSWORD))
                .hasStatus(201)
                .hasValue("/secondFactorRequired", true)
                .lacks("/apiKey");
    }

    private HttpProbe byKey() {
        return house.anonymous.withBearer(key);
    }

    private static void refused(HttpAnswer answer) {
        answer.hasStatus(403).hasValue("/code", "SECOND_FACTOR_REQUIRED");
    }

    private static void demand(boolean on) {
        house.operator()
                .patch("/projects/" + AccessHouse.DEFAULT_PROJECT, Map.of("requireSecondFactor", on))
                .hasStatus(200);
    }
}
