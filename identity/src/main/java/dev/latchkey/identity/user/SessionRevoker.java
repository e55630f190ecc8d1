package dev.latchkey.identity.user;

import dev.latchkey.platform.database.Transaction;
import java.util.UUID;

/** Ends sessions when a user loses the right to them. */
@FunctionalInterface
public interface SessionRevoker {

    /**
     * Ends all sessions of the user.
     *
     * @param reason as stored, e.g. {@code user_suspended}
     * @return how many there were
     */
    int revokeAll(Transaction tx, UUID userId, String reason);
}
