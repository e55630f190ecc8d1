package dev.latchkey.access.decision;

import dev.latchkey.platform.json.Length;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An access evaluation request (AuthZEN Authorization API 1.0 §6); in a list, what is left out is the list's. */
record Evaluation(
        @Nullable Entity subject,
        @Nullable Action action,
        @Nullable Entity resource,
        @Nullable ObjectNode context) {

    /** A subject or a resource. */
    record Entity(
            @Length(min = 1, max = 100) String type,
            @Length(min = 1, max = 1000) String id,
            @Nullable ObjectNode properties) {}

    /** What the subject would do. */
    record Action(
            @Length(min = 1, max = 100) String name,
            @Nullable ObjectNode properties) {}

    /** This one, completed by what another says. */
    Evaluation or(Evaluation common) {
        return new Evaluation(
                subject == null ? common.subject() : subject,
                action == null ? common.action() : action,
                resource == null ? common.resource() : resource,
                context == null ? common.context() : context);
    }
}
