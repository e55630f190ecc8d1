package dev.latchkey.access.decision;

import dev.latchkey.identity.Identity;
import dev.latchkey.identity.UserFacts;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what there is to know about whoever wants to act. */
final class Subjects {

    private final Identity identity;

    Subjects(Identity identity) {
        this.identity = identity;
    }

    /** The user who calls; with a session all of it is known already. */
    Subject caller(Call call) {
        Caller.User user = call.user();
        return new Subject(
                user.project(),
                user.userId(),
                email(call, user),
                call.attribute(SystemAdmin.class).isPresent(),
                JsonNodeFactory.instance.objectNode());
    }

    /** Any user of the project who may still get in. */
    Optional<Subject> user(UUID projectId, UUID userId, ObjectNode properties) {
        return identity.user(projectId, userId)
                .filter(UserFacts::isActive)
                .map(user -> new Subject(projectId, userId, user.email(), user.systemAdmin(), properties));
    }

    private @Nullable String email(Call call, Caller.User user) {
        Optional<SessionState> session = call.attribute(SessionState.class);
        return session.isPresent()
                ? session.get().user().email()
                : identity.user(user.project(), user.userId())
                        .map(UserFacts::email)
                        .orElse(null);
    }
}
