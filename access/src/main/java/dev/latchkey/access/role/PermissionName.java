package dev.latchkey.access.role;

import org.jspecify.annotations.Nullable;

/** The permission that an action on a kind of resource takes: {@code content} and {@code read} make {@code content:read}. */
public final class PermissionName {

    private PermissionName() {}

    /** An action with a colon is a permission by itself. */
    public static String of(@Nullable String resourceType, String action) {
        return resourceType == null || resourceType.isEmpty() || action.indexOf(':') >= 0
                ? action
                : resourceType + ":" + action;
    }
}
