package dev.latchkey.identity.user;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes users, at most one per authId and one per e-mail address, whoever else tries at the same moment. A verified
 * address is taken over from a user who never verified it; any other clash is refused (decision 15).
 */
public final class Registry {

    private static final int MAX_TRIES = 3;

    private final UserStore store;
    private final SessionRevoker sessions;
    private final Newcomers newcomers;

    public Registry(UserStore store, SessionRevoker sessions, Newcomers newcomers) {
        this.store = store;
        this.sessions = sessions;
        this.newcomers = newcomers;
    }

    /** Hears of each user that is made here, in the transaction that makes it. */
    @FunctionalInterface
    public interface Newcomers {
        void made(Transaction tx, User user);
    }

    /** A user, and whether this call made it. */
    public record Entry(User user, boolean isNew) {}

    /**
     * The user with the authId, made if there is none. The user found may be in any state, even deleted.
     *
     * @throws ApiException 409 when the e-mail address belongs to somebody else
     */
    public Entry findOrCreate(Transaction tx, NewUser wanted, Origin origin) {
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            User user = wanted.row(UUID.randomUUID(), tx.now());
            if (store.insert(tx.sql(), user)) {
                tx.audit(AuditEvent.success("user.created", origin, user.projectId(), "user", user.id())
                        .with("authProvider", user.authProvider()));
                newcomers.made(tx, user);
                return new Entry(user, true);
            }
            Optional<User> existing = store.byAuthId(tx.sql(), wanted.projectId(), wanted.authId());
            if (existing.isPresent()) {
                return new Entry(existing.get(), false);
            }
            claim(tx, wanted.projectId(), wanted.email(), wanted.emailVerified(), null, origin);
        }
        throw emailExists();
    }

    /** Makes sure that the address is free for {@code claimant}; {@code null} is somebody new. */
    public void claim(
            Transaction tx,
            UUID projectId,
            @Nullable String email,
            boolean verified,
            @Nullable UUID claimant,
            Origin origin) {
        if (email == null) {
            return;
        }
        Optional<User> found = store.lockByEmail(tx.sql(), projectId, email);
        if (found.isEmpty() || found.get().id().equals(claimant)) {
            return;
        }
        User holder = found.get();
        if (!verified || holder.emailVerified()) {
            throw emailExists();
        }
        store.update(tx.sql(), holder.withEmail(null, false).withState(holder.status(), tx.now(), null));
        int revoked = sessions.revokeAll(tx, holder.id(), "email_released");
        tx.audit(AuditEvent.success("user.email_released", origin, projectId, "user", holder.id())
                .with("revokedSessions", revoked));
    }

    public static ApiException emailExists() {
        return new ApiException(409, "EMAIL_EXISTS", "Another user has this e-mail address");
    }
}
