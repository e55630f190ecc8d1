package dev.latchkey.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.core.OutputStreamAppender;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.server.support.SmtpUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What is made of the configuration follows administrators: set on one server, in force on another, without a restart. */
final class SystemSettingLiveTest {

    /** Each of them is looked at from outside in one of the tests below. */
    static final Set<String> LOOKED_AT = Set.of(
            "security_cookie_domain",
            "security_cookie_secure",
            "security_cookie_same_site",
            "security_cors_origins",
            "server_trust_proxy",
            "server_frontend_url",
            "server_log_format",
            "email_provider",
            "email_smtp_host",
            "email_smtp_port",
            "email_smtp_tls",
            "email_smtp_user",
            "email_smtp_password",
            "email_from_address",
            "email_from_name");

    private static final String PASSWORD = "Correct-Horse-9-Battery";
    private static final String SHOP = "https://shop.example";

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static @Nullable Latchkey other;

    private final HttpProbe there = HttpProbe.ofPort(requireNonNull(other).port());

    @BeforeAll
    static void startTheOther() {
        other = Latchkey.start(SERVER.settings());
    }

    @AfterAll
    static void stopTheOther() {
        requireNonNull(other).close();
    }

    @AfterEach
    void reset() {
        List<Map<String, Object>> none = new ArrayList<>();
        Catalogue.SYSTEM.settings().forEach(setting -> {
            Map<String, Object> one = new HashMap<>();
            one.put("key", setting.key());
            one.put("value", null);
            none.add(one);
        });
        SERVER.operator()
                .patch("/auth/admin/settings", Map.of("settings", none))
                .hasStatus(200);
        Await.until(() -> revision(there), seen -> seen.equals(revision(SERVER.anonymous())));
    }

    @Test
    void cookiesLookAsSetFromTheNextOneOn() {
        Map<String, String> account = register("cookie");
        assertThat(token(there.post("/auth/login", account), "cedros_access")).doesNotContain("Domain=", "Secure");
        set(Map.of(
                "security_cookie_domain", "example.com",
                "security_cookie_secure", "true",
                "security_cookie_same_site", "none"));
        HttpAnswer login = there.post("/auth/login", account).hasStatus(200);
        for (String name : List.of("cedros_access", "cedros_refresh")) {
            assertThat(cookies(login, name))
                    .satisfiesExactly(
                            fresh -> assertThat(fresh).contains("; Secure", "; SameSite=None", "; Domain=example.com"),
                            former -> assertThat(former)
                                    .as("a browser would send both, the older one first")
                                    .startsWith(name + "=deleted")
                                    .contains("Max-Age=0")
                                    .doesNotContain("Domain="));
        }
        set(Map.of("security_cookie_domain", "app.example.com"));
        assertThat(cookies(there.post("/auth/login", account), "cedros_access"))
                .anyMatch(cookie -> cookie.contains("Max-Age=900") && cookie.contains("Domain=app.example.com"))
                .anyMatch(cookie -> cookie.contains("Max-Age=0") && cookie.contains("Domain=example.com"));
    }

    @Test
    void originsOfBrowsersAreTheSetOnesFromTheNextRequestOn() {
        HttpProbe shop = there.withHeader("Origin", SHOP);
        Map<String, String> start = Map.of("orgId", UUID.randomUUID().toString(), "redirectUri", SHOP + "/in");
        shop.get("/auth/features").hasNoHeader("access-control-allow-origin");
        there.post("/auth/sso/start", start).hasStatus(403);
        set(Map.of("security_cors_origins", "https://else.example," + SHOP));
        shop.get("/auth/features")
                .hasHeader("access-control-allow-origin", SHOP)
                .hasHeader("access-control-allow-credentials", "true");
        assertThat(there.post("/auth/sso/start", start).status())
                .as("no such provider, but a good address")
                .isEqualTo(404);
        set(Map.of("security_cors_origins", "https://else.example"));
        shop.get("/auth/features").hasNoHeader("access-control-allow-origin");
    }

