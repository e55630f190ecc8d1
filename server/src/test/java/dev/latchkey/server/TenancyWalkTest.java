package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Bodies;
import dev.latchkey.server.support.InhabitedProject;
import dev.latchkey.server.support.Operation;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Walks every operation of the document with credentials that do not reach an inhabited project, naming its real rows:
 * nothing of it is shown and nothing in it changes.
 */
class TenancyWalkTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    /**
     * What a foreign key may do although an operation's path or body names rows of the project: the answer is about the
     * caller's own project, or about what everybody can read on the ledger.
     */
    private static final Map<String, Set<Integer>> HARMLESS = Map.ofEntries(
            Map.entry("GET /api-keys", Set.of(200)),
            Map.entry("GET /wallets/protected", Set.of(200)),
            Map.entry("GET /users", Set.of(200)),
            Map.entry("POST /users", Set.of(201, 409)),
            Map.entry("POST /users/find-or-create", Set.of(200)),
            Map.entry("POST /users/import", Set.of(200)),
            Map.entry("GET /wallets", Set.of(200)),
            Map.entry("GET /wallets/waiting", Set.of(200)),
            Map.entry("GET /wallets/user/{userId}", Set.of(200)),
            Map.entry("GET /wallets/orchestration/validate/{userId}/{network}", Set.of(200)),
            Map.entry("GET /transactions", Set.of(200)),
            Map.entry("POST /transactions/build", Set.of(201, 400)),
            Map.entry("POST /access/v1/evaluation", Set.of(200)),
            Map.entry("POST /access/v1/evaluations", Set.of(200)),
            Map.entry("GET /auth/users/by-wallet/{wallet_address}", Set.of(200)),
            Map.entry("GET /auth/users/by-stripe-customer/{stripe_customer_id}", Set.of(200)),
            Map.entry("GET /auth/validate/{authId}", Set.of(200)));

    private static InhabitedProject victim;
    private static Bodies bodies;
    private static ProjectUnderTest intruder;
    private static List<Operation> operations;

    private Map<String, String> before;

    @BeforeAll
    static void inhabit() {
        victim = InhabitedProject.create(SERVER, "victim");
        bodies = new Bodies(victim);
        intruder = SERVER.project("intruder");
        operations = Operation.all(SERVER.anonymous().get("/openapi.json").json());
    }

    @BeforeEach
    void remember() {
        before = rows();
        assertThat(before).hasSizeGreaterThan(4);
    }

    @AfterEach
    void nothingOfTheProjectHasChanged() {
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aForeignProjectsKeyFindsNothingOfIt() {
        for (Operation operation : operations) {
            if (operation.guard().equals("OPEN") || operation.guard().equals("PUBLIC")) {
                continue;
            }
            for (Map<String, ?> body : bodies.of(operation)) {
                HttpAnswer answer = send(intruder.backend(), operation, body);

                assertThat(answer.status()).as(answer.toString()).isIn(expectedOfForeignKey(operation));
                revealsNothing(answer);
            }
        }
    }

    /** Whoever is somebody at home, a system admin there too, learns nothing of what exists elsewhere. */
    @Test
    void foreignRowsAreAnsweredToUsersLikeUnknownOnes() {
        String email = "stranger@users.example";
        HttpProbe stranger = SERVER.anonymous()
                .withHeader("X-Latchkey-Project", intruder.id())
                .withBearer(accessToken(intruder.anonymous(), email));
        SERVER.database().execute("update identity.users set is_system_admin = true where email = '" + email + "'");
        int compared = 0;
        for (Operation operation : operations) {
            boolean isForUsers = operation.isForUsers() || operation.guard().equals("SYSTEM_ADMIN_OR_OPERATOR");
            if (!isForUsers || !operation.path().contains("{")) {
                continue;
            }
            for (Map<String, ?> body : bodies.of(operation)) {
                HttpAnswer foreign = send(stranger, operation, body);
                HttpAnswer unknown = stranger.send(
                        operation.method(),
                        operation.target(name -> UUID.randomUUID().toString()),
                        operation.takesBody() ? body : null);

                assertThat(foreign.status())
                        .as(foreign.toString())
                        .isIn(400, 403, 404)
                        .isEqualTo(unknown.status());
                assertThat(foreign.text("/code")).as(foreign.toString()).isEqualTo(unknown.text("/code"));
                assertThat(foreign.text("/message")).as(foreign.toString()).isEqualTo(unknown.text("/message"));
                revealsNothing(foreign);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(30);
    }

    @Test
    void theProjectHeaderOpensNothingToAForeignKey() {
        HttpProbe pretender = intruder.backend().withHeader("X-Latchkey-Project", victim.fact("projectId"));
        for (Operation operation : operations) {
            if (operation.guard().equals("OPEN")) {
                continue;
            }
            for (Map<String, ?> body : bodies.of(operation)) {
                revealsNothing(send(pretender, operation, body), victim.fact("projectId"));
            }
        }
        pretender.get("/users").hasStatus(404);
        pretender
                .post("/auth/authenticate", Map.of("authId", victim.fact("authId")))
                .hasStatus(404);
        pretender.post("/users", Map.of("authId", "somebody")).hasStatus(404);
    }

    @Test
    void queriesThatNameItsRowsFindNothing() {
        HttpProbe backend = intruder.backend();

        backend.get("/transactions?senderWalletId=" + victim.fact("walletId"))
                .hasStatus(200)
                .hasValue("", "[]");
        backend.get("/transactions?receiverWalletId=" + victim.fact("otherWalletId"))
                .hasStatus(200)
                .hasValue("", "[]");
        backend.get("/wallets/user/" + victim.fact("userId")).hasStatus(200).hasValue("", "[]");
        backend.get("/api-keys?projectId=" + victim.fact("projectId")).hasStatus(404);
        backend.get("/api-keys?developerId=" + victim.fact("developerId")).hasStatus(404);
        backend.get("/wallets/orchestration/validate/" + victim.fact("userId") + "/MAINNET")
                .hasValue("/canCreate", false);
        victim.project()
                .backend()
                .get("/auth/validate/" + victim.fact("suspendedAuthId"))
                .hasValue("/valid", false);
        backend.get("/auth/validate/" + victim.fact("suspendedAuthId")).hasValue("/valid", true);
    }

    @Test
    void theSameAuthIdIsAnotherUserInAnotherProject() {
        HttpAnswer answer = intruder.signIn(victim.fact("authId"));

        revealsNothing(answer);
        assertThat(answer.text("/user/id")).isNotEqualTo(victim.fact("userId"));
    }

    @Test
    void withoutACredentialEveryGuardedOperationIs401() {
        everywhereGuardedIs401(SERVER.anonymous());
    }

    @Test
    void malformedUnknownAndExpiredCredentialsAre401() {
        String known = intruder.key();
        String last = known.endsWith("0") ? "1" : "0";
        for (String token : List.of(
                "x",
                "mux_",
                "mux_test_0000000000000000000000000000000000000000",
                known.substring(0, known.length() - 1) + last,
                known + "0",
                known.toUpperCase(Locale.ROOT),
                "op_0123456789abcdefghijklmnopqrstuvwxyzABCDEFH",
                "op_",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
                "a.b.c",
                "..",
                "%00",
                "ck_0000")) {
            everywhereGuardedIs401(SERVER.anonymous().withBearer(token));
        }
        for (String header : List.of("Bearer", "Bearer  " + known, known, "Basic " + known, "bearer:" + known)) {
            everywhereGuardedIs401(SERVER.anonymous().withHeader("Authorization", header));
        }
    }

    @Test
    void aRevokedKeyIs401() {
        HttpAnswer second = intruder.backend()
                .post("/api-keys", Map.of("name", "second", "projectId", intruder.id()))
                .hasStatus(201);
        HttpProbe revoked = SERVER.anonymous().withBearer(second.text("/plainTextKey"));
        revoked.get("/wallets/protected").hasStatus(200);
        intruder.backend()
                .post("/api-keys/" + second.text("/apiKey/id") + "/revoke", Map.of())
                .hasStatus(200);

        everywhereGuardedIs401(revoked);
    }

    @Test
    void aProjectKeyIsNoOperator() {
        for (Operation operation : operations) {
            if (operation.isForOperators()) {
                send(intruder.backend(), operation, bodies.of(operation).getFirst())
                        .hasStatus(403);
                send(victim.project().backend(), operation, bodies.of(operation).getFirst())
                        .hasStatus(403);
            }
            if (operation.isForUsers()) {
                send(victim.project().backend(), operation, bodies.of(operation).getFirst())
                        .hasStatus(401)
                        .hasValue("/code", "INVALID_TOKEN");
            }
        }
    }

    @Test
    void theOperatorIsNoBackendAndNoUser() {
        for (Operation operation : operations) {
            if (operation.guard().equals("PROJECT_KEY") || operation.isForUsers()) {
                send(SERVER.operator(), operation, bodies.of(operation).getFirst())
                        .hasStatus(401);
            }
        }
    }

    @Test
    void aUsersAccessTokenIsNoKey() {
        HttpProbe user = SERVER.anonymous().withBearer(accessToken("walker@users.example"));
        user.get("/auth/user").hasStatus(200).hasValue("/user/email", "walker@users.example");
        for (Operation operation : operations) {
            if (operation.needsProjectKey()) {
                send(user, operation, bodies.of(operation).getFirst()).hasStatus(401);
            }
            if (operation.isForOperators()) {
                send(user, operation, bodies.of(operation).getFirst()).hasStatus(403);
            }
        }
    }

    @Test
    void theAliasesAreTheSameRoutes() {
        for (Operation operation : operations) {
            String target = target(operation);
            String alias = operation.isOfSignInApi() && target.startsWith("/auth/")
                    ? target.substring("/auth".length())
                    : "/v1" + target;
            boolean hasNone = operation.isOfSignInApi() && !target.startsWith("/auth/");
            if (!operation.needsCredential() || hasNone) {
                continue;
            }
            for (HttpProbe probe : List.of(SERVER.anonymous(), intruder.backend())) {
                Map<String, ?> body = bodies.of(operation).getLast();
                HttpAnswer there = probe.send(operation.method(), target, operation.takesBody() ? body : null);
                if (operation.changesState() && there.status() < 400) {
                    continue;
                }
                HttpAnswer here = probe.send(operation.method(), alias, operation.takesBody() ? body : null);

                assertThat(here.status()).as(here + " but " + there).isEqualTo(there.status());
                if (here.status() >= 400) {
                    assertThat(here.text("/code")).isEqualTo(there.text("/code"));
                    assertThat(here.text("/message")).isEqualTo(there.text("/message"));
                }
            }
        }
    }

    @Test
    void unknownPathsAndMalformedBodiesAreAnsweredInTheStyleOfTheirContract() {
        HttpProbe nobody = SERVER.anonymous();

        nobody.get("/nowhere")
                .hasStatus(404)
                .hasValue("/statusCode", 404)
                .hasValue("/message", "Cannot GET /nowhere")
                .hasValue("/error", "Not Found");
        nobody.get("/auth/nowhere").hasStatus(404).lacks("/statusCode").hasValue("/code", "NOT_FOUND");
        nobody.delete("/users").hasStatus(405).hasHeader("Allow", "GET, POST").hasValue("/code", "METHOD_NOT_ALLOWED");
        nobody.post("/users", "{\"authId\":").hasStatus(401);
        intruder.backend().post("/users", "{\"authId\":").hasStatus(400);
        nobody.post("/auth/login", "{\"email\":").hasStatus(400).lacks("/statusCode");
        nobody.post("/users/find-or-create", "x").hasStatus(401);
    }

    private void everywhereGuardedIs401(HttpProbe probe) {
        for (Operation operation : operations) {
            if (operation.needsCredential()) {
                HttpAnswer answer =
                        send(probe, operation, bodies.of(operation).getFirst()).hasStatus(401);
                revealsNothing(answer);
            }
        }
    }

    private static Set<Integer> expectedOfForeignKey(Operation operation) {
        return switch (operation.guard()) {
            case "USER", "SESSION", "SYSTEM_ADMIN" -> Set.of(401);
            case "OPERATOR", "SYSTEM_ADMIN_OR_OPERATOR", "INSTALLATION_ADMIN" -> Set.of(403);
            default -> HARMLESS.getOrDefault(operation.name(), Set.of(404));
        };
    }

    /** An answer may repeat what it was asked for; anything else of the project must not be in it. */
    private static void revealsNothing(HttpAnswer answer, String... asked) {
        String request = answer.path() + answer.requestBody() + String.join(" ", asked);
        victim.marks().stream().filter(mark -> !request.contains(mark)).forEach(answer::neverMentions);
    }

    private static HttpAnswer send(HttpProbe probe, Operation operation, Map<String, ?> body) {
        return probe.send(operation.method(), target(operation), operation.takesBody() ? body : null);
    }

    private static String target(Operation operation) {
        return operation.target(name -> victim.parameter(operation, name));
    }

    /** A fingerprint of the project's rows, by table. */
    private static Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        String id = victim.fact("projectId");
        Map<String, String> conditions = new HashMap<>(Map.of(
                "tenancy.projects", "t.id = '" + id + "'",
                "tenancy.developers", "t.id = '" + victim.fact("developerId") + "'",
                "payments.limits", "t.wallet_id = '" + victim.fact("walletId") + "'"));
        String tables = SERVER.database().queryText("""
                select coalesce(string_agg(table_schema || '.' || table_name, ','), '')
                from information_schema.columns
                where column_name = 'project_id' and table_schema in ('tenancy', 'identity', 'access', 'custody', 'payments')
                  and table_name not in ('api_key_usage', 'api_keys')
                """);
        for (String table : tables.split(",")) {
            conditions.put(table, "t.project_id = '" + id + "'");
        }
        conditions.forEach((table, condition) -> rows.put(
                table,
                SERVER.database()
                        .queryText("select coalesce(string_agg(t::text, '\n' order by t::text), '') from " + table
                                + " t where " + condition)));
        rows.put(
                "tenancy.api_keys",
                SERVER.database()
                        .queryText("select string_agg(id || status || name || coalesce(revoked_reason, ''), ',' order"
                                + " by id) from tenancy.api_keys where project_id = '" + id + "'"));
        return rows;
    }

    private static String accessToken(String email) {
        return accessToken(SERVER.anonymous(), email);
    }

    private static String accessToken(HttpProbe where, String email) {
        HttpAnswer answer = where.post("/auth/register", Map.of("email", email, "password", "Correct-Horse-9-Battery"))
                .hasStatus(201);
        return ServerUnderTest.accessToken(answer);
    }
}
