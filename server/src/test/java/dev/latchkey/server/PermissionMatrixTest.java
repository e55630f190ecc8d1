package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.HttpMethod;
import dev.latchkey.platform.http.Route;
import dev.latchkey.server.guide.PermissionMatrix;
import dev.latchkey.server.guide.PermissionMatrix.Kind;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls every route as every kind of caller, and holds what happens against the page that is made of the route table. To
 * see whether a guard lets a caller in without doing what the route does, a body that is no JSON is sent: it is read only
 * once the caller is admitted, and answered 400.
 */
class PermissionMatrixTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final Path PAGE = Path.of("..", "docs", "permissions.md");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final String DEFAULT_PROJECT = "00000000-0000-4000-8000-000000000002";

    /**
     * Routes without a body and without the id of a row that could be one nobody has: to be admitted is to act. They are
     * called as one person who is there for nothing else, and again by whoever must be refused.
     */
    private static final Set<Kind> ONE_OF_ALL = Set.of(Kind.OUTSIDER);

    /** Where a rule of the act itself, behind the guard, refuses with 403 what is called here. */
    private static final Set<String> OWN_RULES = Set.of("DELETE /auth/user/api-keys/{id} as USER_KEY");

    private static Map<Kind, String> credentials;
    private static String organization;
    private static HttpClient client;

    @BeforeAll
    static void people() {
        client = HttpClient.newHttpClient();
        ProjectUnderTest elsewhere = SERVER.project("elsewhere");
        credentials = new EnumMap<>(Kind.class);
        organization = UUID.randomUUID().toString();
        Map<Kind, String> ids = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (kind.hasSession()) {
                HttpAnswer signedUp = signUp(
                        kind.name().toLowerCase(Locale.ROOT),
                        kind == Kind.FOREIGN_ADMIN ? elsewhere.id() : DEFAULT_PROJECT);
                ids.put(kind, signedUp.text("/user/id"));
                credentials.put(kind, ServerUnderTest.accessToken(signedUp));
            }
        }
        HttpAnswer keyed = signUp("keyed", DEFAULT_PROJECT);
        credentials.put(
                Kind.USER_KEY,
                SERVER.anonymous()
                        .withBearer(ServerUnderTest.accessToken(keyed))
                        .post("/auth/user/api-keys", Map.of("label", "matrix"))
                        .text("/apiKey"));
        credentials.put(Kind.PROJECT_KEY, SERVER.latchkey().issueFirstKey());
        credentials.put(Kind.OPERATOR, ServerUnderTest.OPERATOR_TOKEN);
        for (Kind admin : List.of(Kind.SYSTEM_ADMIN, Kind.FOREIGN_ADMIN)) {
            SERVER.database()
                    .execute("update identity.users set is_system_admin = true where id = '" + ids.get(admin) + "'");
        }
        settle(ids);
    }

    @Test
    void theCommittedPageIsMadeOfTheTable() throws IOException {
        String page = new PermissionMatrix(SERVER.latchkey().routes()).render();
        if (Boolean.getBoolean("latchkey.reference.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("run ./latchkey test -pl server -am -Dtest=PermissionMatrixTest -Dlatchkey.reference.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false and commit the result")
                .isEqualTo(page);
    }

    @Test
    void everyRouteAdmitsWhomThePageSaysAndNobodyElse() throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Route route : SERVER.latchkey().routes()) {
            if (route.guard() == Guard.OPEN || route.guard() == Guard.PUBLIC) {
                continue;
            }
            for (Kind kind : Kind.values()) {
                boolean wanted = PermissionMatrix.admits(route, kind);
                if (wanted && acts(route) && !ONE_OF_ALL.contains(kind)) {
                    continue;
                }
                HttpResponse<String> answer = call(route, wanted && acts(route) ? throwaway() : credentials.get(kind));
                boolean admitted = answer.statusCode() != 401 && answer.statusCode() != 403;
                String act = route.name() + " as " + kind;
                if (admitted != wanted && !OWN_RULES.contains(act)) {
                    wrong.add(act + ": " + answer.statusCode() + " " + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether being admitted is enough to change something. */
    private static boolean acts(Route route) {
        boolean namesARow = PARAMETER.matcher(route.path().toString()).results().anyMatch(match -> !match.group(1)
                .equals(Route.ORGANIZATION));
        return route.method() != HttpMethod.GET && route.body() == null && !namesARow;
    }

    private static HttpResponse<String> call(Route route, @Nullable String credential)
            throws IOException, InterruptedException {
        String path = PARAMETER.matcher(route.path().toString()).replaceAll(match -> value(match.group(1)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + SERVER.port() + path));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
        if (route.body() != null) {
            request.header("Content-Type", "application/json");
            body = HttpRequest.BodyPublishers.ofString("{no json");
        }
        return client.send(request.method(route.method().name(), body).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The organization that the people belong to; any other row is one that nobody has. */
    private static String value(String parameter) {
        return parameter.equals(Route.ORGANIZATION)
                ? organization
                : UUID.randomUUID().toString();
    }

    private static String throwaway() {
        return ServerUnderTest.accessToken(signUp("throwaway-" + UUID.randomUUID(), DEFAULT_PROJECT));
    }

    private static HttpAnswer signUp(String name, String project) {
        HttpProbe probe = SERVER.anonymous().withHeader("X-Latchkey-Project", project);
        return probe.post(
                        "/auth/register",
                        Map.of("email", name + "@matrix.example", "password", "Correct-Horse-9-Battery", "name", name))
                .hasStatus(201);
    }

    private static void settle(Map<Kind, String> ids) {
        String custom = UUID.randomUUID().toString();
        SERVER.database()
                .execute(
                        "insert into access.organizations (id, project_id, name, slug, owner_id, created_at, updated_at)"
                                + " values ('" + organization + "', '" + DEFAULT_PROJECT + "', 'Matrix', 'matrix', '"
                                + ids.get(Kind.OWNER) + "', now(), now())");
        SERVER.database()
                .execute("insert into access.roles (id, organization_id, project_id, name, name_key, permissions,"
                        + " created_at, updated_at) values ('" + custom + "', '" + organization + "', '"
                        + DEFAULT_PROJECT + "', 'Custom', 'custom', '{"
                        + String.join(",", PermissionMatrix.CUSTOM_PERMISSIONS) + "}', now(), now())");
        for (Kind kind : List.of(Kind.VIEWER, Kind.MEMBER, Kind.CUSTOM, Kind.ADMIN, Kind.OWNER)) {
            String role = kind == Kind.CUSTOM ? "member" : kind.name().toLowerCase(Locale.ROOT);
            SERVER.database()
                    .execute("insert into access.memberships (id, organization_id, project_id, user_id, role,"
                            + " custom_role_id, joined_at) values ('" + UUID.randomUUID() + "', '" + organization
                            + "', '" + DEFAULT_PROJECT + "', '" + ids.get(kind) + "', '" + role + "', "
                            + (kind == Kind.CUSTOM ? "'" + custom + "'" : "null") + ", now())");
        }
    }
}
