package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets in with a project key and who does not, in the words of mux-api.md 2.2. */
final class ApiKeyCheckTest {

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
    void aKeyOpensUnderBothSchemes() {
        for (String scheme : List.of("Bearer ", "ApiKey ")) {
            house.anonymous
                    .withHeader("Authorization", scheme + tenant.key())
                    .get("/wallets/protected")
                    .hasStatus(200)
                    .hasValue("/message", "This endpoint is protected by API key")
                    .hasValue("/developer", tenant.developerEmail())
                    .hasValue("/project", "Shop");
        }
    }

    @Test
    void aRequestWithoutKeyIsToldThatItNeedsOne() {
        refused(house.anonymous, "API key is required");
        for (String header : List.of(
                tenant.key(),
                "Basic " + tenant.key(),
                "Bearer  " + tenant.key(),
                "Bearer " + tenant.key() + " x",
                "Bearer")) {
            refused(house.anonymous.withHeader("Authorization", header), "API key is required");
        }
        refused(house.anonymous.withHeader("x-api-key", tenant.key()), "API key is required");
        refused(house.operator(), "API key is required");
    }

    @Test
    void aTokenOfAnotherKindIsNoKey() {
        refused(house.anonymous.withBearer("sk_live_123"), "Invalid API key format");
        refused(house.anonymous.withBearer("eyJhbGciOiJFUzI1NiJ9.e30.x"), "Invalid API key format");
    }

    @Test
    void anUnknownKeyIsInvalid() {
        String unknown = tenant.key().substring(0, 40) + (tenant.key().endsWith("A") ? "B" : "A");
        refused(house.anonymous.withBearer(unknown), "Invalid API key");
        refused(house.anonymous.withBearer("mux_"), "Invalid API key");
        refused(house.anonymous.withBearer("mux_live_short"), "Invalid API key");
    }

    @Test
    void aRevokedKeyEndsAtOnce() {
        house.operator()
                .post("/api-keys/" + tenant.keyId() + "/revoke", Map.of())
                .hasStatus(200);
        refused(house.with(tenant), "API key has been revoked");
    }

    @Test
    void aSuspendedKeyRestsUntilItIsActiveAgain() {
        keyStatus("SUSPENDED");
        refused(house.with(tenant), "API key is suspended");
        keyStatus("ACTIVE");
        house.with(tenant).get("/wallets/protected").hasStatus(200);
    }

    @Test
    void theFirstUseAfterItsExpiryMakesAKeyExpired() {
        String id = newKey(Map.of("expiresAt", "2026-05-30T13:00:00.000Z"));
        house.clock.advance(Duration.ofMinutes(59));
        house.anonymous.withBearer(newKeyText).get("/wallets/protected").hasStatus(200);
        house.clock.advance(Duration.ofMinutes(1));
        assertThat(house.column("api_keys", "status", id)).isEqualTo("ACTIVE");

        refused(house.anonymous.withBearer(newKeyText), "API key has expired");

        assertThat(house.column("api_keys", "status", id)).isEqualTo("EXPIRED");
        refused(house.anonymous.withBearer(newKeyText), "API key has expired");
        assertThat(house.audited("api_key.expired", id)).isEqualTo(1);
    }

    @Test
    void aRotatedKeyWorksThroughItsGraceAndIsRevokedAfterwards() {
        house.with(tenant)
                .post("/api-keys/" + tenant.keyId() + "/rotate", Map.of())
                .hasStatus(200);
        house.clock.advance(Duration.ofMinutes(59));
        house.with(tenant).get("/wallets/protected").hasStatus(200);
        house.clock.advance(Duration.ofMinutes(1));

        refused(house.with(tenant), "API key rotation grace period expired");

        assertThat(house.column("api_keys", "status", tenant.keyId())).isEqualTo("REVOKED");
        assertThat(house.audited("api_key.revoked", tenant.keyId())).isEqualTo(1);
        refused(house.with(tenant), "API key has been revoked");
    }

    @Test
    void aRotatedKeyNobodyUsesIsRevokedByTheJob() {
        house.with(tenant)
                .post("/api-keys/" + tenant.keyId() + "/rotate", Map.of())
                .hasStatus(200);
        Runnable job = house.tenancy.jobs().getFirst().work();
        job.run();
        assertThat(house.column("api_keys", "status", tenant.keyId())).isEqualTo("ACTIVE");
        house.clock.advance(Duration.ofHours(1));
        job.run();
        job.run();
        assertThat(house.column("api_keys", "status", tenant.keyId())).isEqualTo("REVOKED");
        assertThat(house.audited("api_key.revoked", tenant.keyId())).isEqualTo(1);
        assertThat(house.lastAudit("actor_kind", tenant.keyId())).isEqualTo("SYSTEM");
    }