    @Test
    void theAddressOfTheClientIsTakenFromTheProxyOnceItIsTrusted() {
        Map<String, String> account = register("proxied");
        assertThat(seenFrom(account)).isEqualTo("127.0.0.1");
        set(Map.of("server_trust_proxy", "true"));
        assertThat(seenFrom(account)).isEqualTo("203.0.113.7");
        set(Map.of("server_trust_proxy", "false"));
        assertThat(seenFrom(account)).isEqualTo("127.0.0.1");
    }

    @Test
    void mailLeavesByTheServerAndFromTheSenderThatAreSetWhenItIsSent() {
        Map<String, String> account = register("mailed");
        try (SmtpUnderTest first = new SmtpUnderTest();
                SmtpUnderTest second = new SmtpUnderTest()) {
            there.post("/auth/forgot-password", Map.of("email", account.get("email")))
                    .hasStatus(200);
            Await.until(SystemSettingLiveTest::pending, String::isEmpty);
            set(Map.of(
                    "email_smtp_host", "127.0.0.1",
                    "email_smtp_port", String.valueOf(first.port()),
                    "email_smtp_tls", "false",
                    "email_from_address", "hello@shop.example",
                    "email_from_name", "The Shop",
                    "server_frontend_url", "https://shop.example/app"));
            String mail = nextMail(first, account, there);
            assertThat(mail).contains("From: The Shop <hello@shop.example>", "https://shop.example/app/reset-password");
            set(Map.of("email_smtp_port", String.valueOf(second.port()), "email_from_name", "Another Shop"));
            assertThat(nextMail(second, account, SERVER.anonymous()))
                    .contains("From: Another Shop <hello@shop.example>");
            assertThat(first.mails()).hasSize(1);
            set(Map.of("email_smtp_user", "shop", "email_smtp_password", "secret"));
            nextMail(second, account, there);
            assertThat(second.logIns()).containsExactly("shop shop secret");
            assertThat(first.logIns()).isEmpty();
        }
    }

    @Test
    void aMailProviderIsChosenByItsNameAndNeedsASender() {
        patch(Map.of("email_provider", "sendgrid"))
                .hasStatus(400)
                .hasValueMatching("/message", "email_from_address is not set.*");
        set(Map.of("email_provider", "sendgrid", "email_from_address", "hello@shop.example"));
        assertThat(setting("email_provider").path("value").asString()).isEqualTo("sendgrid");
        patch(Map.of("email_provider", "carrier pigeon")).hasStatus(400);
    }

    @Test
    void linksAndChallengesLeadToThePagesThatAreSet() {
        set(Map.of("server_frontend_url", "https://pages.example"));
        there.post("/auth/solana/challenge", Map.of("publicKey", "4fYNw3dojWmQ4dXtSGE9epjRGy9pFSx62YypT7avPYvA"))
                .hasStatus(200)
                .hasValue("/siws/domain", "pages.example")
                .hasValue("/siws/uri", "https://pages.example");
    }

    @Test
    void tokensHaveTheNewNamesAndThoseThatLiveKeepCounting() throws Exception {
        Map<String, String> account = register("named");
        String old = ServerUnderTest.accessToken(there.post("/auth/login", account));
        set(Map.of("security_jwt_issuer", "https://id.shop.example", "security_jwt_audience", "shop"));
        HttpAnswer login = SERVER.anonymous().post("/auth/login", account).hasStatus(200);
        String fresh = ServerUnderTest.accessToken(login);
        assertThat(claims(fresh)).isEqualTo("https://id.shop.example [shop]");
        assertThat(claims(old)).isEqualTo("cedros-login [cedros-app]");
        for (HttpProbe probe : List.of(SERVER.anonymous(), there)) {
            probe.withBearer(fresh).get("/auth/user").hasStatus(200);
            probe.withBearer(old).get("/auth/user").hasStatus(200);
        }
        assertThat(claims(ServerUnderTest.accessToken(there.post("/auth/login", account))))
                .isEqualTo("https://id.shop.example [shop]");
        try (Latchkey restarted = Latchkey.start(SERVER.settings())) {
            HttpProbe later = HttpProbe.ofPort(restarted.port());
            later.withBearer(old).get("/auth/user").hasStatus(200);
            SERVER.database()
                    .execute("update platform.system_setting_changes set changed_at = changed_at - interval '1 hour'");
            try (Latchkey again = Latchkey.start(SERVER.settings())) {
                HttpProbe fussy = HttpProbe.ofPort(again.port());
                fussy.withBearer(old).get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
                fussy.withBearer(fresh).get("/auth/user").hasStatus(200);
            }
        }
    }

