package dev.latchkey.access.decision;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Matches;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An access evaluations request (AuthZEN Authorization API 1.0 §7). */
record Evaluations(
        Evaluation.@Nullable Entity subject,
        Evaluation.@Nullable Action action,
        Evaluation.@Nullable Entity resource,
        @Nullable ObjectNode context,

        @Described("At most 100; without any, the request is a single evaluation") @Nullable
        List<Evaluation> evaluations,

        @Nullable Options options) {

    /** How the list is worked off. */
    record Options(
            @Matches(
                    value = "execute_all|deny_on_first_deny|permit_on_first_permit",
                    message = "options.evaluations_semantic must be execute_all, deny_on_first_deny or"
                            + " permit_on_first_permit")
            @Nullable
            String evaluations_semantic) {}

    Evaluation common() {
        return new Evaluation(subject, action, resource, context);
    }

    /** Whether nothing after an evaluation with this answer is evaluated. */
    boolean endsWith(boolean decision) {
        String semantic = options == null ? null : options.evaluations_semantic();
        return decision ? "permit_on_first_permit".equals(semantic) : "deny_on_first_deny".equals(semantic);
    }
}
