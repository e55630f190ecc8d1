package dev.latchkey.identity;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other rooms may know about a user. */
public record UserFacts(
        UUID id,
        UUID projectId,
        UserStatus status,
        boolean deleted,
        @Nullable String displayName,
        @Nullable String email,
        boolean systemAdmin) {

    static UserFacts of(User user) {
        return new UserFacts(
                user.id(),
                user.projectId(),
                user.status(),
                user.deletedAt() != null,
                user.displayName(),
                user.email(),
                user.systemAdmin());
    }

    /** Whether the user may get in. */
    public boolean isActive() {
        return status == UserStatus.ACTIVE && !deleted;
    }
}