    @Test
    void aServerThatHasNotHeardOfNewNamesAsksBeforeItRefusesThem() {
        Map<String, String> account = register("early");
        for (int i = 0; i < 5; i++) {
            patch(Map.of("security_jwt_issuer", "https://id" + i + ".example")).hasStatus(200);
            String token = ServerUnderTest.accessToken(SERVER.anonymous().post("/auth/login", account));
            there.withBearer(token).get("/auth/user").hasStatus(200);
        }
    }

    @Test
    void whoDoesNothingForAsLongAsIsSetHasToSignInAgain() {
        Map<String, String> account = register("idle");
        String idle = value(there.post("/auth/login", account), "cedros_refresh");
        String busy = value(there.post("/auth/login", account), "cedros_refresh");
        SERVER.database()
                .execute("update identity.sessions set created_at = created_at - interval '10 minutes'"
                        + " where user_id = (select id from identity.users where email = '" + account.get("email")
                        + "') and created_at < (select max(created_at) from identity.sessions)");
        set(Map.of("security_session_timeout", "300"));
        there.post("/auth/refresh", Map.of("refreshToken", idle)).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        HttpAnswer refreshed =
                there.post("/auth/refresh", Map.of("refreshToken", busy)).hasStatus(200);
        assertThat(token(refreshed, "cedros_refresh")).contains("Max-Age=300");
        set(Map.of("security_session_timeout", "3600"));
        assertThat(token(there.post("/auth/login", account), "cedros_refresh")).contains("Max-Age=3600");
    }

    @Test
    void theLogChangesItsFormat() {
        assertThat(logsJson()).isFalse();
        set(Map.of("server_log_format", "json"));
        Await.until(SystemSettingLiveTest::logsJson, json -> json);
        set(Map.of("server_log_format", "pretty"));
        Await.until(SystemSettingLiveTest::logsJson, json -> !json);
    }

    @Test
    void featuresAreSwitchedOffAndOnAgain() {
        String user = ServerUnderTest.accessToken(there.post("/auth/login", register("featured")));
        HttpProbe signedIn = there.withBearer(user);
        signedIn.get("/auth/orgs").hasStatus(200);
        set(Map.of("feature_organizations", "false", "feature_mfa", "false", "feature_instant_link", "false"));
        signedIn.get("/auth/orgs").hasStatus(404);
        signedIn.post("/auth/orgs", Map.of("name", "Mine", "slug", "mine")).hasStatus(404);
        signedIn.post("/auth/invites/accept", Map.of("token", "x".repeat(43))).hasStatus(404);
        signedIn.post("/auth/mfa/setup", Map.of()).hasStatus(404);
        signedIn.get("/auth/mfa/status").hasStatus(200);
        there.post("/auth/instant-link", Map.of("email", "featured@example.com"))
                .hasStatus(404);
        set(Map.of("feature_organizations", "true", "feature_mfa", "true"));
        signedIn.get("/auth/orgs").hasStatus(200);
        signedIn.post("/auth/mfa/setup", Map.of()).hasStatus(200);
    }

