package dev.latchkey.access.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What system admins and the operator see of the API keys of users, and how they end them. */
final class AdminKeyRoutesTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private static final String PATH = "/auth/admin/api-keys";

    private Person admin;
    private Person ada;
    private String id;
    private HttpProbe byKey;

    @BeforeEach
    void signUp() {
        admin = house.promote(house.signUp("admin"));
        house.clock.advance(Duration.ofSeconds(1));
        ada = house.signUp("ada");
        house.clock.advance(Duration.ofSeconds(1));
        HttpAnswer made = ada.probe()
                .post("/auth/user/api-keys", Map.of("label", "robot"))
                .hasStatus(200);
        id = made.text("/id");
        byKey = house.anonymous.withBearer(made.text("/apiKey"));
    }

    @Test
    void keysAreListedNewestFirstInPages() {
        for (HttpProbe probe : new HttpProbe[] {admin.probe(), house.operator()}) {
            HttpAnswer first = probe.get(PATH + "?limit=2")
                    .hasStatus(200)
                    .hasValue("/keys/0/id", id)
                    .hasValue("/keys/0/userId", ada.id().toString())
                    .hasValue("/keys/0/label", "robot")
                    .hasValue("/keys/0/status", "ACTIVE")
                    .lacks("/keys/0/apiKey");
            probe.get(PATH + "?limit=2&cursor=" + first.text("/nextCursor"))
                    .hasStatus(200)
                    .hasValue("/keys/0/userId", admin.id().toString())
                    .lacks("/keys/1")
                    .lacks("/nextCursor");
            HttpAnswer hers = probe.get(PATH + "?userId=" + ada.id()).hasStatus(200);
            assertThat(hers.json().at("/keys").size()).isEqualTo(2);
            probe.get(PATH + "?userId=x").hasStatus(400);
            probe.get(PATH + "?cursor=x").hasStatus(400);
        }
    }

    @Test
    void anAdminEndsAKeyAtOnce() {
        byKey.get("/auth/me").hasStatus(200);
        admin.probe().delete(PATH + "/" + id).hasStatus(200);
        byKey.get("/auth/me").hasStatus(401);
        admin.probe().delete(PATH + "/" + id).hasStatus(404);
        assertThat(house.audited("admin.api_key_revoked", id)).isEqualTo(1);
    }

    @Test
    void othersAreRefusedAndOtherProjectsAreUnknown() {
        ada.probe().get(PATH).hasStatus(403);
        byKey.get(PATH).hasStatus(403);
        house.anonymous.get(PATH).hasStatus(401);
        house.backend().get(PATH).hasStatus(403);
        ada.probe().delete(PATH + "/" + id).hasStatus(403);

        UUID elsewhere = house.otherProject();
        Person stranger = house.promote(house.signUp("stranger", elsewhere));
        stranger.probe().delete(PATH + "/" + id).hasStatus(404);
        assertThat(stranger.probe().get(PATH).hasStatus(200).json().at("/keys").size())
                .isEqualTo(1);
        stranger.probe().get(PATH + "?userId=" + ada.id()).hasStatus(200).hasValue("/keys", "[]");
        HttpProbe operatorThere = house.operator().withHeader("X-Latchkey-Project", elsewhere.toString());
        operatorThere.delete(PATH + "/" + id).hasStatus(404);
        assertThat(operatorThere.get(PATH).json().at("/keys").size()).isEqualTo(1);
        byKey.get("/auth/me").hasStatus(200);
    }

    @Test
    void anAdminsKeyDoesItWithTheScopeOnly() {
        String reading = key(Map.of("label", "reading", "scopes", List.of("admin:read")));
        String writing = key(Map.of("label", "writing", "scopes", List.of("admin:write")));
        house.anonymous.withBearer(reading).get(PATH).hasStatus(200);
        house.anonymous
                .withBearer(reading)
                .delete(PATH + "/" + id)
                .hasStatus(403)
                .hasValue("/details/requiredScope", "admin:write");
        house.anonymous.withBearer(writing).delete(PATH + "/" + id).hasStatus(200);
        assertThat(house.rows.queryText("select metadata ->> 'apiKeyId' from platform.audit_events where type ="
                        + " 'admin.api_key_revoked' and target_id = '" + id + "'"))
                .isNotEmpty();
    }

    private String key(Map<String, ?> body) {
        return admin.probe().post("/auth/user/api-keys", body).hasStatus(200).text("/apiKey");
    }
}
