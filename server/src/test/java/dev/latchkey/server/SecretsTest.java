package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.server.support.LogCapture;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A story with every kind of secret in it, read again afterwards: answers, log lines and database hold none. */
class SecretsTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("DATABASE_CONNECT_TIMEOUT", "1").throughProxy();

    private static final String PASSWORD = "Correct-Horse-9-Battery-Staple";
    private static final Pattern SEED = Pattern.compile("(?<![A-Z0-9])S[A-Z2-7]{55}(?![A-Z0-9])");
    private static final Pattern PROJECT_KEY = Pattern.compile("mux_(test|live)_[A-Za-z0-9_-]{8,}");
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}");

    private final List<HttpAnswer> answers = Collections.synchronizedList(new ArrayList<>());
    /** Every secret of the story, and where an answer may hold it. */
    private final Map<String, List<String>> secrets = new HashMap<>();

    @Test
    void noSecretIsEverInAnAnswerALogLineOrTheDatabase() {
        try (LogCapture log = LogCapture.start();
                IdentityProvider provider = IdentityProvider.start(Clock.systemUTC())) {
            secrets.put(ServerUnderTest.MASTER_KEY, List.of());
            secrets.put(ServerUnderTest.OPERATOR_TOKEN, List.of());
            secrets.put(SERVER.sandbox().rootSecret(), List.of());
            ProjectUnderTest project = SERVER.project("secretive");
            secrets.put(project.key(), List.of());
            HttpProbe backend = project.backend().observedBy(answers::add);
            keys(project, backend);
            people(project, backend, provider);
            passwords();
            failures(project, backend);

            String lines = log.text();
            assertThat(lines).contains("request", "/auth/authenticate", "database away", "PSQLException");
            String dump = dump();
            assertThat(dump).contains(project.id());
            secrets.forEach((secret, allowed) -> {
                assertThat(lines).as("log").doesNotContain(secret);
                assertThat(dump).as("database").doesNotContain(secret);
                answers.stream()
                        .filter(answer -> !allowed.contains(answer.method() + " " + answer.path()))
                        .forEach(answer -> answer.neverMentions(secret));
            });
            assertThat(SEED.matcher(lines).find()).as("a seed in the log").isFalse();
            assertThat(SEED.matcher(dump).find()).as("a seed in the database").isFalse();
            assertThat(PROJECT_KEY.matcher(lines).find())
                    .as("a project key in the log")
                    .isFalse();
            assertThat(PROJECT_KEY.matcher(dump).find())
                    .as("a project key in the database")
                    .isFalse();
            assertThat(JWT.matcher(lines).find()).as("a token in the log").isFalse();
            answers.forEach(answer -> assertThat(SEED.matcher(answer.body()).find())
                    .as(answer.toString())
                    .isFalse());
        }
    }

    private void keys(ProjectUnderTest project, HttpProbe backend) {
        HttpAnswer issued = backend.post("/api-keys", Map.of("name", "second", "projectId", project.id()))
                .hasStatus(201);
        secrets.put(issued.text("/plainTextKey"), List.of("POST /api-keys"));
        String rotate = "/api-keys/" + issued.text("/apiKey/id") + "/rotate";
        HttpAnswer rotated = backend.post(rotate, Map.of()).hasStatus(200);
        secrets.put(rotated.text("/plainTextKey"), List.of("POST " + rotate));
        backend.get("/api-keys").hasStatus(200);
        backend.get("/wallets/protected").hasStatus(200);
    }

    private void people(ProjectUnderTest project, HttpProbe backend, IdentityProvider provider) {
        backend.put(
                        "/projects/" + project.id() + "/auth-providers/OIDC",
                        Map.of("issuer", provider.issuer(), "audiences", List.of("app")))
                .hasStatus(200);
        String token = provider.idToken("tina", "app", "tina@mail.example");
        secrets.put(token, List.of());
        HttpProbe app = SERVER.anonymous()
                .withHeader("X-Latchkey-Project", project.id())
                .observedBy(answers::add);
        HttpAnswer tina = app.withBearer(token)
                .post("/auth/authenticate", Map.of("authId", "tina"))
                .hasStatus(200);
        app.post("/auth/authenticate", Map.of("authId", "somebody-else", "token", token))
                .hasStatus(401);
        String wallet = tina.text("/wallet/id");
        backend.get("/wallets").hasStatus(200);
        backend.get("/wallets/" + wallet).hasStatus(200);
        backend.get("/wallets/" + wallet + "/status").hasStatus(200);
        SERVER.operator()
                .observedBy(answers::add)
                .get("/internal/key-management/audit/persistent")
                .hasStatus(200);
        SERVER.operator().observedBy(answers::add).get("/metrics").hasStatus(200);
    }

    private void passwords() {
        secrets.put(PASSWORD, List.of());
        HttpProbe browser = SERVER.anonymous().withCookies().observedBy(answers::add);
        HttpAnswer registered = browser.post(
                        "/auth/register", Map.of("email", "secret@users.example", "password", PASSWORD))
                .hasStatus(201);
        tokens(registered, "POST /auth/register");
        HttpProbe other = SERVER.anonymous().observedBy(answers::add);
        other.post("/auth/login", Map.of("email", "secret@users.example", "password", PASSWORD + "x"))
                .hasStatus(401);
        tokens(
                other.post("/auth/login", Map.of("email", "secret@users.example", "password", PASSWORD))
                        .hasStatus(200),
                "POST /auth/login");
        browser.get("/auth/user").hasStatus(200);
        browser.get("/auth/sessions").hasStatus(200);
        HttpProbe page = browser.withHeader("X-CSRF-Token", cookie(registered, "XSRF-TOKEN"));
        tokens(page.post("/auth/refresh", Map.of()).hasStatus(200), "POST /auth/refresh");
        page.send("POST", "/auth/logout", null).hasStatus(200);
    }

    private static String cookie(HttpAnswer answer, String name) {
        return answer.headers("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1).split(";")[0])
                .findFirst()
                .orElseThrow();
    }

    /** Cookies that carry a secret may be in the answer that sets them only. */
    private void tokens(HttpAnswer answer, String where) {
        answer.headers("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("cedros_"))
                .map(cookie -> cookie.substring(cookie.indexOf('=') + 1).split(";")[0])
                .filter(value -> value.length() > 20)
                .forEach(value -> secrets.put(value, List.of(where)));
    }

    /** Failures are where secrets leak: malformed input that holds them, and a database that is away. */
    private void failures(ProjectUnderTest project, HttpProbe backend) {
        HttpProbe nobody = SERVER.anonymous().observedBy(answers::add);
        nobody.post("/auth/login", "{\"email\":\"secret@users.example\",\"password\":\"" + PASSWORD + "\"")
                .hasStatus(400);
        nobody.post("/auth/login", Map.of("email", "secret@users.example", "password", List.of(PASSWORD)))
                .hasStatus(400);
        nobody.withBearer(project.key() + "x").get("/wallets").hasStatus(401);
        nobody.withHeader("Authorization", "Basic " + project.key())
                .get("/wallets")
                .hasStatus(401);
        nobody.withBearer(ServerUnderTest.OPERATOR_TOKEN).get("/wallets").hasStatus(401);
        SERVER.proxy().cut();
        backend.get("/wallets").hasStatus(503);
        backend.post("/auth/authenticate", Map.of("authId", "unlucky")).hasStatus(503);
        nobody.post("/auth/login", Map.of("email", "secret@users.example", "password", PASSWORD))
                .hasStatus(503);
        SERVER.proxy().restore();
    }

    /** Every row of every table as text. */
    private static String dump() {
        StringBuilder dump = new StringBuilder();
        String tables = SERVER.database().queryText("""
                select string_agg(table_schema || '.' || quote_ident(table_name), ',')
                from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                """);
        for (String table : tables.split(",")) {
            dump.append(SERVER.database().queryText("select string_agg(t::text, '\n') from " + table + " t"));
        }
        return dump.toString();
    }
}