    @Test
    void theBasePathIsThatOfTheStartAndTheAnswerSaysWhy() {
        JsonNode path = setting("server_base_path");
        assertThat(path.path("effective").asString()).isEqualTo("start");
        assertThat(path.path("delay").asString()).contains("mounted once");
        set(Map.of("server_base_path", "/identity"));
        SERVER.anonymous().get("/auth/features").hasStatus(200);
        SERVER.anonymous().get("/identity/features").hasStatus(404);
        try (Latchkey next = Latchkey.start(SERVER.settings())) {
            HttpProbe.ofPort(next.port()).get("/identity/features").hasStatus(200);
            HttpProbe.ofPort(next.port()).get("/auth/features").hasStatus(404);
        }
    }

    @Test
    void theDefaultOrganizationIsOneTruthWithTwoDoors() {
        HttpProbe founder =
                there.withBearer(ServerUnderTest.accessToken(there.post("/auth/login", register("founder"))));
        String first = founder.post("/auth/orgs", Map.of("name", "First", "slug", "first"))
                .text("/id");
        String second = founder.post("/auth/orgs", Map.of("name", "Second", "slug", "second"))
                .text("/id");
        assertThat(setting("default_org_id").path("value").asString()).isEmpty();

        set(Map.of("default_org_id", first));
        assertThat(SERVER.events("admin.default_org_set", first)).isOne();
        assertThat(setting("default_org_id").path("value").asString()).isEqualTo(first);
        assertThat(setting("default_org_id").path("effective").asString()).isEqualTo("live");
        assertThat(organizations("first-newcomer")).containsExactly("First");

        SERVER.operator()
                .send("PUT", "/auth/admin/orgs/" + second + "/default", null)
                .hasStatus(200);
        assertThat(setting("default_org_id").path("value").asString()).isEqualTo(second);
        assertThat(organizations("second-newcomer")).containsExactly("Second");

        patch(Map.of("default_org_id", UUID.randomUUID().toString()))
                .hasStatus(400)
                .hasValueMatching("/message", "default_org_id must be an organization of the default project.*");
        patch(Map.of("default_org_id", "nonsense")).hasStatus(400);
        assertThat(setting("default_org_id").path("value").asString()).isEqualTo(second);

        set(Map.of("default_org_id", ""));
        assertThat(setting("default_org_id").path("value").asString()).isEmpty();
        assertThat(organizations("third-newcomer")).isEmpty();
        SERVER.operator()
                .get("/auth/admin/settings/history?key=default_org_id")
                .hasValue("/changes/0/oldValue", second)
                .hasValue("/changes/0/newValue", "");
        assertThat(SERVER.database()
                        .queryLong("select count(*) from platform.system_settings where key = 'default_org_id'"))
                .as("no second truth")
                .isZero();
    }

    @Test
    void whoStopsBeingAnAdministratorWhileTheyWaitChangesNothing() throws Exception {
        Map<String, String> account = register("admin");
        String id = SERVER.database()
                .queryText("select id::text from identity.users where email = '" + account.get("email") + "'");
        HttpProbe admin = there.withBearer(ServerUnderTest.accessToken(there.post("/auth/login", account)));
        Map<String, Object> sections = Map.of("admin", Map.of("users", false), "member", Map.of());
        for (Write write : List.<Write>of(
                probe -> probe.patch("/auth/admin/settings", body(Map.of("rate_limit_auth", "7"))),
                probe -> probe.put("/auth/admin/disposable-domains", Map.of("domains", List.of("throw.example"))),
                probe -> probe.put("/auth/admin/dashboard-permissions", sections))) {
            appoint(id, true);
            String before = revision(SERVER.anonymous());
            Future<HttpAnswer> waiting = whileSettingsAreLocked(() -> write.by(admin), () -> appoint(id, false));
            waiting.get().hasStatus(403).hasValue("/code", "FORBIDDEN");
            assertThat(revision(SERVER.anonymous())).isEqualTo(before);
        }
        appoint(id, true);
        admin.put("/auth/admin/dashboard-permissions", sections).hasStatus(200);
    }

    /** A request that changes settings. */
    @FunctionalInterface
    private interface Write {
        HttpAnswer by(HttpProbe probe);
    }

