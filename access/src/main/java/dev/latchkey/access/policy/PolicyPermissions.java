package dev.latchkey.access.policy;

import dev.latchkey.access.role.PermissionName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy is about, from either shape of its body. */
final class PolicyPermissions {

    private static final int MOST = 50;
    private static final int MAX_LENGTH = 100;

    private PolicyPermissions() {}

    /** @throws InvalidPolicy where the body says too little, too much or something without form */
    static List<String> of(@Nullable String permission, @Nullable List<String> actions, @Nullable String resourceType) {
        if (permission != null) {
            if (actions != null) {
                throw new InvalidPolicy("/actions", "must be left out where there is a permission");
            }
            requireSound(permission, "/permission");
            return List.of(permission);
        }
        if (actions == null) {
            throw new InvalidPolicy("/permission", "is required, or actions and resource_type");
        }
        if (actions.isEmpty() || actions.size() > MOST) {
            throw new InvalidPolicy("/actions", "must be 1 to " + MOST);
        }
        List<String> permissions = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            permissions.add(permission(actions.get(i), resourceType, "/actions/" + i));
        }
        return List.copyOf(new LinkedHashSet<>(permissions));
    }

    private static String permission(String action, @Nullable String resourceType, String at) {
        boolean isComplete = action.indexOf(':') >= 0;
        if (isComplete && resourceType != null && !action.startsWith(resourceType + ":")) {
            throw new InvalidPolicy(at, "is of another type than resource_type");
        }
        String permission = PermissionName.of(resourceType, action);
        requireSound(permission, at);
        return permission;
    }

    private static void requireSound(String permission, String at) {
        boolean isSound = !permission.isBlank()
                && permission.length() <= MAX_LENGTH
                && permission.codePoints().noneMatch(Character::isISOControl);
        if (!isSound) {
            throw new InvalidPolicy(at, "must be a permission of 1 to " + MAX_LENGTH + " characters");
        }
    }
}