    @Test
    void theStatusOfAKeyIsSaidBeforeItsDates() {
        keyStatus("SUSPENDED");
        house.rows.execute(
                "update tenancy.api_keys set expires_at = '2026-01-01', grace_period_ends_at = '2026-01-01'");
        refused(house.with(tenant), "API key is suspended");
        keyStatus("ACTIVE");
        refused(house.with(tenant), "API key rotation grace period expired");
    }

    @Test
    void aKeyOfASuspendedProjectDoesNotWork() {
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        refused(house.with(tenant), "The project of this API key is not active");
        house.operator()
                .patch("/projects/" + tenant.projectId(), Map.of("status", "ACTIVE"))
                .hasStatus(200);
        house.with(tenant).get("/wallets/protected").hasStatus(200);
    }

    @Test
    void aKeyOfADeletedProjectDoesNotWork() {
        house.operator().delete("/projects/" + tenant.projectId()).hasStatus(200);
        refused(house.with(tenant), "The project of this API key is not active");
    }

    @Test
    void aKeyOfASuspendedDeveloperDoesNotWork() {
        house.operator()
                .patch("/developers/" + tenant.developerId(), Map.of("status", "INACTIVE"))
                .hasStatus(200);
        refused(house.with(tenant), "The developer of this API key is not active");
    }

    @Test
    void aKeyIsReadOnceByOneStatementAndAnUnknownOneEachTime() {
        house.awaitListening();
        assertThat(statements(tenant.key(), 200)).singleElement().asString().contains("key_hash");
        assertThat(statements(tenant.key(), 200)).isEmpty();
        String unknown = "mux_test_" + "A".repeat(32);
        assertThat(statements(unknown, 401)).hasSize(1);
        assertThat(statements(unknown, 401)).hasSize(1);
        assertThat(statements("mux_test_" + "A".repeat(31), 401)).isEmpty();
    }

    private List<String> statements(String key, int status) {
        HttpProbe probe = house.anonymous.withBearer(key);
        return house.database.statements().during(() -> probe.get("/spoken-for").hasStatus(status)).stream()
                .filter(sql -> !sql.contains("api_key_usage"))
                .toList();
    }

    @Test
    void aKeyInTheAddressOrACookieIsNoKey() {
        house.anonymous.get("/wallets/protected?apiKey=" + tenant.key()).hasStatus(401);
        house.anonymous
                .withHeader("Cookie", "cedros_access=" + tenant.key())
                .get("/wallets/protected")
                .hasStatus(401);
        house.anonymous
                .withHeader("Authorization", "DPoP " + tenant.key())
                .get("/wallets/protected")
                .hasStatus(401);
    }

    @Test
    void aDatabaseThatIsAwayIsNotTheKeysFault() {
        house.database.close();
        house.with(tenant)
                .get("/wallets/protected")
                .hasStatus(503)
                .hasValue("/message", "API key validation service unavailable")
                .hasValue("/error", "Service Unavailable")
                .hasHeaderMatching("Retry-After", "\\d+");
    }

    @Test
    void anErrorHasTheFormOfTheContract() {
        HttpAnswer answer = house.anonymous
                .withHeader("x-request-id", "trace-1")
                .get("/wallets/protected?a=b")
                .hasStatus(401);
        assertThat(answer.json().propertyNames())
                .containsExactly("statusCode", "timestamp", "path", "method", "message", "error", "code", "requestId");
        answer.hasValue("/statusCode", 401)
                .hasValue("/timestamp", "2026-05-30T12:00:00.000Z")
                .hasValue("/path", "/wallets/protected?a=b")
                .hasValue("/method", "GET")
                .hasValue("/error", "Unauthorized")
                .hasValue("/code", "UNAUTHORIZED")
                .hasValue("/requestId", "trace-1");
    }

    private String newKeyText = "";

    private String newKey(Map<String, Object> fields) {
        Map<String, Object> body = new java.util.HashMap<>(fields);
        body.put("name", "Another");
        body.put("projectId", tenant.projectId());
        HttpAnswer answer = house.with(tenant).post("/api-keys", body).hasStatus(201);
        newKeyText = answer.text("/plainTextKey");
        return answer.text("/apiKey/id");
    }

    private void keyStatus(String status) {
        house.rows.execute("update tenancy.api_keys set status = '" + status + "' where id = '" + tenant.keyId() + "'");
        String hash = house.column("api_keys", "key_hash", tenant.keyId());
        house.database.run(tx -> tx.signal("tenancy.api_key", hash));
    }

    private static void refused(HttpProbe probe, String message) {
        probe.get("/wallets/protected")
                .hasStatus(401)
                .hasValue("/message", message)
                .hasValue("/error", "Unauthorized");
    }
}
