package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.json.Json;
import dev.latchkey.testkit.DatabaseExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Listing 50 of 1,000,000 events costs at most three times what listing 50 of 1,000 costs: measured in pages of the
 * database that the real statements touch, count included, not in time.
 */
final class AuditListingCostTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = DatabaseExtension.migratedBy("platform", AuditHouse::migrate);

    private static final UUID SMALL = new UUID(0, 1_000);
    private static final UUID LARGE = new UUID(0, 1_000_000);
    private static final String SESSION = "00000000-0000-4000-8000-00000000000";

    private static AuditHouse house;

    @BeforeAll
    static void fill() {
        house = new AuditHouse(DATABASE.database());
        house.months.prepare();
        String indexes = "select string_agg(indexdef, ';') from pg_indexes where schemaname = 'platform'"
                + " and tablename = 'audit_events' and indexname <> 'audit_events_pkey'";
        String again = house.rows.queryText(indexes);
        house.rows.execute("do $$ declare name text; begin for name in select indexname from pg_indexes"
                + " where schemaname = 'platform' and tablename = 'audit_events' and indexname <> 'audit_events_pkey'"
                + " loop execute 'drop index platform.' || name; end loop; end $$");
        fill(LARGE, 1_000_000);
        fill(SMALL, 1_000);
        house.rows.execute(again);
        house.rows.execute("vacuum analyze platform.audit_events");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void everyListingOfALargeLogCostsAboutWhatThatOfASmallOneCosts() {
        Map<String, UnaryOperator<AuditQuery>> listings = new LinkedHashMap<>();
        listings.put("all", query -> query);
        listings.put("by name", query -> query.type("user.login"));
        listings.put("by rare name", query -> query.type("org.deleted"));
        listings.put("by organization", query -> query.organization(new UUID(9, 3)));
        listings.put("by user", query -> query.byUser(new UUID(8, 3)));
        listings.put("by session", query -> query.session(UUID.fromString(SESSION + "3")));
        listings.put("by kind of target", query -> query.targetKind("user"));
        listings.put("by rare kind of target", query -> query.targetKind("organization"));
        listings.put("by target", query -> query.target("target-3"));
        listings.forEach((name, narrowed) -> {
            Cost small = cost(narrowed.apply(AuditQuery.everything().project(SMALL)));
            Cost large = cost(narrowed.apply(AuditQuery.everything().project(LARGE)));

            assertThat(large.scans()).as(name).noneMatch(scan -> scan.contains("Seq Scan"));
            assertThat(large.pages()).as(name + " small: " + small).isLessThanOrEqualTo(3 * small.pages());
        });
    }

    @Test
    void aPageDeepInsideCostsAsMuchAsTheFirst() {
        AuditQuery query = AuditQuery.everything().project(LARGE);
        Cost first = cost(query);
        Cost deep = cost(query.before(500_000));

        assertThat(deep.pages()).isLessThanOrEqualTo(2 * first.pages());
    }

    @Test
    void theOperatorsListingOfEverythingIsAsCheap() {
        Cost cost = cost(AuditQuery.everything());

        assertThat(cost.pages())
                .isLessThanOrEqualTo(
                        3 * cost(AuditQuery.everything().project(SMALL)).pages());
    }

    /** What both statements of a listing touch. */
    private record Cost(long pages, List<String> scans) {}

    private static Cost cost(AuditQuery query) {
        List<String> scans = new ArrayList<>();
        long pages = house.database.read(sql -> {
            sql.execute("set plan_cache_mode = force_custom_plan");
            String listing = "explain (analyze, buffers, format json) " + AuditLog.ROWS.formatted(query.condition());
            String counting = "explain (analyze, buffers, format json) " + AuditLog.COUNT.formatted(query.condition());
            JsonNode rows = Json.read(query.bind(sql.createQuery(listing))
                    .bind("limit", 51)
                    .bind("offset", 0)
                    .mapTo(String.class)
                    .one());
            JsonNode count = Json.read(query.bind(sql.createQuery(counting))
                    .bind("bound", AuditSearch.EXACT + 1)
                    .mapTo(String.class)
                    .one());
            scans(rows.at("/0/Plan"), scans);
            return pages(rows) + pages(count);
        });
        return new Cost(pages, scans);
    }

    private static long pages(JsonNode plan) {
        JsonNode top = plan.at("/0/Plan");
        return top.path("Shared Hit Blocks").asLong()
                + top.path("Shared Read Blocks").asLong();
    }

    private static void scans(JsonNode plan, List<String> found) {
        if (plan.has("Relation Name") && plan.path("Actual Rows").asDouble() > 0) {
            found.add(plan.path("Node Type").stringValue() + " on "
                    + plan.path("Relation Name").stringValue());
        }
        plan.path("Plans").forEach(below -> scans(below, found));
    }

    /** One in a thousand events is a rare one; users, sessions, organizations and targets repeat. */
    private static void fill(UUID project, int events) {
        house.rows.execute("insert into platform.audit_events (transaction_id, id, occurred_at, type, project_id,"
                + " organization_id, actor_kind, actor_id, session_id, ip, user_agent, target_kind, target_id, outcome,"
                + " metadata) select '3', gen_random_uuid(), '2026-05-01T00:00:00Z'::timestamptz"
                + " + make_interval(secs => n * 86400.0 * 85 / " + events + "),"
                + " case when n % 100 = 0 then 'org.deleted' else 'user.login' end, '" + project + "',"
                + " ('00000000-0000-0009-0000-00000000000' || n % 10)::uuid, 'USER',"
                + " ('00000000-0000-0008-0000-00000000000' || n % 10)::uuid, ('" + SESSION + "' || n % 10)::uuid,"
                + " '198.51.100.7', 'agent', case when n % 100 = 0 then 'organization' else 'user' end,"
                + " 'target-' || n % 10, 'SUCCESS', '{}' from generate_series(1, " + events + ") n");
    }
}
