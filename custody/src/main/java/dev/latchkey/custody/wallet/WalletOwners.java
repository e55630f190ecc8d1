package dev.latchkey.custody.wallet;

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
}
