package dev.latchkey.access.policy;

import dev.latchkey.access.policy.Condition.Unmet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one policy in a decision.
 *
 * @param outcome {@code decided}, {@code conditions_not_met}, {@code not_reached} (one before it has decided) or
 *     {@code disabled}
 * @param unmet the first of its conditions that does not hold
 */
public record Considered(
        UUID policyId,
        String policyName,
        String effect,
        int priority,
        String outcome,
        @Nullable Unmet unmet) {

    static final String DECIDED = "decided";
    static final String NOT_MET = "conditions_not_met";
    static final String NOT_REACHED = "not_reached";
    static final String DISABLED = "disabled";

    static Considered of(CompiledPolicy policy, String outcome) {
        return new Considered(policy.id(), policy.name(), policy.effect().wireName(), policy.priority(), outcome, null);
    }

    static Considered of(CompiledPolicy policy, Optional<Unmet> unmet) {
        return new Considered(
                policy.id(),
                policy.name(),
                policy.effect().wireName(),
                policy.priority(),
                unmet.isPresent() ? NOT_MET : DECIDED,
                unmet.orElse(null));
    }
}
