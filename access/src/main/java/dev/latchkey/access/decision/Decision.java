package dev.latchkey.access.decision;

import dev.latchkey.access.policy.Considered;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code POST /authorize} (access.md 6).
 *
 * @param usedRbacFallback whether no policy has decided, but the role
 */
record Decision(
        boolean allowed,
        @Nullable String reason,
        @Nullable UUID matchedPolicyId,
        @Nullable String matchedPolicyName,
        boolean usedRbacFallback,
        @Nullable Explanation explanation) {

    /**
     * How it was decided.
     *
     * @param rule {@code policy}, {@code role}, {@code system_admin} or {@code membership} (there is none)
     * @param permission that was asked for
     * @param role of the member
     * @param policies about the permission, in the order in which they were asked
     */
    record Explanation(
            String rule, String permission, @Nullable String role, List<Considered> policies) {}

    Decision explained(Explanation how) {
        return new Decision(allowed, reason, matchedPolicyId, matchedPolicyName, usedRbacFallback, how);
    }
}
