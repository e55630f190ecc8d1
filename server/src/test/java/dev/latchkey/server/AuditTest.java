package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.audit.AuditNames;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log as administrators read it. */
class AuditTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final String PASSWORD = "Correct-Horse-9-Battery";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static ProjectUnderTest project;
    private static ProjectUnderTest other;
    private static HttpProbe admin;
    private static String adminId;
    private static HttpProbe user;

    @BeforeAll
    static void peopleDoThings() {
        project = SERVER.project("audited");
        other = SERVER.project("neighbour");
        HttpAnswer registered = register(project, "admin@audited.example");
        adminId = registered.text("/user/id");
        admin = project.anonymous().withBearer(ServerUnderTest.accessToken(registered));
        SERVER.database().execute("update identity.users set is_system_admin = true where id = '" + adminId + "'");
        user = project.anonymous().withBearer(ServerUnderTest.accessToken(register(project, "user@audited.example")));
        user.patch("/auth/me", Map.of("name", "Somebody")).hasStatus(200);
        register(other, "elsewhere@neighbour.example");
    }

    @Test
    void aSystemAdminSeesTheOwnProjectAndTheOperatorAll() {
        HttpAnswer mine = admin.get("/auth/admin/audit").hasStatus(200);
        HttpAnswer all = SERVER.operator().get("/auth/admin/audit").hasStatus(200);

        mine.neverMentions("elsewhere").neverMentions(other.id());
        assertThat(names(mine)).contains("user.register", "user.profile_updated", "project.created");
        assertThat(all.json().path("total").asInt())
                .isGreaterThan(mine.json().path("total").asInt());
        for (String path : List.of(
                "/auth/admin/audit", "/auth/admin/audit/export?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")) {
            admin.withHeader("X-Latchkey-Project", other.id()).get(path).hasStatus(404);
            SERVER.operator().withHeader("X-Latchkey-Project", "x").get(path).hasStatus(404);
        }
        assertThat(SERVER.operator()
                        .withHeader("X-Latchkey-Project", project.id())
                        .get("/auth/admin/audit")
                        .text("/total"))
                .isEqualTo(mine.text("/total"));
    }

    @Test
    void whoIsNoSystemAdminAtThisMomentIsRefused() {
        SERVER.anonymous().get("/auth/admin/audit").hasStatus(401);
        user.get("/auth/admin/audit").hasStatus(403);
        project.backend().get("/auth/admin/audit").hasStatus(403);
        user.get("/auth/admin/audit/export?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z")
                .hasStatus(403);
        SERVER.database().execute("update identity.users set is_system_admin = false where id = '" + adminId + "'");
        admin.get("/auth/admin/audit").hasStatus(403);
        SERVER.database().execute("update identity.users set is_system_admin = true where id = '" + adminId + "'");
        admin.get("/auth/admin/audit").hasStatus(200);
    }

    @Test
    void anEntryHasTheFieldsOfTheContract() {
        HttpAnswer log =
                admin.get("/auth/admin/audit?eventType=user.profile_updated").hasStatus(200);

        log.hasValue("/total", 1)
                .hasValue("/totalIsExact", true)
                .hasValue("/logs/0/eventType", "user.profile_updated")
                .hasValue("/logs/0/targetType", "user")
                .hasValue("/logs/0/ipAddress", "127.0.0.1")
                .hasValue("/logs/0/outcome", "SUCCESS")
                .hasValueMatching("/logs/0/userAgent", "Java.*")
                .hasValueMatching("/logs/0/sessionId", "[0-9a-f-]{36}")
                .hasValueMatching("/logs/0/createdAt", "20[0-9]{2}-.*Z")
                .lacks("/logs/0/orgId");
        assertThat(log.text("/logs/0/actorUserId")).isEqualTo(log.text("/logs/0/targetId"));
        assertThat(log.json().at("/logs/0/metadata").isObject()).isTrue();
    }

    @Test
    void everyFilterNarrows() {
        JsonNode entry = admin.get("/auth/admin/audit?eventType=user.profile_updated")
                .json()
                .at("/logs/0");
        String actor = entry.path("actorUserId").stringValue();
        String session = entry.path("sessionId").stringValue();

        assertThat(onlyOf("actorUserId", actor)).isTrue();
        assertThat(onlyOf("sessionId", session)).isTrue();
        assertThat(onlyOf("targetId", actor)).isTrue();
        assertThat(onlyOf("targetType", "user")).isTrue();
        assertThat(total("actorUserId=" + UUID.randomUUID())).isZero();
        assertThat(total("orgId=" + UUID.randomUUID())).isZero();
        assertThat(total("from=2100-01-01T00:00:00Z")).isZero();
        assertThat(total("to=2000-01-01T00:00:00Z")).isZero();
        assertThat(total("eventType=user.profile_updated&actorUserId=" + actor + "&sessionId=" + session
                        + "&targetType=user&targetId=" + actor + "&from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"))
                .isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIs400() {
        for (String wrong : List.of(
                "eventType=user.flew",
                "eventType=",
                "actorUserId=me",
                "sessionId=1",
                "orgId=x",
                "from=yesterday",
                "to=2020-01-01",
                "limit=0",
                "limit=many",
                "offset=-1",
                "offset=100001",
                "cursor=!",
                "cursor=bm90IGEgbnVtYmVy",
                "targetId=%00")) {
            admin.get("/auth/admin/audit?" + wrong).hasStatus(400);
        }
    }

    @Test
    void pagesByCursorShowEveryEntryOnceThoughNewOnesArrive() {
        List<String> seen = new ArrayList<>();
        String path = "/auth/admin/audit?limit=3";
        int total = admin.get(path).json().path("total").asInt();
        while (path != null) {
            HttpAnswer page = admin.get(path).hasStatus(200);
            page.json().path("logs").forEach(entry -> seen.add(entry.path("id").stringValue()));
            user.patch("/auth/me", Map.of("name", "Somebody " + seen.size())).hasStatus(200);
            path = page.header("link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse(null);
        }

        assertThat(seen).hasSize(total).doesNotHaveDuplicates();
    }

    @Test
    void theNewestComeFirstAndAnOffsetSkips() {
        HttpAnswer all = admin.get("/auth/admin/audit?limit=4").hasStatus(200);
        HttpAnswer rest = admin.get("/auth/admin/audit?limit=2&offset=2").hasStatus(200);

        List<Instant> times = new ArrayList<>();
        all.json()
                .path("logs")
                .forEach(
                        entry -> times.add(Instant.parse(entry.path("createdAt").stringValue())));
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(rest.text("/logs/0/id")).isEqualTo(all.text("/logs/2/id"));
    }

    @Test
    void anExportHasALineForEachEventOfTheProjectWithItsPlaceInTheChain() {
        Await.until(
                () -> SERVER.database()
                        .queryLong("select count(*) from platform.audit_events e where not exists (select from"
                                + " platform.audit_seals s where s.sequence = e.sequence)"),
                waiting -> waiting == 0);
        String span = "from=" + Instant.now().minusSeconds(3600) + "&to="
                + Instant.now().plusSeconds(3600);

        HttpAnswer export = admin.get("/auth/admin/audit/export?" + span).hasStatus(200);

        export.hasHeader("content-type", "application/x-ndjson").neverMentions(other.id());
        List<JsonNode> lines = export.body().lines().map(JSON::readTree).toList();
        assertThat(lines).hasSizeGreaterThan(3);
        long position = 0;
        for (JsonNode line : lines.subList(0, lines.size() - 1)) {
            assertThat(line.path("projectId").stringValue()).isEqualTo(project.id());
            assertThat(line.path("position").asLong()).isEqualTo(++position);
            assertThat(line.path("hash").stringValue()).matches("[0-9a-f]{64}");
        }
        assertThat(lines.getLast().path("type").stringValue()).isEqualTo("admin.audit_exported");
    }

    @Test
    void anExportNeedsASpanOfTime() {
        for (String wrong : List.of(
                "",
                "?from=2020-01-01T00:00:00Z",
                "?to=2020-01-01T00:00:00Z",
                "?from=2020-02-01T00:00:00Z&to=2020-01-01T00:00:00Z",
                "?from=2020-01-01T00:00:00Z&to=2022-01-01T00:00:00Z")) {
            admin.get("/auth/admin/audit/export" + wrong).hasStatus(400);
        }
    }

    @Test
    void everyNameOfTheCatalogueMayBeAskedFor() {
        for (String name : AuditNames.SENTENCES.keySet()) {
            admin.get("/auth/admin/audit?limit=1&eventType=" + name).hasStatus(200);
        }
    }

    private static boolean onlyOf(String parameter, String value) {
        HttpAnswer answer =
                admin.get("/auth/admin/audit?" + parameter + "=" + value).hasStatus(200);
        answer.json().path("logs").forEach(entry -> assertThat(
                        entry.path(parameter).stringValue())
                .isEqualTo(value));
        return answer.json().path("total").asInt() > 0;
    }

    private static int total(String query) {
        return admin.get("/auth/admin/audit?" + query)
                .hasStatus(200)
                .json()
                .path("total")
                .asInt();
    }

    private static Set<String> names(HttpAnswer log) {
        HashSet<String> names = new HashSet<>();
        log.json()
                .path("logs")
                .forEach(entry -> names.add(entry.path("eventType").stringValue()));
        return names;
    }

    private static HttpAnswer register(ProjectUnderTest where, String email) {
        return where.anonymous()
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }
}
