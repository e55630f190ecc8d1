package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.HttpMethod;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls every route that takes project keys with a key that is good for everything else, and with one that is good for
 * nothing else. Bodies are no JSON: they are read only once the key's scopes are enough.
 */
class ScopeWalkTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    /** About the key itself. */
    private static final Set<String> ANY_KEY = Set.of("GET /wallets/protected");

    /** Answers with what was sent and with what everybody can read on the ledger. */
    private static final Set<String> READS_BY_POST = Set.of("POST /transactions/build");

    @Test
    void everyRouteForProjectKeysHoldsThemToItsScope() {
        ProjectUnderTest project = SERVER.project("scoped");
        Map<Scope, String> without = new EnumMap<>(Scope.class);
        Map<Scope, String> with = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            without.put(scope, key(project, Stream.of(Scope.values()).filter(other -> other != scope)));
            with.put(scope, key(project, Stream.of(scope)));
        }
        List<String> wrong = new ArrayList<>();
        for (Route route : scoped()) {
            Scope scope = scope(route);
            HttpAnswer refused = call(route, without.getOrDefault(scope, ""));
            if (!isRefusal(refused) || !refused.text("/details/requiredScope").equals(scope.text())) {
                wrong.add("without " + scope.text() + ": " + refused);
            }
            HttpAnswer admitted = call(route, with.getOrDefault(scope, ""));
            if (isRefusal(admitted) || admitted.status() == 401) {
                wrong.add("with " + scope.text() + ": " + admitted);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noRouteForProjectKeysIsWithoutAScope() {
        assertThat(SERVER.latchkey().routes().stream()
                        .filter(route -> route.guard().takesProjectKeys() && route.scope() == null)
                        .map(Route::name))
                .containsExactlyInAnyOrderElementsOf(ANY_KEY);
    }

    @Test
    void noScopeIsForNothing() {
        assertThat(scoped().stream().map(ScopeWalkTest::scope).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Scope.values());
    }

    @Test
    void aScopeThatReadsChangesNothing() {
        for (Route route : scoped()) {
            boolean reads = scope(route).text().endsWith(":read");
            assertThat(reads)
                    .as(route.name())
                    .isEqualTo(route.method() == HttpMethod.GET || READS_BY_POST.contains(route.name()));
        }
    }

    private static List<Route> scoped() {
        List<Route> routes = SERVER.latchkey().routes().stream()
                .filter(route -> route.scope() != null)
                .toList();
        assertThat(routes).hasSizeGreaterThan(45);
        return routes;
    }

    private static Scope scope(Route route) {
        Scope scope = route.scope();
        assertThat(scope).as(route.name()).isNotNull();
        return scope == null ? Scope.AUTHORIZE : scope;
    }

    private static boolean isRefusal(HttpAnswer answer) {
        return answer.status() == 403 && answer.body().contains("INSUFFICIENT_SCOPE");
    }

    private static HttpAnswer call(Route route, String key) {
        assertThat(route.guard()).as(route.name()).isNotEqualTo(Guard.OPEN);
        String path = PARAMETER.matcher(route.path().toString()).replaceAll(match -> UUID.randomUUID()
                .toString());
        return SERVER.anonymous()
                .withBearer(key)
                .send(route.method().name(), path, route.body() == null ? null : "{no json");
    }

    private static String key(ProjectUnderTest project, Stream<Scope> scopes) {
        return SERVER.operator()
                .post(
                        "/api-keys",
                        Map.of(
                                "name",
                                "scoped",
                                "projectId",
                                project.id(),
                                "scopes",
                                scopes.map(Scope::text).toList()))
                .hasStatus(201)
                .text("/plainTextKey");
    }
}
