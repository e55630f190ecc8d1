package dev.latchkey.access.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Route;
import dev.latchkey.testkit.DatabaseExtension;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ScopesTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    private static final Set<Guard> OPEN_TO_KEYS = Set.of(
            Guard.USER,
            Guard.USER_OR_PROJECT_KEY,
            Guard.SYSTEM_ADMIN_OR_OPERATOR,
            Guard.BACKEND_OR_SYSTEM_ADMIN,
            Guard.INSTALLATION_ADMIN);

    @Test
    void everyRouteThatAKeyOpensNeedsAScopeThatKeysCanHave() {
        try (AccessHouse house = AccessHouse.open(DATABASE.database())) {
            List<Route> routes = Stream.of(house.identity.routes(), house.access.routes())
                    .flatMap(List::stream)
                    .filter(route -> OPEN_TO_KEYS.contains(route.guard()))
                    .toList();
            assertThat(routes).hasSizeGreaterThan(20);
            for (Route route : routes) {
                String scope = Area.scope(route, "/auth");
                assertThat(scope).as(route.name()).isNotEqualTo(Scopes.ALL);
                assertThat(Scopes.NAMES).as(route.name()).contains(scope);
            }
        }
    }

    @Test
    void readingIsAllThatReadIsGoodFor() {
        assertThat(Scopes.include(Set.of("read"), "orgs:read", true)).isTrue();
        assertThat(Scopes.include(Set.of("read"), "orgs:write", false)).isFalse();
        assertThat(Scopes.include(Set.of("read"), "authorize", false)).isFalse();
        assertThat(Scopes.include(Set.of("orgs:write"), "orgs:read", true)).isFalse();
        assertThat(Scopes.include(Set.of("*"), "admin:write", false)).isTrue();
        assertThat(Scopes.include(Set.of("account:write"), Scopes.ALL, false)).isFalse();
    }

    @Test
    void textsHaveTheFormOfTheContractAndTellNothingWhenPrinted() {
        UserKeyText text = UserKeyText.generate(new SecureRandom());
        assertThat(text.reveal()).matches("ck_[A-Za-z0-9]{43}");
        assertThat(text.hash()).isEqualTo(Tokens.sha256Hex(text.reveal()));
        assertThat(text).hasToString(text.reveal().substring(0, 16) + "…");
        assertThat(UserKeyText.parse(text.reveal() + "\n")).isEmpty();
        assertThat(UserKeyText.parse(" " + text.reveal())).isEmpty();
    }
}
