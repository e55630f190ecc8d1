package dev.latchkey.identity.demand;

import dev.latchkey.identity.token.AuthenticationMethods;
import dev.latchkey.identity.user.User;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which projects demand that their users show two factors. Asked at each request: a change holds at once. */
public interface SecondFactorDemand {

    /** No project does. */
    SecondFactorDemand NONE = new SecondFactorDemand() {
        @Override
        public boolean isMadeBy(UUID projectId) {
            return false;
        }

        @Override
        public boolean isMadeBy(Handle sql, UUID projectId) {
            return false;
        }
    };

    boolean isMadeBy(UUID projectId);

    /** The same for a caller in a transaction. */
    boolean isMadeBy(Handle sql, UUID projectId);

    /** Whether a session by these factors may only be completed, or ended. */
    default boolean leavesIncomplete(UUID projectId, List<String> factors) {
        return !AuthenticationMethods.isMultiFactor(factors) && isMadeBy(projectId);
    }

    /** The same for a caller in a transaction. */
    default boolean leavesIncomplete(Handle sql, UUID projectId, List<String> factors) {
        return !AuthenticationMethods.isMultiFactor(factors) && isMadeBy(sql, projectId);
    }

    /** Whether the user has nothing yet that would satisfy it, so that none of the user's API keys acts for them. */
    default boolean isUnmetBy(User user) {
        return !user.hasAnotherFactor() && isMadeBy(user.projectId());
    }
}
