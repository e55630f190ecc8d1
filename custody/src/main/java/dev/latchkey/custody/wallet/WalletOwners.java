package dev.latchkey.custody.wallet;

import dev.latchkey.identity.Identity;
import java.util.UUID;

/** Who may have a wallet. The room of users answers; custody only asks. */
@FunctionalInterface
public interface WalletOwners {

    /** What a user's id stands for. */
    enum Owner {
        /** No such user in the project, or a deleted one. */
        UNKNOWN,
        /** Known, but without the right to a wallet. */
        INACTIVE,
        ACTIVE
    }

    Owner owner(UUID projectId, UUID userId);

    /** As the room of users knows them. */
    static WalletOwners of(Identity identity) {
        return (projectId, userId) -> identity.user(projectId, userId)
                .filter(user -> !user.deleted())
                .map(user -> user.isActive() ? Owner.ACTIVE : Owner.INACTIVE)
                .orElse(Owner.UNKNOWN);
    }
}
