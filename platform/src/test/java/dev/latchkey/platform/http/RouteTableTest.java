package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RouteTableTest {

    @Test
    void aLiteralSegmentWinsOverAParameter() {
        RouteTable table = table("/wallets/{id}", "/wallets/protected", "/wallets/{id}/status");
        assertThat(found(table, "/wallets/protected")).isEqualTo("GET /wallets/protected");
        assertThat(found(table, "/wallets/7")).isEqualTo("GET /wallets/{id}");
        assertThat(found(table, "/wallets/protected/status")).isEqualTo("GET /wallets/{id}/status");
    }

    @Test
    void parametersAreNamedByTheRouteThatIsFound() {
        RouteTable table = table("/wallets/{id}", "/wallets/{walletId}/limits", "/wallets/user/{userId}/{network}");
        assertThat(parameters(table, "/wallets/w1")).isEqualTo(Map.of("id", "w1"));
        assertThat(parameters(table, "/wallets/w1/limits")).isEqualTo(Map.of("walletId", "w1"));
        assertThat(parameters(table, "/wallets/user/u1/TESTNET"))
                .isEqualTo(Map.of("userId", "u1", "network", "TESTNET"));
    }

    @Test
    void methodsOfOnePathMeetThoughTheirParametersHaveOtherNames() {
        RouteTable table = new RouteTable(List.of(route("GET", "/a/{id}"), route("DELETE", "/a/{key}")), List.of());
        assertThat(table.find(HttpMethod.DELETE, PathPattern.split("/a/x")))
                .isInstanceOfSatisfying(RouteTable.Match.Found.class, match -> assertThat(match.parameters())
                        .isEqualTo(Map.of("key", "x")));
        assertThat(table.methods(PathPattern.split("/a/x"))).containsExactly(HttpMethod.GET, HttpMethod.DELETE);
    }

    @Test
    void anotherMethodIsTold() {
        RouteTable table = new RouteTable(List.of(route("GET", "/a"), route("POST", "/a")), List.of());
        assertThat(table.find(HttpMethod.PATCH, List.of("a")))
                .isEqualTo(new RouteTable.Match.OtherMethod(Set.of(HttpMethod.GET, HttpMethod.POST)));
    }

    @Test
    void aPathInBetweenIsUnknown() {
        RouteTable table = table("/a/b/c");
        for (String path : List.of("/", "/a", "/a/b", "/a/b/c/d", "/b")) {
            assertThat(table.find(HttpMethod.GET, PathText.segments(path)))
                    .as(path)
                    .isEqualTo(new RouteTable.Match.Unknown());
        }
    }

    @Test
    void slashesAtTheEndMakeNoDifference() {
        RouteTable table = table("/", "/a");
        assertThat(found(table, "/a/")).isEqualTo("GET /a");
        assertThat(found(table, "/")).isEqualTo("GET /");
    }

    @Test
    void twoSlashesInARowAreAnEmptySegmentThatNoRouteHas() {
        RouteTable table = table("/a", "/a/{id}", "/a/{id}/b");
        for (String path : List.of("//a", "/a//", "/a//b", "//", "/a/1//b")) {
            assertThat(table.find(HttpMethod.GET, PathText.segments(path)))
                    .as(path)
                    .isEqualTo(new RouteTable.Match.Unknown());
        }
    }

    @Test
    void twoRoutesAtOnePlaceStopTheStart() {
        assertThatThrownBy(() -> table("/a/{id}", "/a/{id}")).hasMessageContaining("two routes at GET /a/{id}");
        assertThatThrownBy(() -> table("/a/{id}", "/a/{other}")).hasMessageContaining("two routes at GET /a/{other}");
    }

    @Test
    void anAliasMountsTheRoutesOfItsStylesAgain() {
        Route auth = Route.get("/auth/user").style(Style.AUTH).guard(Guard.OPEN).handle(call -> Reply.noContent());
        RouteTable table = new RouteTable(
                List.of(route("GET", "/wallets/{id}"), auth),
                List.of(
                        new RouteTable.Alias("", "/v1", Set.of(Style.MUX)),
                        new RouteTable.Alias("/auth", "", Set.of(Style.AUTH))));
        assertThat(found(table, "/v1/wallets/7")).isEqualTo("GET /wallets/{id}");
        assertThat(parameters(table, "/v1/wallets/7")).isEqualTo(Map.of("id", "7"));
        assertThat(found(table, "/user")).isEqualTo("GET /auth/user");
        assertThat(table.find(HttpMethod.GET, List.of("v1", "auth", "user"))).isEqualTo(new RouteTable.Match.Unknown());
        assertThat(table.routes()).hasSize(2);
    }

    private static RouteTable table(String... paths) {
        return new RouteTable(
                java.util.Arrays.stream(paths).map(path -> route("GET", path)).toList(), List.of());
    }

    private static Route route(String method, String path) {
        Route.Builder route =
                switch (HttpMethod.valueOf(method)) {
                    case GET -> Route.get(path);
                    case POST -> Route.post(path);
                    case PUT -> Route.put(path);
                    case PATCH -> Route.patch(path);
                    case DELETE -> Route.delete(path);
                };
        return route.style(Style.MUX).guard(Guard.OPEN).handle(call -> Reply.noContent());
    }

    private static String found(RouteTable table, String path) {
        return match(table, path).route().name();
    }

    private static Map<String, String> parameters(RouteTable table, String path) {
        return match(table, path).parameters();
    }

    private static RouteTable.Match.Found match(RouteTable table, String path) {
        return (RouteTable.Match.Found) table.find(HttpMethod.GET, PathText.segments(path));
    }
}
