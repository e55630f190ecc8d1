package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.tenancy.usage.UsageRecorder;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Usage records: written in batches, behind the requests' backs, never at their cost. */
final class UsageTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = TenancyHouse.databases();

    @Test
    void everyRequestWithAKeyLeavesOneRecord() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            house.with(tenant)
                    .withHeader("User-Agent", "shop/1.0")
                    .get("/projects/" + tenant.projectId() + "?x=secret")
                    .hasStatus(200);
            house.with(tenant).get("/projects/unknown").hasStatus(404);
            house.with(tenant).get("/developers").hasStatus(403);
            house.anonymous.get("/wallets/protected").hasStatus(401);
            await(() -> records(house, tenant) >= 2);

            assertThat(house.rows.queryText("select endpoint || ' | ' || method || ' | ' || status_code || ' | ' || ip"
                            + " || ' | ' || user_agent || ' | ' || project_id from tenancy.api_key_usage"
                            + " where status_code = 200 and api_key_id = '" + tenant.keyId() + "'"))
                    .isEqualTo("GET /projects/" + tenant.projectId() + " | GET | 200 | 127.0.0.1 | shop/1.0 | "
                            + tenant.projectId());
            assertThat(house.rows.queryText("select response_time_ms >= 0 and occurred_at = '2026-05-30T12:00:00Z' from"
                            + " tenancy.api_key_usage where status_code = 404 and api_key_id = '" + tenant.keyId()
                            + "'"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aKeyKnowsWhenItWasLastUsed() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            house.operator().get("/api-keys?projectId=" + tenant.projectId()).hasValue("/keys/0/lastUsedAt", "null");
            house.clock.advance(Duration.ofMinutes(7));
            house.with(tenant).get("/wallets/protected").hasStatus(200);
            await(() -> records(house, tenant) == 1);
            house.operator()
                    .get("/api-keys?projectId=" + tenant.projectId())
                    .hasValue("/keys/0/lastUsedAt", "2026-05-30T12:07:00.000Z");
        }
    }

    @Test
    void manyRecordsShareAStatement() {
        TenancyOptions slow = options(new UsageRecorder.Options(1000, 500, Duration.ofMinutes(1)));
        TenancyHouse house = TenancyHouse.open(DATABASE.database(), slow);
        Tenant tenant = house.tenant();
        List<String> statements = house.database.statements().during(() -> {
            for (int i = 0; i < 40; i++) {
                house.with(tenant).get("/wallets/protected").hasStatus(200);
            }
            house.server.close();
            house.tenancy.close();
        });
        assertThat(statements.stream().filter(sql -> sql.contains("api_key_usage")))
                .hasSize(1);
        assertThat(records(house, tenant)).isEqualTo(40);
        assertThat(house.tenancy.usageDropped()).isZero();
        house.database.close();
    }

    @Test
    void aFullBatchDoesNotWaitForTheClock() {
        TenancyOptions slow = options(new UsageRecorder.Options(1000, 10, Duration.ofMinutes(1)));
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database(), slow)) {
            Tenant tenant = house.tenant();
            for (int i = 0; i < 10; i++) {
                house.with(tenant).get("/wallets/protected").hasStatus(200);
            }
            await(() -> records(house, tenant) == 10);
        }
    }

    @Test
    void whatDoesNotFitIsDroppedAndCountedAndNoRequestFails() {
        TenancyOptions tiny = options(new UsageRecorder.Options(3, 100, Duration.ofMinutes(1)));
        TenancyHouse house = TenancyHouse.open(DATABASE.database(), tiny);
        Tenant tenant = house.tenant();
        for (int i = 0; i < 10; i++) {
            house.with(tenant).get("/wallets/protected").hasStatus(200);
        }
        house.server.close();
        assertThat(house.tenancy.usageDropped()).isEqualTo(7);
        house.tenancy.close();
        assertThat(records(house, tenant)).isEqualTo(3);
        house.database.close();
    }

    @Test
    void recordsThatCannotBeWrittenDoNotTouchRequests() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            house.rows.execute("alter table tenancy.api_key_usage rename to hidden");
            try {
                house.with(tenant).get("/wallets/protected").hasStatus(200);
                await(() -> house.tenancy.usageDropped() == 1);
            } finally {
                house.rows.execute("alter table tenancy.hidden rename to api_key_usage");
            }
            house.with(tenant).get("/wallets/protected").hasStatus(200);
            await(() -> records(house, tenant) == 1);
        }
    }

    @Test
    void oddPathsAndAgentsAreStoredHarmlessly() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            house.with(tenant).get("/projects/%00%0a" + "x".repeat(900)).hasStatus(404);
            house.with(tenant)
                    .withHeader("User-Agent", "a".repeat(2000))
                    .get("/wallets/protected")
                    .hasStatus(200);
            await(() -> records(house, tenant) == 2);
            assertThat(house.rows.queryText("select max(length(endpoint)) || ' ' || max(length(user_agent)) from"
                            + " tenancy.api_key_usage where api_key_id = '" + tenant.keyId() + "'"))
                    .isEqualTo("512 512");
        }
    }

    @Test
    void aProjectSeesItsOwnUsageAndTheOperatorAnyProjects() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            Tenant stranger = house.tenant();
            String path = "/projects/" + tenant.projectId() + "/usage";
            house.operator()
                    .get(path)
                    .hasStatus(200)
                    .hasValue("/requests", 0)
                    .hasValue("/averageMs", "null")
                    .hasValue("/keys", "[]");
            house.with(tenant).get("/wallets/protected").hasStatus(200);
            house.with(tenant).get("/projects/" + stranger.projectId()).hasStatus(404);
            house.with(stranger).get("/wallets/protected").hasStatus(200);
            await(() -> records(house, tenant) == 2);
            house.with(tenant)
                    .get(path)
                    .hasStatus(200)
                    .hasValue("/requests", 2)
                    .hasValue("/refused", 1)
                    .hasValue("/failed", 0)
                    .hasValue("/keys/0/apiKeyId", tenant.keyId())
                    .hasValue("/keys/0/lastUsedAt", "2026-05-30T12:00:00.000Z");
            house.with(stranger).get(path).hasStatus(404);
            house.operator().get("/projects/x/usage").hasStatus(404);
            house.operator().get(path + "?hours=169").hasStatus(400);
            house.clock.advance(Duration.ofHours(25));
            house.operator().get(path).hasStatus(200).hasValue("/requests", 0);
            house.operator().get(path + "?hours=26").hasStatus(200).hasValueMatching("/requests", "[23]");
        }
    }

    @Test
    void recordsAreRemovedAfterNinetyDays() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            house.with(tenant).get("/wallets/protected").hasStatus(200);
            await(() -> records(house, tenant) == 1);
            house.clock.advance(Duration.ofDays(90));
            house.tenancy.jobs().forEach(job -> job.work().run());
            assertThat(records(house, tenant)).isEqualTo(1);
            house.clock.advance(Duration.ofSeconds(1));
            house.tenancy.jobs().forEach(job -> job.work().run());
            assertThat(records(house, tenant)).isZero();
        }
    }

    private static TenancyOptions options(UsageRecorder.Options usage) {
        TenancyOptions usual = TenancyHouse.OPTIONS;
        return new TenancyOptions(usual.keys(), usual.requestsPerMinute(), usual.operatorToken(), usage);
    }

    private static long records(TenancyHouse house, Tenant tenant) {
        return house.rows.queryLong(
                "select count(*) from tenancy.api_key_usage where api_key_id = '" + tenant.keyId() + "'");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 10 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void theOperatorLeavesNoRecords() {
        try (TenancyHouse house = TenancyHouse.open(DATABASE.database())) {
            Tenant tenant = house.tenant();
            long before = house.rows.queryLong("select count(*) from tenancy.api_key_usage");
            house.operator()
                    .post("/api-keys/" + tenant.keyId() + "/revoke", Map.of())
                    .hasStatus(200);
            house.server.close();
            house.tenancy.close();
            assertThat(house.rows.queryLong("select count(*) from tenancy.api_key_usage"))
                    .isEqualTo(before);
        }
    }
}
