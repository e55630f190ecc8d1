package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.tenancy.apikey.IssuedKey;
import dev.latchkey.tenancy.apikey.KeyTerms;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Project keys over HTTP (mux-api.md 5.5). */
final class ApiKeyRoutesTest {

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
    void aNewKeyIsShownOnceAndStoredAsItsHash() {
        HttpAnswer created = house.with(tenant)
                .post("/api-keys", Map.of("name", "Second", "projectId", tenant.projectId()))
                .hasStatus(201)
                .hasValue("/apiKey/name", "Second")
                .hasValue("/apiKey/keyPrefix", "mux_test_")
                .hasValue("/apiKey/status", "ACTIVE")
                .hasValueMatching("/message", ".*not be shown again.*")
                .hasValueMatching("/plainTextKey", "mux_test_[A-Za-z0-9_-]{32}");
        assertThat(created.json().propertyNames()).containsExactly("message", "apiKey", "plainTextKey");
        assertThat(created.json().get("apiKey").propertyNames())
                .containsExactly("id", "name", "keyPrefix", "lastFour", "status", "createdAt", "scopes");
        String key = created.text("/plainTextKey");
        String id = created.text("/apiKey/id");
        created.hasValue("/apiKey/lastFour", key.substring(37));
        house.anonymous.withBearer(key).get("/wallets/protected").hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from tenancy.api_keys k where k::text like '%" + key + "%'"))
                .isZero();
        assertThat(house.rows.queryText("select key_hash = encode(sha256('" + key
                        + "'::bytea), 'hex') from tenancy.api_keys where id = '" + id + "'"))
                .isEqualTo("t");
        assertThat(house.audited("api_key.created", id)).isEqualTo(1);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events e where e::text like '%" + key + "%'"))
                .isZero();
    }

    @Test
    void aKeyIsMadeForKnownProjectsOnly() {
        for (String unknown : List.of(UUID.randomUUID().toString(), "nowhere")) {
            for (HttpProbe probe : List.of(house.operator(), house.with(tenant))) {
                probe.post("/api-keys", Map.of("name", "x", "projectId", unknown))
                        .hasStatus(404)
                        .hasValue("/message", "Project " + unknown + " not found");
            }
        }
    }

