package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.InhabitedProject;
import dev.latchkey.server.support.Operation;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.RawClient;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Hostile content in bodies, queries, paths and headers: refused or taken literally, never a failure of the server. */
class AttackTest {

    private static final List<String> ALLOWED = List.of("https://app.example");

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("CORS_ORIGINS", "https://app.example");

    private static final List<String> METACHARACTERS = List.of(
            "'",
            "' OR '1'='1",
            "'; DROP TABLE identity.users; --",
            "\" OR \"\"=\"",
            "\\",
            "%",
            "_",
            "%27",
            "1; SELECT pg_sleep(5)",
            "$1",
            ":name",
            "?",
            "\u0000",
            "\u202e",
            "-1",
            "0",
            "99999999999999999999",
            "1e9",
            "NaN",
            "null",
            "",
            " ",
            "../../etc/passwd",
            "${jndi:ldap://x}",
            "x".repeat(1500));

    private static InhabitedProject project;
    private static HttpProbe backend;
    private static List<Operation> operations;

    @BeforeAll
    static void open() {
        project = InhabitedProject.create(SERVER, "attacked");
        backend = project.project().backend();
        operations = Operation.all(SERVER.anonymous().get("/openapi.json").json());
    }

    @Test
    void sqlMetacharactersInQueriesAreJustText() {
        long users = count("identity.users");
        ProjectUnderTest bystander = SERVER.project("bystander");
        bystander.signIn("bystander");
        for (Operation operation : operations) {
            for (JsonNode parameter : operation.details().path("parameters").values()) {
                if (parameter.get("in").stringValue().equals("query")) {
                    METACHARACTERS.forEach(text -> isNoFailure(probe(operation)
                            .get(target(operation) + "?" + parameter.get("name").stringValue() + "=" + encoded(text))));
                }
            }
        }
        assertThat(count("identity.users")).isEqualTo(users + 1);
    }

    @Test
    void metacharactersInPathsAreUnknownIds() {
        for (Operation operation : operations) {
            if (operation.method().equals("GET") && operation.path().contains("{")) {
                for (String text : METACHARACTERS) {
                    if (!text.isBlank()) {
                        HttpAnswer answer = probe(operation).get(operation.target(name -> encoded(text)));
                        isNoFailure(answer);
                        assertThat(answer.status()).as(answer.toString()).isIn(200, 400, 403, 404, 414);
                    }
                }
            }
        }
    }

    @Test
    void metacharactersInBodiesAreStoredLiterallyOrRefused() {
        for (String text : METACHARACTERS) {
            HttpAnswer answer = backend.post("/auth/authenticate", Map.of("authId", "id " + text, "displayName", text));
            isNoFailure(answer);
            if (answer.status() == 200) {
                answer.hasValue("/user/authId", "id " + text);
                backend.get("/users/" + answer.text("/user/id")).hasStatus(200).hasValue("/displayName", text.strip());
            }
            isNoFailure(backend.post("/users", Map.of("authId", "user " + text)));
            isNoFailure(SERVER.anonymous().post("/auth/login", Map.of("email", text, "password", text)));
            isNoFailure(SERVER.anonymous()
                    .post(
                            "/auth/register",
                            Map.of("email", "a@b.example", "password", "Pass-9-" + text, "name", text)));
            isNoFailure(SERVER.anonymous().post("/auth/refresh", Map.of("refreshToken", text)));
            isNoFailure(backend.post(
                    "/transfers",
                    Map.of(
                            "senderWalletId", project.fact("walletId"),
                            "receiverWalletId", project.fact("otherWalletId"),
                            "amount", text,
                            "memo", text,
                            "asset", Map.of("type", "NATIVE"))));
        }
    }

    @Test
    void nulAndLoneSurrogatesAreNeverStored() {
        for (String odd : List.of("\\u0000", "\\ud800", "\\udfff", "a\\ud83dz")) {
            List<HttpAnswer> answers = List.of(
                    backend.post("/auth/authenticate", "{\"authId\":\"odd" + odd + "\"}"),
                    backend.post("/auth/authenticate", "{\"authId\":\"odd\",\"displayName\":\"" + odd + "\"}"),
                    backend.post("/users", "{\"authId\":\"odd" + odd + "\"}"),
                    backend.post("/users", "{\"authId\":\"odd-user\",\"displayName\":\"" + odd + "\"}"),
                    backend.patch("/users/" + project.fact("userId"), "{\"displayName\":\"" + odd + "\"}"),
                    backend.patch("/projects/" + project.fact("projectId"), "{\"name\":\"" + odd + "\"}"),
                    backend.post(
                            "/api-keys",
                            "{\"name\":\"" + odd + "\",\"projectId\":\"" + project.fact("projectId") + "\"}"),
                    SERVER.operator().post("/developers", "{\"email\":\"x@y.example\",\"name\":\"" + odd + "\"}"),
                    SERVER.anonymous()
                            .post(
                                    "/auth/register",
                                    "{\"email\":\"odd@b.example\",\"password\":\"Correct-Horse-9\",\"name\":\"" + odd
                                            + "\"}"));
            assertThat(answers).allSatisfy(answer -> answer.hasStatus(400));
        }
        assertThat(count("identity.users where auth_id like 'odd%'")).isZero();
    }

