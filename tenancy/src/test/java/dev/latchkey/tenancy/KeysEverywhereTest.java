package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two servers on one database: what ends a key on one of them ends it on the other, which had remembered it. */
final class KeysEverywhereTest {

    @RegisterExtension
    final DatabaseExtension databases = TenancyHouse.databases();

    private TenancyHouse here;
    private TenancyHouse there;
    private Tenant tenant;
    private HttpProbe key;

    @BeforeEach
    void open() {
        here = TenancyHouse.open(databases.database());
        there = TenancyHouse.limited(databases.database());
        there.awaitListening();
        tenant = here.tenant();
        key = there.anonymous.withBearer(tenant.key());
        key.get("/wallets/protected").hasStatus(200).hasHeader("X-RateLimit-Limit", "60");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void revocation() {
        here.operator()
                .post("/api-keys/" + tenant.keyId() + "/revoke", Map.of())
                .hasStatus(200);
        refused("API key has been revoked");
    }

    @Test
    void theEndOfAGraceThatBeganElsewhere() {
        here.operator()
                .post("/api-keys/" + tenant.keyId() + "/rotate", Map.of())
                .hasStatus(200);
        there.clock.advance(Duration.ofHours(1));
        refused("API key rotation grace period expired");
    }

    @Test
    void theStateOfTheProject() {
        here.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        refused("The project of this API key is not active");
        here.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("status", "ACTIVE", "rateLimitRpm", 7))
                .hasStatus(200);
        HttpAnswer answer = await(200);
        answer.hasHeader("X-RateLimit-Limit", "7");
        here.operator().delete("/projects/" + tenant.projectId()).hasStatus(200);
        refused("The project of this API key is not active");
    }

    @Test
    void theStateOfTheDeveloper() {
        here.operator()
                .patch("/developers/" + tenant.developerId(), Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        refused("The developer of this API key is not active");
    }

    @Test
    void whatPublicCallsMayNameFollowsToo() {
        HttpProbe visitor = there.anonymous.withHeader("X-Latchkey-Project", tenant.projectId());
        visitor.get("/spoken-for").hasStatus(200);
        assertThat(there.database.statements().during(() -> visitor.get("/spoken-for")
                        .hasStatus(200)))
                .noneMatch(sql -> sql.contains("tenancy.projects"));
        here.operator().delete("/projects/" + tenant.projectId()).hasStatus(200);
        for (int i = 0; i < 200 && visitor.get("/spoken-for").status() != 404; i++) {
            TenancyHouse.pause();
        }
        visitor.get("/spoken-for").hasStatus(404);
    }

    private void refused(String message) {
        await(401).hasValue("/message", message);
    }

    /** PostgreSQL tells other servers in its own time: milliseconds. */
    private HttpAnswer await(int status) {
        for (int i = 0; i < 20; i++) {
            HttpAnswer answer = key.get("/wallets/protected");
            if (answer.status() == status) {
                return answer;
            }
            TenancyHouse.pause();
        }
        return key.get("/wallets/protected").hasStatus(status);
    }
}
