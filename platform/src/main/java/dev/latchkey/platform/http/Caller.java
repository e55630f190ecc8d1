package dev.latchkey.platform.http;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who sends a request, as far as its credential proves; ids only. */
public sealed interface Caller {

    /** No credential. */
    record Anonymous() implements Caller {}

    /** The operator of this installation (operator token). */
    record Operator() implements Caller {}

    /**
     * An application's backend with a project key.
     *
     * @param requestsPerMinute the project's rate limit
     * @param scopes what the key is good for
     */
    record ProjectKey(UUID keyId, UUID project, UUID developer, int requestsPerMinute, Set<Scope> scopes)
            implements Caller {

        public ProjectKey {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public Optional<UUID> projectId() {
            return Optional.of(project);
        }
    }

    /** A user, whatever they prove it with. */
    sealed interface User extends Caller {

        UUID userId();

        UUID project();

        @Override
        default Optional<UUID> projectId() {
            return Optional.of(project());
        }
    }

    /** A signed-in user with a live session. */
    record UserSession(UUID userId, UUID sessionId, UUID project) implements User {}

    /**
     * A user by an API key of their own ({@code ck_}).
     *
     * @param scopes what the key is good for
     */
    record UserKey(UUID keyId, UUID userId, UUID project, Set<String> scopes) implements User {

        public UserKey {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The project that the credential itself fixes. */
    default Optional<UUID> projectId() {
        return Optional.empty();
    }
}