    @Test
    void bodiesThatAreTooLargeTooDeepOrAmbiguousAreRefused() {
        String pad = "x".repeat(100_001);
        backend.post("/users", "{\"authId\":\"" + pad + "\"}").hasStatus(413).hasValue("/code", "PAYLOAD_TOO_LARGE");
        SERVER.anonymous()
                .post("/auth/login", "{\"email\":\"" + "x".repeat(1 << 20) + "\"}")
                .hasStatus(413)
                .hasValue("/code", "PAYLOAD_TOO_LARGE")
                .lacks("/statusCode");
        String bomb = "[".repeat(40_000) + "]".repeat(40_000);
        backend.post("/users", bomb).hasStatus(400);
        backend.post("/users", "{\"authId\":" + bomb + "}").hasStatus(400);
        backend.post("/transfers", "{\"metadata\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "}")
                .hasStatus(400);
        backend.post("/users", "{\"authId\":\"twice\",\"authId\":\"other\"}").hasStatus(400);
        backend.post("/users", "{\"authId\":\"twice\",\"auth\\u0049d\":\"other\"}")
                .hasStatus(400);
        backend.post("/users", "{\"authId\":\"twice\"} {\"authId\":\"other\"}").hasStatus(400);
        backend.post("/users", "{\"authId\":\"twice\",\"role\":\"admin\",\"__proto__\":{}}")
                .hasStatus(400);
        backend.post(
                        "/wallets/" + project.fact("walletId") + "/limits",
                        "{\"dailyLimit\":1e999999999," + "\"perTransactionLimit\":1}")
                .hasStatus(400);
        backend.post(
                        "/wallets/" + project.fact("walletId") + "/limits",
                        "{\"dailyLimit\":" + "9".repeat(5000) + ",\"perTransactionLimit\":1}")
                .hasStatus(400);
        backend.withHeader("Content-Type", "text/plain")
                .post("/users", "{\"authId\":\"twice\"}")
                .hasStatus(415);
        assertThat(count("identity.users where auth_id in ('twice', 'other')")).isZero();
    }

    @Test
    void amountsThatAreNoAmountsMoveNothing() {
        long before = count("payments.transactions");
        for (String amount : List.of(
                "0",
                "-1",
                "1e3",
                "0x10",
                "NaN",
                "Infinity",
                "1.00000001",
                "922337203686",
                " 1",
                "1 ",
                "1,5",
                "+1",
                "٣",
                "00000000000000000000000000001e1",
                "1".repeat(400))) {
            backend.post(
                            "/transfers",
                            Map.of(
                                    "senderWalletId", project.fact("walletId"),
                                    "receiverWalletId", project.fact("otherWalletId"),
                                    "amount", amount,
                                    "asset",
                                            Map.of(
                                                    "type", "CREDIT_ALPHANUM4",
                                                    "code", "EURD",
                                                    "issuer", project.fact("publicKey"))))
                    .hasStatus(400);
        }
        assertThat(count("payments.transactions")).isEqualTo(before);
    }

    @Test
    void pathsAreNeverResolvedUpwardsOrTwice() {
        for (String path : List.of(
                "/docs/../users",
                "/docs/%2e%2e/users",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/docs%2f..%2fusers",
                "/users/..;/developers",
                "/%75sers%2f" + project.fact("userId"),
                "/users/%252e%252e",
                "/users/%2500",
                "//users",
                "/users//",
                "/./users",
                "/USERS")) {
            String answer = RawClient.exchange(
                    SERVER.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|401|404) .*").doesNotContain("Exception", "root:");
        }
    }

    @Test
    void aRequestIdIsRepeatedOnlyWhenItIsHarmless() {
        SERVER.anonymous()
                .withHeader("X-Request-Id", "trace-1.2_3")
                .get("/health")
                .hasHeader("x-request-id", "trace-1.2_3");
        for (String hostile : List.of("a b", "<script>", "a\"b", "x".repeat(129), "é", "a;b", "%0d%0aX: y")) {
            SERVER.anonymous()
                    .withHeader("X-Request-Id", hostile)
                    .get("/nowhere")
                    .hasHeaderMatching("x-request-id", "[0-9a-f-]{36}")
                    .neverMentions(hostile);
        }
    }

