package dev.latchkey.access.role;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The four roles that every organization has, strongest first (access.md 3). */
public enum BuiltInRole {
    OWNER(List.of(
            "org:read",
            "org:update",
            "org:delete",
            "member:read",
            "member:invite",
            "member:remove",
            "member:role_change",
            "invite:read",
            "invite:create",
            "invite:cancel",
            "audit:read")),
    ADMIN(List.of(
            "org:read",
            "org:update",
            "member:read",
            "member:invite",
            "member:remove",
            "member:role_change",
            "invite:read",
            "invite:create",
            "invite:cancel",
            "audit:read")),
    MEMBER(List.of("org:read", "member:read", "invite:read")),
    VIEWER(List.of("org:read", "member:read", "invite:read"));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> permissions;

    @SuppressWarnings("ImmutableEnumChecker") // nothing changes it
    private final Permissions held;

    BuiltInRole(List<String> permissions) {
        this.permissions = permissions;
        this.held = Permissions.of(permissions);
    }

    /** As it is written in JSON, tokens and the database, e.g. {@code owner}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BuiltInRole> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }

    /** In the order of the contract's table. */
    public List<String> permissions() {
        return permissions;
    }

    /** The same, to be asked. */
    public Permissions held() {
        return held;
    }

    public boolean isAtLeast(BuiltInRole other) {
        return compareTo(other) <= 0;
    }
}
