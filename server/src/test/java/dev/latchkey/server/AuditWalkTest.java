package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.audit.AuditNames;
import dev.latchkey.platform.http.Route;
import dev.latchkey.server.support.InhabitedProject;
import dev.latchkey.server.support.Operation;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.AuditWalk;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.PreparedStatements;
import dev.latchkey.testkit.PreparedStatements.Prepared;
import dev.latchkey.testkit.QueryPlans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls every route that changes something and looks for the complete, named event it must leave, by the id of the
 * request. Rooms with a walk of their own in their tests are left to it; every other room's routes are called here.
 */
class AuditWalkTest {

    private static final String PASSWORD = "Correct-Horse-9-Battery";

    /** A wallet of the former service and the key that opens it. */
    private static final String FORMER_KEY = "unit-test-master-key-0123456789abcdef";

    private static final String ADDRESS = "GDVEU3DD4KOFECV66VIHWEZOYX4ZKR3WV27L464SIIPOU2IUI3JCZA57";
    private static final String ENVELOPE =
            "{\"encryptedData\":\"6850dc13391926ae07ffa41ffbfa28ea37a728e2cb235aecaaeb0f7f"
                    + "3681119ed0a022047042cbba58ae2d47b5ca8359f9af6098ec0284a3\",\"iv\":\"000102030405060708090a0b0c0d0e0f\","
                    + "\"tag\":\"75cc9010b3dc9ad0a66a53e9ee2fef7f\"}";

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("WALLET_ENCRYPTION_KEY", FORMER_KEY);

    @RegisterExtension
    static final DatabaseExtension CROWDED = ServerUnderTest.databases();

    /** Rooms whose tests have an {@code AuditWalkTest} over the room's whole route table. */
    private static final Set<String> WALKED_BY_THEMSELVES = Set.of("identity");

    /** Routes without an event, each with its reason. */
    private static final Map<String, String> EXEMPT = Map.ofEntries(
            Map.entry("POST /transactions/build", "builds a transaction for others to sign and stores nothing"),
            Map.entry("POST /auth/validate-api-key", "tells whether a key is valid; only its last use is kept"),
            Map.entry("POST /auth/api-key/validate", "tells whether a key is valid; only its last use is kept"),
            Map.entry(
                    "POST /auth/orgs/{org_id}/policies/validate", "tells whether a policy is valid and stores nothing"),
            Map.entry("POST /auth/authorize", "decides and stores nothing"),
            Map.entry("POST /auth/authorize/batch", "decides and stores nothing"),
            Map.entry("POST /auth/permissions", "tells permissions and stores nothing"),
            Map.entry("POST /access/v1/evaluation", "decides and stores nothing"),
            Map.entry("POST /access/v1/evaluations", "decides and stores nothing"));

    private static final String[] SCHEMAS = {"platform", "tenancy", "identity", "access", "custody", "payments"};

