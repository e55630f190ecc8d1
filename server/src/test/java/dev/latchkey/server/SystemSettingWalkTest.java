package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** System settings of the whole server, and of two on one database. */
final class SystemSettingWalkTest {

    private static final String METRICS_KEY = "a-key-for-metrics-only";

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("LATCHKEY_LOG_LEVEL", "info");

    @AfterEach
    void reset() {
        Map<String, Object> body = new HashMap<>();
        body.put(
                "settings",
                Catalogue.SYSTEM.settings().stream()
                        .map(setting -> {
                            Map<String, Object> none = new HashMap<>();
                            none.put("key", setting.key());
                            none.put("value", null);
                            return none;
                        })
                        .toList());
        SERVER.operator().patch("/auth/admin/settings", body).hasStatus(200);
    }

    @Test
    void everySettingIsListedSortedWithinItsCategory() {
        HttpAnswer listing = SERVER.operator().get("/auth/admin/settings").hasStatus(200);
        AtomicInteger listed = new AtomicInteger();
        listing.json().at("/settings").properties().forEach(category -> {
            List<String> keys = category.getValue()
                    .valueStream()
                    .map(setting -> setting.path("key").asString())
                    .toList();
            assertThat(keys).isSorted();
            listed.addAndGet(keys.size());
            category.getValue().forEach(setting -> {
                assertThat(setting.path("category").asString()).isEqualTo(category.getKey());
                assertThat(setting.path("value").isString())
                        .as(setting.toString())
                        .isTrue();
                assertThat(setting.has("updatedBy")).isTrue();
                assertThat(setting.path("updatedAt").asString()).matches("\\d{4}-.*Z");
            });
        });
        assertThat(listed.get()).isEqualTo(Catalogue.SYSTEM.settings().size());
        assertThat(setting(SERVER.operator(), "server_base_path").path("locked").asBoolean())
                .isFalse();
        assertThat(setting(SERVER.operator(), "auth_email_require_verification")
                        .path("locked")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatIsListedCanBeWrittenBack() {
        TreeSet<String> wrong = new TreeSet<>();
        SERVER.operator()
                .get("/auth/admin/settings")
                .json()
                .at("/settings")
                .forEach(category -> category.forEach(setting -> {
                    HttpAnswer answer = patch(
                            SERVER.operator(),
                            setting.path("key").asString(),
                            setting.path("value").asString());
                    if (answer.status() != 200) {
                        wrong.add(answer.toString());
                    }
                }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void twoServersOnOneDatabaseFollowEachOther() {
        try (Latchkey other = Latchkey.start(SERVER.settings())) {
            HttpProbe there = HttpProbe.ofPort(other.port());
            assertThat(challenge(there)).isEqualTo(200);
            set("auth_solana_enabled", "false");
            assertThat(challenge(SERVER.anonymous())).isEqualTo(404);
            Await.until(() -> challenge(there), status -> status == 404);
            patch(there.withBearer(ServerUnderTest.OPERATOR_TOKEN), "auth_solana_enabled", "true")
                    .hasStatus(200);
            assertThat(challenge(there)).isEqualTo(200);
            Await.until(() -> challenge(SERVER.anonymous()), status -> status == 200);
        }
    }

    @Test
    void limitsOfRequestsChangeWhileTheServerRuns() {
        Map<String, String> nobody = Map.of("email", "limited@example.com", "password", "Wrong-Horse-1!");
        set("rate_limit_auth", "2");
        HttpAnswer first = SERVER.anonymous().post("/auth/forgot-password", Map.of("email", "limited@example.com"));
        assertThat(first.header("x-ratelimit-limit")).contains("2");
        List<Integer> statuses = IntStream.range(0, 5)
                .map(i -> SERVER.anonymous().post("/auth/login", nobody).status())
                .boxed()
                .toList();
        assertThat(statuses).contains(429);
        assertThat(statuses.stream().filter(status -> status != 429).count()).isLessThanOrEqualTo(2);
        set("rate_limit_auth", "100000");
        SERVER.anonymous().post("/auth/login", nobody).hasStatus(401);
    }

    @Test
    void theLogFollowsItsLevel() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        try {
            set("server_log_level", "error");
            assertThat(root.getLevel()).isEqualTo(Level.ERROR);
            set("server_log_level", "info");
            assertThat(root.getLevel()).isEqualTo(Level.INFO);
        } finally {
            root.setLevel(before);
        }
    }

    @Test
    void metricsOpenWithTheirKeyOnlyOnceOneIsSet() {
        try (Latchkey serve = Latchkey.start(Configuration.read(
                        Catalogue.ALL,
                        Profile.SERVE,
                        Environment.of(Map.of(
                                "DATABASE_URL", SERVER.database().url(),
                                "MASTER_KEY", ServerUnderTest.MASTER_KEY,
                                "HOST", "127.0.0.1",
                                "PORT", "0",
                                "CORS_DISABLED", "true")))
                .requireValid())) {
            HttpProbe probe = HttpProbe.ofPort(serve.port());
            probe.get("/metrics").hasStatus(503);
            probe.withBearer(METRICS_KEY).get("/metrics").hasStatus(503);
            set("server_metrics_api_key", METRICS_KEY);
            Await.until(() -> probe.get("/metrics").status(), status -> status == 401);
            probe.withBearer(METRICS_KEY).get("/metrics").hasStatus(200);
            probe.withHeader("X-Metrics-Api-Key", METRICS_KEY).get("/metrics").hasStatus(200);
            probe.withBearer(METRICS_KEY + "x").get("/metrics").hasStatus(401);
            probe.withHeader("X-Metrics-Api-Key", "").get("/metrics").hasStatus(401);
        }
        SERVER.operator().get("/auth/admin/settings").hasStatus(200).neverMentions(METRICS_KEY);
        assertThat(setting(SERVER.operator(), "server_metrics_api_key")
                        .path("value")
                        .asString())
                .isEqualTo(Secret.MASK);
    }

    @Test
    void whatAStartWouldRefuseIsRefused() {
        patch(SERVER.operator(), "email_smtp_user", "somebody")
                .hasStatus(400)
                .hasValueMatching("/message", "email_smtp_user .*need each other.*");
        patch(SERVER.operator(), "security_cookie_same_site", "none")
                .hasStatus(400)
                .hasValueMatching("/message", "security_cookie_same_site is none.*");
    }

    private static int challenge(HttpProbe probe) {
        return probe.post("/auth/solana/challenge", Map.of("publicKey", "4fYNw3dojWmQ4dXtSGE9epjRGy9pFSx62YypT7avPYvA"))
                .status();
    }

    private static JsonNode setting(HttpProbe probe, String key) {
        Optional<JsonNode> found = probe.get("/auth/admin/settings")
                .json()
                .at("/settings")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(setting -> setting.path("key").asString().equals(key))
                .findFirst();
        return found.orElseThrow();
    }

    private static void set(String key, String value) {
        patch(SERVER.operator(), key, value).hasStatus(200);
    }

    private static HttpAnswer patch(HttpProbe probe, String key, String value) {
        return probe.patch("/auth/admin/settings", Map.of("settings", List.of(Map.of("key", key, "value", value))));
    }
}