    @Test
    void aForeignOriginMayReadNothingWithCredentials() {
        for (String origin : List.of(
                "https://evil.example",
                "https://app.example.evil.example",
                "https://evilapp.example",
                "http://app.example",
                "https://app.example:444",
                "null",
                "https://APP.example")) {
            HttpAnswer answer = SERVER.anonymous().withHeader("Origin", origin).get("/health");
            answer.hasNoHeader("access-control-allow-origin").hasNoHeader("access-control-allow-credentials");
            SERVER.anonymous()
                    .withHeader("Origin", origin)
                    .withHeader("Access-Control-Request-Method", "POST")
                    .send("OPTIONS", "/auth/login", null)
                    .hasStatus(204)
                    .hasNoHeader("access-control-allow-origin")
                    .hasNoHeader("access-control-allow-methods");
        }
        for (String origin : ALLOWED) {
            SERVER.anonymous()
                    .withHeader("Origin", origin)
                    .get("/health")
                    .hasHeader("access-control-allow-origin", origin)
                    .hasHeader("access-control-allow-credentials", "true")
                    .hasHeader("vary", "Origin");
        }
    }

    @Test
    void aCookieWithoutTheCsrfTokenChangesNothing() {
        HttpProbe browser = SERVER.anonymous().withCookies();
        HttpAnswer registered = browser.post(
                        "/auth/register", Map.of("email", "csrf@users.example", "password", "Correct-Horse-9-Battery"))
                .hasStatus(201);
        browser.get("/auth/user").hasStatus(200);

        browser.patch("/auth/me", Map.of("name", "Forged")).hasStatus(403);
        browser.withHeader("X-CSRF-Token", "guess")
                .patch("/auth/me", Map.of("name", "Forged"))
                .hasStatus(403);
        browser.get("/auth/user").hasStatus(200).neverMentions("Forged");
        assertThat(SERVER.events("user.profile_updated", registered.text("/user/id")))
                .isZero();
        assertThat(registered.headers("set-cookie").stream().filter(cookie -> cookie.startsWith("cedros_")))
                .isNotEmpty()
                .allMatch(cookie -> cookie.contains("SameSite="))
                .filteredOn(cookie -> cookie.startsWith("cedros_access") || cookie.startsWith("cedros_refresh"))
                .allMatch(cookie -> cookie.contains("HttpOnly"));
    }

    @Test
    void noAnswerCanBeFramedSniffedOrCached() {
        for (HttpAnswer answer : List.of(
                SERVER.anonymous().get("/docs"),
                SERVER.anonymous().get("/nowhere"),
                backend.get("/wallets"),
                SERVER.anonymous().post("/auth/login", "{"))) {
            answer.hasHeader("x-frame-options", "DENY")
                    .hasHeader("x-content-type-options", "nosniff")
                    .hasHeader("referrer-policy", "no-referrer")
                    .hasHeader("cache-control", "no-store")
                    .hasHeaderMatching("content-security-policy", ".*frame-ancestors 'none'.*")
                    .hasHeaderMatching("strict-transport-security", "max-age=[0-9]+.*")
                    .hasNoHeader("server")
                    .hasNoHeader("x-powered-by");
        }
    }

    @Test
    void listsNeverGiveMoreThanTheirMostAndNeverFail() {
        for (Operation operation : operations) {
            boolean pages = operation.details().path("parameters").values().stream()
                    .anyMatch(parameter -> parameter.get("name").stringValue().equals("limit"));
            if (pages) {
                for (String limit : List.of("0", "-1", "201", "2147483647", "2147483648", "x", "1.5")) {
                    isNoFailure(probe(operation).get(target(operation) + "?limit=" + limit));
                }
                probe(operation).get(target(operation) + "?limit=1").hasStatus(200);
            }
        }
    }

    private static void isNoFailure(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        answer.neverMentions("Exception").neverMentions("org.postgresql").neverMentions("select ");
    }

    private static HttpProbe probe(Operation operation) {
        return operation.isForOperators() ? SERVER.operator() : userOr(operation);
    }

    private static HttpProbe userOr(Operation operation) {
        if (operation.isForUsers()) {
            return project.asMember();
        }
        return operation.takesProjectKey() ? backend : SERVER.anonymous();
    }

    private static String target(Operation operation) {
        return operation.target(name -> project.parameter(operation, name));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static long count(String what) {
        return SERVER.database().queryLong("select count(*) from " + what);
    }
}