    /** Tables and indexes that may be read from end to end, and statements that may do it, each with its reason. */
    private static final Map<String, String> NEED_NO_INDEX = Map.ofEntries(
            Map.entry("scheduled_tasks", "a row for each kind of recurring work"),
            Map.entry("migration_state", "one row"),
            Map.entry("system_settings", "a row for each setting that was changed"),
            Map.entry("system_settings_revision", "one row"),
            Map.entry("system_setting_changes", "what administrators have changed by hand"),
            Map.entry("audit_sealer", "one row"),
            Map.entry("audit_sequence", "no table"),
            Map.entry("audit_events_default", "emptied as soon as a month has its own table"),
            Map.entry("audit_seals_default", "emptied as soon as a month has its own table"),
            Map.entry("signing_keys", "a few keys of the installation"),
            Map.entry("web_auth_key", "one row"),
            Map.entry("ledger_cursors", "a row for each network"),
            Map.entry("channels", "a few accounts of the installation"),
            Map.entry("auth_providers", "three for each project"),
            Map.entry("sso_providers", "a few for each project"),
            Map.entry("organizations_default", "one for each project"),
            Map.entry("users_system_admins", "a few for each project"),
            Map.entry("accounts_queued", "only what waits"),
            Map.entry("accounts_by_envelope", "only what is on its way"),
            Map.entry("trustlines_queued", "only what waits"),
            Map.entry("trustlines_by_envelope", "only what is on its way"),
            Map.entry("transactions_queued", "only what waits"),
            Map.entry("envelopes_one_open_per_channel", "only what is on its way"),
            Map.entry("envelopes_one_open_per_transaction", "only what is on its way"),
            Map.entry("envelopes_open", "only what is on its way"),
            Map.entry("envelopes_to_send", "only what is on its way"),
            Map.entry("outbox_due", "only what waits"),
            Map.entry("projects_newest", "a list of the operator's"),
            Map.entry("select count(*) from tenancy.", "a list of the operator's"),
            Map.entry("select count(*) from identity.users where", "an administrator's statistics"),
            Map.entry("select method, count(*) as users from identity.users", "an administrator's statistics"),
            Map.entry(
                    "from payments.transactions t where t.project_id = $1 order by t.number desc",
                    "has its index; among so few projects reading the newest payments is as good"),
            Map.entry("= any(auth_methods))", "an administrator's search, planned for what is asked"),
            Map.entry("insert into payments.trustlines as l", "all wallets of a project are meant"),
            Map.entry(
                    "select count(*) from platform.audit_events where type = any",
                    "the operator's journal of keys, over all that has happened"),
            Map.entry(
                    "select id, occurred_at, type, project_id, ip, user_agent, target_id, outcome, metadata"
                            + " from platform.audit_events where type = any",
                    "the operator's journal of keys, over all that has happened"));

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private static final Pattern LITERAL_NAME =
            Pattern.compile("AuditEvent\\.(?:success|failure)\\(\\s*\"([a-z_]+\\.[a-z_]+)\"");

    /** References whose referring side has no index, each with the reason why nobody misses it. */
    private static final Map<String, String> NEED_NO_INDEX_OF_REFERENCE = Map.of(
            "access.organizations.owner_id -> identity.users", "users are emptied, never deleted",
            "identity.users.merged_into -> identity.users", "users are emptied, never deleted",
            "custody.wallets.rotated_from_id -> custody.wallets", "wallets stay",
            "custody.wallet_creations.wallet_id -> custody.wallets", "wallets stay",
            "payments.channels.service_key_id -> custody.keys", "keys stay",
            "payments.envelopes.channel_id -> payments.channels", "channels stay",
            "payments.envelopes.transaction_id -> payments.transactions", "payments stay",
            "tenancy.api_key_usage.api_key_id -> tenancy.api_keys", "keys of projects stay",
            "tenancy.projects.developer_id -> tenancy.developers", "developers stay");

    private static Set<Prepared> statements;
    private static QueryPlans plans;

    @BeforeAll
    static void walk() {
        plans = QueryPlans.in(CROWDED.database(), SCHEMAS);
        statements = PreparedStatements.during(() -> {
            InhabitedProject inhabited = InhabitedProject.create(SERVER, "walked");
            readEverything(inhabited);
            tenants();
            wallets(inhabited);
            payments(inhabited);
            organizations(inhabited.project());
            settings();
        });
    }

    @Test
    void everyStatementHasAnIndex() {
        assertThat(statements).hasSizeGreaterThan(200);
        assertThat(plans.problems(statements, NEED_NO_INDEX)).isEmpty();
    }

    @Test
    void aMissingIndexIsFound() {
        CROWDED.database().execute("begin; drop index identity.sessions_by_user, identity.sessions_live_by_user");
        try {
            assertThat(plans.problems(statements, NEED_NO_INDEX)).anyMatch(problem -> problem.contains("of sessions"));
        } finally {
            CROWDED.database().execute("rollback");
        }
    }

    @Test
    void everyReferenceHasAnIndex() {
        assertThat(plans.unindexedReferences())
                .containsExactlyInAnyOrderElementsOf(NEED_NO_INDEX_OF_REFERENCE.keySet());
    }