    @Test
    void anExpiryIsATimeToCome() {
        String body = "{\"name\":\"x\",\"projectId\":\"" + tenant.projectId() + "\",\"expiresAt\":\"%s\"}";
        house.with(tenant)
                .post("/api-keys", body.formatted("2026-05-30T12:00:00.000Z"))
                .hasStatus(400)
                .hasValue("/message", "expiresAt must be in the future");
        house.with(tenant).post("/api-keys", body.formatted("tomorrow")).hasStatus(400);
        house.with(tenant).post("/api-keys", body.formatted("2026-06-01")).hasStatus(400);
        house.with(tenant)
                .post("/api-keys", body.formatted("2026-05-30T15:00:00+02:00"))
                .hasStatus(201);
        house.with(tenant).get("/api-keys?pageSize=1").hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from tenancy.api_keys where project_id = '"
                        + tenant.projectId() + "' and expires_at = '2026-05-30T13:00:00Z'"))
                .isEqualTo(1);
    }

    @Test
    void aConfiguredLifetimeEndsKeysThatSayNothing() {
        house.close();
        house = TenancyHouse.open(
                DATABASE.database(),
                new TenancyOptions(
                        new KeyTerms(Duration.ofMinutes(1), Optional.of(Duration.ofDays(90))),
                        75,
                        TenancyHouse.OPTIONS.operatorToken(),
                        TenancyHouse.OPTIONS.usage()));
        tenant = house.tenant();
        assertThat(house.rows.queryText("select expires_at = '2026-08-28T12:00:00Z' from tenancy.api_keys where id = '"
                        + tenant.keyId() + "'"))
                .isEqualTo("t");
        house.operator().get("/projects/" + tenant.projectId()).hasValue("/rateLimitRpm", 75);
    }

    @Test
    void theListHasPagesAndNoSecrets() {
        for (int i = 0; i < 12; i++) {
            house.clock.advance(Duration.ofSeconds(1));
            house.with(tenant)
                    .post("/api-keys", Map.of("name", "k" + i, "projectId", tenant.projectId()))
                    .hasStatus(201);
        }
        HttpAnswer first = house.with(tenant)
                .get("/api-keys")
                .hasStatus(200)
                .hasValue("/pagination/page", 1)
                .hasValue("/pagination/pageSize", 10)
                .hasValue("/pagination/total", 13)
                .hasValue("/pagination/totalPages", 2)
                .hasValue("/keys/0/name", "k11")
                .hasHeader("Link", "</api-keys?page=2&pageSize=10>; rel=\"next\"");
        assertThat(first.json().propertyNames()).containsExactly("keys", "pagination");
        assertThat(first.json().at("/keys/0").propertyNames())
                .containsExactly(
                        "id",
                        "name",
                        "keyPrefix",
                        "lastFour",
                        "status",
                        "lastUsedAt",
                        "createdAt",
                        "expiresAt",
                        "projectId",
                        "scopes");
        HttpAnswer second = house.operator()
                .get("/api-keys?page=2&projectId=" + tenant.projectId())
                .hasStatus(200)
                .hasNoHeader("Link")
                .hasValue("/keys/2/name", "Backend");
        assertThat(second.json().get("keys").size()).isEqualTo(3);
        house.with(tenant).get("/api-keys?page=3").hasStatus(200).hasValue("/keys", "[]");
        for (String wrong : List.of("page=0", "page=x", "pageSize=0", "pageSize=-1", "page=1.5")) {
            house.with(tenant).get("/api-keys?" + wrong).hasStatus(400);
        }
    }

    @Test
    void aListIsOfOneProject() {
        house.operator()
                .get("/api-keys?projectId=" + tenant.projectId() + "&developerId=" + tenant.developerId())
                .hasStatus(200);
        for (HttpProbe probe : List.of(house.operator(), house.with(tenant))) {
            probe.get("/api-keys?projectId=" + tenant.projectId() + "&developerId=" + UUID.randomUUID())
                    .hasStatus(404)
                    .hasValue("/message", "Project " + tenant.projectId() + " not found");
        }
    }

    @Test
    void theOperatorListsKeysOfAllProjectsOrOfADevelopers() {
        Tenant sibling = house.sibling(tenant);
        Tenant stranger = house.tenant();
        String all =
                house.operator().get("/api-keys?pageSize=200").hasStatus(200).body();
        assertThat(all).contains(tenant.keyId(), sibling.keyId(), stranger.keyId());
        house.operator()
                .get("/api-keys?pageSize=1")
                .hasStatus(200)
                .hasHeader("Link", "</api-keys?pageSize=1&page=2>; rel=\"next\"");
        HttpAnswer developers = house.operator()
                .get("/api-keys?developerId=" + tenant.developerId())
                .hasStatus(200)
                .hasValue("/pagination/total", 2);
        assertThat(developers.body()).contains(tenant.keyId(), sibling.keyId()).doesNotContain(stranger.keyId());
        for (String unknown : List.of(UUID.randomUUID().toString(), "x")) {
            house.operator()
                    .get("/api-keys?developerId=" + unknown)
                    .hasStatus(404)
                    .hasValue("/message", "Developer " + unknown + " not found");
        }
        assertThat(house.with(tenant).get("/api-keys").hasStatus(200).body())
                .contains(tenant.keyId())
                .doesNotContain(sibling.keyId());
    }

    @Test
    void revokingTwiceAnswersTheFirstTime() {
        String path = "/api-keys/" + tenant.keyId() + "/revoke";
        HttpAnswer first = house.operator()
                .post(path, Map.of("reason", "leaked"))
                .hasStatus(200)
                .hasValue("/id", tenant.keyId())
                .hasValue("/status", "REVOKED")
                .hasValue("/revokedAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/revokedReason", "leaked");
        assertThat(first.json().propertyNames()).containsExactly("id", "status", "revokedAt", "revokedReason");
        house.clock.advance(Duration.ofHours(5));
        assertThat(house.operator().post(path, Map.of("reason", "again")).body())
                .isEqualTo(first.body());
        assertThat(house.audited("api_key.revoked", tenant.keyId())).isEqualTo(1);
    }

    @Test
    void revokingNeedsNoBody() {
        house.operator()
                .send("POST", "/api-keys/" + tenant.keyId() + "/revoke", null)
                .hasStatus(200)
                .hasValue("/revokedReason", "null");
    }

    @Test
    void revokingManyTimesAtOnceIsOneRevocation() throws Exception {
        String path = "/api-keys/" + tenant.keyId() + "/revoke";
        List<String> answers = atOnce(16, i -> house.operator()
                .post(path, Map.of("reason", "caller " + i))
                .hasStatus(200)
                .body());
        assertThat(answers).hasSize(16).containsOnly(answers.getFirst());
        assertThat(house.audited("api_key.revoked", tenant.keyId())).isEqualTo(1);
    }

    @Test
    void anExpiredKeyCannotBeRevokedAnyMore() {
        house.rows.execute("update tenancy.api_keys set status = 'EXPIRED' where id = '" + tenant.keyId() + "'");
        house.operator()
                .post("/api-keys/" + tenant.keyId() + "/revoke", Map.of())
                .hasStatus(409);
    }

    @Test
    void aRotationMakesASuccessorAndGivesGrace() {
        HttpAnswer rotated = house.with(tenant)
                .send("POST", "/api-keys/" + tenant.keyId() + "/rotate", null)
                .hasStatus(200)
                .hasValue("/apiKey/name", "Backend (rotated)")
                .hasValue("/apiKey/status", "ACTIVE");
        String successor = rotated.text("/apiKey/id");
        assertThat(successor).isNotEqualTo(tenant.keyId());
        house.with(tenant).get("/wallets/protected").hasStatus(200);
        house.anonymous
                .withBearer(rotated.text("/plainTextKey"))
                .get("/wallets/protected")
                .hasStatus(200);
        assertThat(house.column("api_keys", "rotated_from_id", successor)).isEqualTo(tenant.keyId());
        assertThat(house.column("api_keys", "grace_period_ends_at = '2026-05-30T13:00:00Z'", tenant.keyId()))
                .isEqualTo("t");
        assertThat(house.audited("api_key.rotated", tenant.keyId())).isEqualTo(1);
        house.clock.advance(Duration.ofHours(2));
        house.anonymous
                .withBearer(rotated.text("/plainTextKey"))
                .get("/wallets/protected")
                .hasStatus(200);
    }

    @Test
    void aSuccessorKeepsTheExpiryAndTakesAName() {
        HttpAnswer key = house.with(tenant)
                .post(
                        "/api-keys",
                        Map.of("name", "Short", "projectId", tenant.projectId(), "expiresAt", "2026-05-31T12:00:00Z"));
        HttpAnswer rotated = house.with(tenant)
                .post("/api-keys/" + key.text("/apiKey/id") + "/rotate", Map.of("name", "Next"))
                .hasStatus(200)
                .hasValue("/apiKey/name", "Next");
        assertThat(house.column("api_keys", "expires_at = '2026-05-31T12:00:00Z'", rotated.text("/apiKey/id")))
                .isEqualTo("t");
    }

    @Test
    void onlyAnActiveKeyIsRotatedAndOnlyOnce() throws Exception {
        String path = "/api-keys/" + tenant.keyId() + "/rotate";
        List<String> statuses = atOnce(
                12, i -> String.valueOf(house.operator().post(path, Map.of()).status()));
        assertThat(statuses).containsOnly("200", "409").containsOnlyOnce("200");
        assertThat(house.audited("api_key.rotated", tenant.keyId())).isEqualTo(1);

        String revoked = house.tenant().keyId();
        house.operator().post("/api-keys/" + revoked + "/revoke", Map.of()).hasStatus(200);
        house.operator().post("/api-keys/" + revoked + "/rotate", Map.of()).hasStatus(409);
    }

    @Test
    void anUnknownKeyIsNotFoundWhateverIsDoneToIt() {
        for (String id : List.of(UUID.randomUUID().toString(), "nothing")) {
            for (String act : List.of("revoke", "rotate")) {
                house.operator()
                        .post("/api-keys/" + id + "/" + act, Map.of())
                        .hasStatus(404)
                        .hasValue("/message", "API key " + id + " not found");
            }
        }
        house.operator()
                .post(
                        "/api-keys/" + tenant.keyId() + "/revoke",
                        Map.of("developerId", UUID.randomUUID().toString()))
                .hasStatus(404);
        house.operator()
                .post("/api-keys/" + tenant.keyId() + "/revoke", Map.of("developerId", tenant.developerId()))
                .hasStatus(200);
    }

    @Test
    void theInstallationIssuesItsFirstKeyItself() {
        IssuedKey first = house.tenancy.issueFirstKey(house.tenancy.defaultProjectId(), "First key");
        house.anonymous
                .withBearer(first.key().reveal())
                .get("/wallets/protected")
                .hasStatus(200)
                .hasValue("/project", "Default project");
        assertThat(first.toString()).doesNotContain(first.key().reveal());
        assertThat(house.lastAudit("type || ' ' || actor_kind", first.id().toString()))
                .isEqualTo("api_key.created SYSTEM");
    }

    private interface Act {
        String run(int i);
    }

    private static List<String> atOnce(int times, Act act) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = IntStream.range(0, times)
                    .<Callable<String>>mapToObj(i -> () -> act.run(i))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
