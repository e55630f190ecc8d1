package dev.latchkey.access.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PermissionsTest {

    @Test
    void aWildcardStandsForEveryActionOfItsAreaAndNothingElse() {
        Permissions permissions = Permissions.of(List.of("content:*", "org:read", "shop:cart:*"));
        assertThat(permissions.include("content:read")).isTrue();
        assertThat(permissions.include("content:draft:edit")).isTrue();
        assertThat(permissions.include("org:read")).isTrue();
        assertThat(permissions.include("shop:cart:fill")).isTrue();
        assertThat(permissions.include("shop:close")).isFalse();
        assertThat(permissions.include("org:update")).isFalse();
        assertThat(permissions.include("contents:read")).isFalse();
        assertThat(permissions.include("content")).isFalse();
        assertThat(permissions.include("")).isFalse();
    }

    @Test
    void namesAreWordsWithColonsBetweenThem() {
        assertThat(List.of("a:b", "content:read", "content:*", "a:b:c", "member:role_change"))
                .allMatch(Permissions::isName);
        assertThat(List.of("", "a", "*", "*:read", "a:", ":a", "A:b", "a:b c", "a:*:b", "a:**", "a:" + "b".repeat(100)))
                .noneMatch(Permissions::isName);
    }

    @Test
    void strongerRolesMayAllThatWeakerOnesMay() {
        BuiltInRole[] roles = BuiltInRole.values();
        for (int i = 1; i < roles.length; i++) {
            assertThat(roles[i - 1].permissions()).containsAll(roles[i].permissions());
            assertThat(roles[i - 1].isAtLeast(roles[i])).isTrue();
            assertThat(roles[i].isAtLeast(roles[i - 1])).isFalse();
        }
    }
}