    private static Future<HttpAnswer> whileSettingsAreLocked(Callable<HttpAnswer> request, Runnable meanwhile)
            throws SQLException {
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                Connection lock = DriverManager.getConnection(SERVER.database().url())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("select from platform.system_settings_revision for update");
            Future<HttpAnswer> begun = one.submit(request);
            Await.until(
                    () -> SERVER.database()
                            .queryLong("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and datname = current_database() and query like '%system_settings_revision%'"),
                    waiting -> waiting == 1);
            meanwhile.run();
            lock.rollback();
            return begun;
        }
    }

    private static void appoint(String id, boolean admin) {
        SERVER.database().execute("update identity.users set is_system_admin = " + admin + " where id = '" + id + "'");
    }

    private List<String> organizations(String name) {
        String token = ServerUnderTest.accessToken(there.post("/auth/login", register(name)));
        return there.withBearer(token)
                .get("/auth/orgs")
                .json()
                .at("/orgs")
                .valueStream()
                .map(organization -> organization.path("name").asString())
                .toList();
    }

    private String nextMail(SmtpUnderTest smtp, Map<String, String> account, HttpProbe server) {
        int before = smtp.mails().size();
        server.post("/auth/forgot-password", Map.of("email", account.get("email")))
                .hasStatus(200);
        return Await.until(smtp::mails, mails -> mails.size() > before)
                .getLast()
                .replace("=\n", "");
    }

    private static String pending() {
        return SERVER.database()
                .queryText("select coalesce(string_agg(o::text, ' '), '') from platform.outbox o"
                        + " where delivered_at is null and dead_at is null");
    }

    private String seenFrom(Map<String, String> account) {
        there.withHeader("X-Forwarded-For", "203.0.113.7")
                .post("/auth/login", account)
                .hasStatus(200);
        return SERVER.database()
                .queryText("select host(ip::inet) from identity.sessions order by created_at desc limit 1");
    }

    private static boolean logsJson() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Boolean> json = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof AsyncAppender async) {
                async.iteratorForAppenders()
                        .forEachRemaining(inner ->
                                json.add(((OutputStreamAppender<?>) inner).getEncoder() instanceof JsonEncoder));
            }
        });
        return json.contains(true);
    }

    private static String claims(String token) throws ParseException {
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        return claims.getIssuer() + " " + claims.getAudience();
    }

    private static Map<String, String> register(String name) {
        Map<String, String> account = Map.of("email", name + "@example.com", "password", PASSWORD);
        SERVER.anonymous().post("/auth/register", account).hasStatus(201);
        return account;
    }

    private static List<String> cookies(HttpAnswer answer, String name) {
        return answer.headers("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .toList();
    }

    private static String token(HttpAnswer answer, String name) {
        return cookies(answer.hasStatus(200), name).getFirst();
    }

    private static String value(HttpAnswer answer, String name) {
        String cookie = token(answer, name);
        return URLDecoder.decode(cookie.substring(name.length() + 1, cookie.indexOf(';')), StandardCharsets.UTF_8);
    }

    private static JsonNode setting(String key) {
        return SERVER.operator()
                .get("/auth/admin/settings")
                .json()
                .at("/settings")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(setting -> setting.path("key").asString().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** Changes settings on one server and waits until the other has heard. */
    private void set(Map<String, String> values) {
        patch(values).hasStatus(200);
        Await.until(() -> revision(there), seen -> seen.equals(revision(SERVER.anonymous())));
    }

    private static HttpAnswer patch(Map<String, String> values) {
        return SERVER.operator().patch("/auth/admin/settings", body(values));
    }

    private static Map<String, Object> body(Map<String, String> values) {
        return Map.of(
                "settings",
                values.entrySet().stream()
                        .map(each -> Map.of("key", each.getKey(), "value", each.getValue()))
                        .toList());
    }

    private static String revision(HttpProbe server) {
        return server.withBearer(ServerUnderTest.OPERATOR_TOKEN)
                .get("/auth/admin/settings")
                .header("etag")
                .orElseThrow();
    }
}
