package dev.latchkey.access.decision;

import dev.latchkey.identity.Identity;
import dev.latchkey.identity.UserFacts;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.Collection;
import java.util.Map;
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

    /** Any user of the project. */
    Optional<UserFacts> user(UUID projectId, UUID userId) {
        return identity.user(projectId, userId);
    }

    /** The same for many, in one statement. */
    Map<UUID, UserFacts> users(UUID projectId, Collection<UUID> userIds) {
        return identity.users(projectId, userIds);
    }

    /** A user who may still get in. */
    static Optional<Subject> of(UserFacts user, ObjectNode properties) {
        return user.isActive()
                ? Optional.of(new Subject(user.projectId(), user.id(), user.email(), user.systemAdmin(), properties))
                : Optional.empty();
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
