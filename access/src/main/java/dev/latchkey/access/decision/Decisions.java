package dev.latchkey.access.decision;

import dev.latchkey.access.decision.Decision.Explanation;
import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.policy.Attributes;
import dev.latchkey.access.policy.Considered;
import dev.latchkey.access.policy.Effect;
import dev.latchkey.access.policy.PolicySet;
import dev.latchkey.access.policy.PolicySets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides (access.md 6): members and system admins only; then the first policy that applies; then the role. Memberships
 * and policies are remembered until they change.
 */
final class Decisions {

    private final Memberships memberships;
    private final PolicySets policySets;

    Decisions(Memberships memberships, PolicySets policySets) {
        this.memberships = memberships;
        this.policySets = policySets;
    }

    Standing standing(Subject subject, UUID organizationId) {
        return standing(
                subject, organizationId, memberships.remembered(subject.projectId(), organizationId, subject.userId()));
    }

    /** The same with a membership that was looked up already. */
    Standing standing(Subject subject, UUID organizationId, Optional<Membership> membership) {
        Optional<PolicySet> policies = membership.isPresent() || subject.systemAdmin()
                ? policySets.of(subject.projectId(), organizationId)
                : Optional.empty();
        return new Standing(subject, organizationId, membership, policies);
    }

    /** @param explain whether to say how as well, which shows what the organization's policies say */
    Decision decide(Standing standing, Question question, boolean explain) {
        Optional<PolicySet> policies = standing.policies();
        if (policies.isEmpty()) {
            Decision refused = byRole(false, "Not a member of the organization");
            return explain ? refused.explained(explanation("membership", standing, question, List.of())) : refused;
        }
        Attributes attributes = attributes(standing, question);
        Optional<PolicySet.Match> match = policies.get().decide(question.permission(), attributes);
        Decision decision = match.map(Decisions::byPolicy).orElseGet(() -> byRole(standing, question.permission()));
        if (!explain) {
            return decision;
        }
        String otherwise = standing.subject().systemAdmin() ? "system_admin" : "role";
        String rule = match.isPresent() ? "policy" : otherwise;
        List<Considered> considered = policies.get().explain(question.permission(), attributes);
        return decision.explained(explanation(rule, standing, question, considered));
    }

    private static Explanation explanation(
            String rule, Standing standing, Question question, List<Considered> considered) {
        return new Explanation(rule, question.permission(), role(standing), considered);
    }

    private static Decision byPolicy(PolicySet.Match match) {
        boolean allowed = match.effect() == Effect.ALLOW;
        String reason = (allowed ? "Allowed by policy " : "Denied by policy ") + match.name();
        return new Decision(allowed, reason, match.id(), match.name(), false, null);
    }

    private static Decision byRole(Standing standing, String permission) {
        if (standing.subject().systemAdmin()) {
            return byRole(true, "System admin");
        }
        String role = standing.membership().map(Membership::roleName).orElseThrow();
        return standing.membership().orElseThrow().permissions().include(permission)
                ? byRole(true, "Role " + role + " has the permission")
                : byRole(false, "Role " + role + " lacks the permission");
    }

    private static Decision byRole(boolean allowed, String reason) {
        return new Decision(allowed, reason, null, null, true, null);
    }

    private static @Nullable String role(Standing standing) {
        return standing.membership().map(Membership::roleName).orElse(null);
    }

    private static Attributes attributes(Standing standing, Question question) {
        Subject subject = standing.subject();
        ObjectNode known = subject.properties().deepCopy();
        known.put("user_id", subject.userId().toString());
        known.put("is_system_admin", subject.systemAdmin());
        known.remove(List.of("email", "role"));
        if (subject.email() != null) {
            known.put("email", subject.email());
        }
        String role = role(standing);
        if (role != null) {
            known.put("role", role);
        }
        ObjectNode resource = question.resource();
        if (!resource.has("org_id")) {
            resource =
                    resource.deepCopy().put("org_id", standing.organizationId().toString());
        }
        return new Attributes(known, resource, question.environment());
    }
}
