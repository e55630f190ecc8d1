package dev.latchkey.access.policy;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy ready to decide.
 *
 * @param sequence in the order of creation
 */
record CompiledPolicy(
        UUID id,
        String name,
        List<String> permissions,
        Condition condition,
        Effect effect,
        int priority,
        long sequence,
        boolean enabled) {

    /** Which policy is asked first: the one of the highest priority, denying before allowing, then the oldest. */
    static final Comparator<CompiledPolicy> ORDER = Comparator.comparingInt(CompiledPolicy::priority)
            .reversed()
            .thenComparing(policy -> policy.effect() == Effect.DENY ? 0 : 1)
            .thenComparingLong(CompiledPolicy::sequence);

    private static final Logger LOG = LoggerFactory.getLogger(CompiledPolicy.class);

    /** Conditions that can no longer be read fail closed: such a policy always denies, or never allows. */
    static CompiledPolicy of(Policy policy, long sequence) {
        return new CompiledPolicy(
                policy.id(),
                policy.name(),
                policy.permissions(),
                condition(policy),
                policy.effect(),
                policy.priority(),
                sequence,
                policy.enabled());
    }

    private static Condition condition(Policy policy) {
        try {
            return Conditions.read(policy.conditions()).condition();
        } catch (InvalidPolicy unreadable) {
            LOG.error("policy {} cannot be read: {} {}", policy.id(), unreadable.pointer(), unreadable.getMessage());
            return policy.effect() == Effect.DENY ? Condition.ALWAYS : Condition.NEVER;
        }
    }
}