    @Test
    void everyChangeLeavesACompleteNamedEventWithoutSecrets() {
        List<AuditWalk.Line> table = SERVER.latchkey().routes().stream()
                .filter(route -> !WALKED_BY_THEMSELVES.contains(room(route)))
                .map(route -> new AuditWalk.Line(
                        route.method().name(),
                        route.path().toString(),
                        route.guard().name()))
                .toList();
        assertThat(table).hasSizeGreaterThan(40);
        assertThat(SERVER.walk().problems(SERVER.database(), table, EXEMPT, AuditNames::isKnown))
                .isEmpty();
    }

    @Test
    void aRouteThatNoStepCallsIsAProblem() {
        List<AuditWalk.Line> added = List.of(new AuditWalk.Line("POST", "/unheard-of", "OPERATOR"));
        assertThat(SERVER.walk().problems(SERVER.database(), added, Map.of(), AuditNames::isKnown))
                .contains("POST /unheard-of never succeeded in this walk");
    }

    @Test
    void roomsThatWalkByThemselvesDo() {
        for (String room : WALKED_BY_THEMSELVES) {
            assertThat(Path.of("../" + room + "/src/test/java/dev/latchkey/" + room + "/AuditWalkTest.java"))
                    .exists();
        }
    }

    @Test
    void everyNameInTheSourceIsInTheCatalogue() {
        Set<String> unknown = new TreeSet<>();
        int found = 0;
        for (String source : sources()) {
            Matcher names = LITERAL_NAME.matcher(source);
            while (names.find()) {
                found++;
                if (!AuditNames.isKnown(names.group(1))) {
                    unknown.add(names.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(found).isGreaterThan(40);
    }

    @Test
    void everyNameOfTheCatalogueHasASentence() {
        AuditNames.SENTENCES.forEach((name, sentence) -> {
            assertThat(name).matches("[a-z_]+\\.[a-z_]+");
            assertThat(sentence).matches("[A-Z].*\\.");
        });
    }

    /** As everybody who may be let in; what is answered is of no interest here. */
    private static void readEverything(InhabitedProject inhabited) {
        List<HttpProbe> callers =
                List.of(inhabited.project().backend(), inhabited.asMember(), SERVER.operator(), SERVER.anonymous());
        for (Operation operation :
                Operation.all(SERVER.anonymous().get("/openapi.json").json())) {
            if (!operation.changesState()) {
                String target = operation.target(parameter -> inhabited.parameter(operation, parameter));
                callers.forEach(caller -> caller.get(target));
            }
        }
    }

    private static void tenants() {
        HttpProbe operator = SERVER.operator();
        ProjectUnderTest doomed = SERVER.project("doomed");
        operator.patch("/developers/" + doomed.developerId(), Map.of("name", "Renamed"))
                .hasStatus(200);
        operator.patch("/projects/" + doomed.id(), Map.of("name", "renamed")).hasStatus(200);
        String key = doomed.backend().get("/api-keys").text("/keys/0/id");
        String rotated = id(doomed.backend().post("/api-keys/" + key + "/rotate", Map.of()));
        operator.post("/api-keys/" + rotated + "/revoke", Map.of()).hasStatus(200);
        operator.delete("/projects/" + doomed.id()).hasStatus(200);
        operator.delete("/developers/" + doomed.developerId()).hasStatus(200);
    }

    private static void wallets(InhabitedProject inhabited) {
        HttpProbe backend = inhabited.project().backend();
        String dora = user(backend, "dora");
        String wallet = id(backend.post("/wallets", Map.of("userId", dora, "network", "TESTNET")));
        backend.patch("/wallets/" + wallet, Map.of("status", "SUSPENDED")).hasStatus(200);
        SERVER.database().execute("update custody.wallets set status = 'PROVISIONING' where id = '" + wallet + "'");
        backend.send("PATCH", "/wallets/" + wallet + "/activate", null).hasStatus(200);
        backend.delete("/wallets/" + wallet).hasStatus(200);
        backend.post(
                        "/wallets/orchestration/create",
                        Map.of("userId", user(backend, "egon"), "network", "TESTNET", "idempotencyKey", "once"))
                .hasStatus(200);
        SERVER.operator()
                .post(
                        "/internal/key-management/import",
                        Map.of(
                                "projectId",
                                inhabited.fact("projectId"),
                                "userId",
                                user(backend, "fritz"),
                                "network",
                                "TESTNET",
                                "publicKey",
                                ADDRESS,
                                "encryptedSecret",
                                ENVELOPE))
                .hasStatus(200);
    }

    private static void payments(InhabitedProject inhabited) {
        HttpProbe backend = inhabited.project().backend();
        HttpProbe operator = SERVER.operator();
        String wallet = inhabited.fact("walletId");
        String receiver = inhabited.fact("otherWalletId");
        holdBack(receiver);
        String payment = id(backend.post(
                "/transactions",
                Map.of(
                        "senderWalletId",
                        wallet,
                        "receiverWalletId",
                        receiver,
                        "amount",
                        "1",
                        "asset",
                        Map.of(
                                "type", "CREDIT_ALPHANUM4",
                                "code", "EURD",
                                "issuer", inhabited.fact("publicKey")))));
        operator.patch("/transactions/" + payment + "/status", Map.of("status", "FAILED"))
                .hasStatus(200);
        backend.delete("/wallets/" + wallet + "/limits").hasStatus(204);
        backend.post("/balances/wallet/" + wallet + "/sync", Map.of()).hasStatus(200);
        backend.post("/balances/wallet/" + wallet + "/reconcile", Map.of("assetType", "NATIVE"))
                .hasStatus(200);
        operator.post("/balances/sync-all", "").hasStatus(200);
        operator.post("/balances/reconcile-all", "").hasStatus(200);
        backend.delete("/projects/" + inhabited.fact("projectId") + "/assets/" + inhabited.fact("assetId"))
                .hasStatus(200);
    }

    /** Payments to a wallet whose account is still being made wait, unsigned. */
    private static void holdBack(String wallet) {
        assertThat(SERVER.database()
                        .execute("update payments.accounts set state = 'QUEUED', due_at = now() + interval '1 day'"
                                + " where wallet_id = '" + wallet + "'"))
                .isOne();
    }

    private static void organizations(ProjectUnderTest project) {
        HttpAnswer registered = register(project, "olga@walked.example");
        HttpProbe owner = project.anonymous().withBearer(ServerUnderTest.accessToken(registered));
        String org = id(owner.post("/auth/orgs", Map.of("name", "Walked")));
        String path = "/auth/orgs/" + org;
        HttpAnswer switched = owner.post(path + "/switch", Map.of()).hasStatus(200);
        HttpProbe olga = project.anonymous().withBearer(ServerUnderTest.accessToken(switched));
        olga.post("/auth/reauthenticate", Map.of("password", PASSWORD)).hasStatus(200);
        olga.patch(path, Map.of("name", "Walked on")).hasStatus(200);
        roles(olga, path + "/roles");
        policies(olga, path + "/policies");
        members(project, olga, path);
        keys(project, olga);
        String doomed = id(olga.post("/auth/orgs", Map.of("name", "Doomed")));
        olga.delete("/auth/orgs/" + doomed).hasStatus(200);
    }

    private static void roles(HttpProbe owner, String path) {
        String role = id(owner.post(path, Map.of("name", "Editor", "permissions", List.of("content:read"))));
        String one = path + "/" + role;
        owner.patch(one, Map.of("description", "Edits")).hasStatus(200);
        owner.post(one + "/default", "").hasStatus(200);
        owner.delete(one + "/default").hasStatus(200);
        owner.delete(one).hasStatus(200);
    }

    private static void policies(HttpProbe owner, String path) {
        Map<String, Object> policy =
                Map.of("name", "Reading", "permission", "content:read", "effect", "allow", "conditions", Map.of());
        String one = path + "/" + id(owner.post(path, policy));
        owner.patch(one, Map.of("enabled", false)).hasStatus(200);
        owner.delete(one).hasStatus(200);
    }

    private static void members(ProjectUnderTest project, HttpProbe owner, String path) {
        String invites = path + "/invites";
        HttpAnswer nina = verified(project, "nina@walked.example");
        String token = owner.post(invites, Map.of("email", "nina@walked.example"))
                .hasStatus(200)
                .text("/token");
        bearer(project, nina)
                .post("/auth/invites/accept", Map.of("token", token))
                .hasStatus(200);
        HttpAnswer max = verified(project, "max@walked.example");
        String first = id(owner.post(invites, Map.of("email", "max@walked.example")));
        bearer(project, max).post("/auth/invites/" + first + "/decline", "").hasStatus(200);
        String second = id(owner.post(invites, Map.of("email", "max@walked.example")));
        owner.post(invites + "/" + second + "/resend", "").hasStatus(200);
        bearer(project, max).post("/auth/invites/" + second + "/accept", "").hasStatus(200);
        HttpAnswer many = owner.post(
                        invites + "/bulk", Map.of("invites", List.of(Map.of("email", "nobody@walked.example"))))
                .hasStatus(200);
        owner.delete(invites + "/" + id(many)).hasStatus(200);

        String member = path + "/members/" + max.text("/user/id");
        owner.patch(member, Map.of("role", "admin")).hasStatus(200);
        owner.delete(member).hasStatus(200);
        HttpProbe operator = SERVER.operator().withHeader("X-Latchkey-Project", project.id());
        String administered = path.replace("/orgs/", "/admin/orgs/");
        operator.put(administered + "/default", "").hasStatus(200);
        owner.post(path + "/transfer-ownership", Map.of("userId", nina.text("/user/id")))
                .hasStatus(200);
        String olga = owner.get("/auth/me").text("/user/id");
        operator.put(administered + "/owner", Map.of("userId", olga)).hasStatus(200);
    }

    private static void keys(ProjectUnderTest project, HttpProbe user) {
        String path = "/auth/user/api-keys";
        String key = id(user.post(path, Map.of("label", "mine")));
        user.post(path + "/" + key + "/rotate", "").hasStatus(200);
        user.post("/auth/user/api-key/regenerate", "").hasStatus(200);
        user.delete(path + "/" + id(user.get(path))).hasStatus(200);
        String other = id(user.post(path, Map.of("label", "lost")));
        SERVER.operator()
                .withHeader("X-Latchkey-Project", project.id())
                .delete("/auth/admin/api-keys/" + other)
                .hasStatus(200);
    }

    private static void settings() {
        HttpProbe operator = SERVER.operator();
        operator.patch(
                        "/auth/admin/settings",
                        Map.of("settings", List.of(Map.of("key", "audit_retention_days", "value", "365"))))
                .hasStatus(200);
        operator.put("/auth/admin/dashboard-permissions", Map.of("admin", Map.of(), "member", Map.of()))
                .hasStatus(200);
    }

    /** Somebody new whose address counts as proved. */
    private static HttpAnswer verified(ProjectUnderTest project, String email) {
        HttpAnswer registered = register(project, email);
        SERVER.database()
                .execute("update identity.users set email_verified = true where id = '" + registered.text("/user/id")
                        + "'");
        return registered;
    }

    private static HttpProbe bearer(ProjectUnderTest project, HttpAnswer signIn) {
        return project.anonymous().withBearer(ServerUnderTest.accessToken(signIn));
    }

    private static HttpAnswer register(ProjectUnderTest project, String email) {
        return project.anonymous()
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private static String user(HttpProbe backend, String authId) {
        return id(backend.post("/users", Map.of("authId", authId)).hasStatus(201));
    }

    /** The first id in an answer, wherever its room puts it. */
    private static String id(HttpAnswer made) {
        Matcher id = ID.matcher(made.body());
        assertThat(id.find()).as(made.toString()).isTrue();
        return id.group(1);
    }

    private static String room(Route route) {
        return route.handler().getClass().getPackageName().split("\\.")[2];
    }

    private static List<String> sources() {
        try (Stream<Path> files =
                Files.find(Path.of(".."), 20, (path, about) -> path.toString().matches(".*/src/main/java/.*\\.java"))) {
            return files.map(AuditWalkTest::text).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
