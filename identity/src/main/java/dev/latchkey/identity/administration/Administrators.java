package dev.latchkey.identity.administration;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import java.util.UUID;

/** Looks at users inside the transaction of an act on them. */
public final class Administrators {

    private final UserStore users;

    public Administrators(UserStore users) {
        this.users = users;
    }

    /** Asks a system admin again whether they still are one (403); the operator always is. */
    public void requireStill(Transaction tx, Caller caller) {
        if (caller instanceof Caller.User admin) {
            boolean still = users.byId(tx.sql(), admin.project(), admin.userId())
                    .filter(User::isActive)
                    .map(User::systemAdmin)
                    .orElse(false);
            if (!still) {
                throw ApiException.forbidden("This needs a system admin or the operator");
            }
        }
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
