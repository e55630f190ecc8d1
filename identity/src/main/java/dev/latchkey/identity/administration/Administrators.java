package dev.latchkey.identity.administration;

import dev.latchkey.identity.session.Revalidation;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import java.util.UUID;

/** Looks at users inside the transaction of an act on them. */
public final class Administrators {

    private final UserStore users;
    private final Revalidation callers = new Revalidation();

    public Administrators(UserStore users) {
        this.users = users;
    }

    /** Asks a system admin again whether they still are one (403); the operator always is. */
    public void requireStill(Transaction tx, Caller caller) {
        callers.requireAdministrator(tx.sql(), caller);
    }

    /** A user who is not deleted, and whom nobody else changes until the transaction ends; throws 404. */
    User lock(Transaction tx, UUID projectId, UUID id) {
        return users.lockById(tx.sql(), projectId, id)
                .filter(user -> user.deletedAt() == null)
                .orElseThrow(Administrators::unknown);
    }

    static ApiException unknown() {
        return ApiException.notFound("User not found");
    }
}
