package dev.latchkey.identity.account;

import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases accounts at their users' wish, after a time in which they can sign in and think again. What names a person is
 * erased; the row itself stays, as do ledger, audit and keys (decision 55).
 */
public final class Deletion {

    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
    private static final int BATCH = 100;

    private final Database database;
    private final DeletionStore store;
    private final UserStore users;
    private final Sessions sessions;
    private final UserLifecycle lifecycle;
    private final MailQueue mail;
    private final Duration grace;
    private final Clock clock;

    public Deletion(
            Database database,
            UserStore users,
            Sessions sessions,
            UserLifecycle lifecycle,
            MailQueue mail,
            Duration grace,
            Clock clock) {
        this.database = database;
        this.store = new DeletionStore();
        this.users = users;
        this.sessions = sessions;
        this.lifecycle = lifecycle;
        this.mail = mail;
        this.grace = grace;
        this.clock = clock;
    }

    Optional<Instant> scheduled(UUID userId) {
        return database.read(sql -> store.dueAt(sql, userId));
    }

    /** Ends all sessions. Asking again changes nothing: the first time counts. */
    Instant request(User user, Origin origin) {
        if (user.systemAdmin()) {
            throw ApiException.invalid("You administer this installation; hand that over first");
        }
        return database.write(tx -> {
            Instant due = store.schedule(tx.sql(), user.id(), tx.now().plus(grace));
            int revoked = sessions.revokeAll(tx, user.id(), "account_deletion");
            tx.audit(AuditEvent.success("user.deletion_requested", origin, user.projectId(), "user", user.id())
                    .with("dueAt", due.toString())
                    .with("revokedSessions", revoked));
            tell(tx, user, due);
            return due;
        });
    }

    void cancel(User user, Origin origin) {
        database.run(tx -> {
            if (!store.cancel(tx.sql(), user.id())) {
                throw ApiException.notFound("Your account is not going to be erased");
            }
            tx.audit(AuditEvent.success("user.deletion_cancelled", origin, user.projectId(), "user", user.id()));
        });
    }

    /** Erases accounts whose time has come, each in a transaction of its own; one that fails is tried again next time. */
    public void eraseDue() {
        List<User> due = database.read(sql -> store.due(sql, clock.instant(), BATCH));
        for (User user : due) {
            try {
                database.run(tx -> erase(tx, user));
            } catch (RuntimeException failure) {
                LOG.error("cannot erase user {}", user.id(), failure);
            }
        }
    }

    private void erase(Transaction tx, User seen) {
        Optional<User> user = users.lockById(tx.sql(), seen.projectId(), seen.id());
        boolean stillDue = user.filter(found -> !found.systemAdmin()).isPresent()
                && store.dueAt(tx.sql(), seen.id())
                        .filter(due -> !due.isAfter(tx.now()))
                        .isPresent();
        if (stillDue) {
            eraseNow(tx, user.get());
            tx.audit(AuditEvent.success("user.erased", Origin.SYSTEM, seen.projectId(), "user", seen.id()));
        }
    }

    /** Erases a user whose row is locked. */
    public void eraseNow(Transaction tx, User user) {
        lifecycle.userDeleted(tx, user);
        store.erase(tx.sql(), user.id(), tx.now());
    }

    private void tell(Transaction tx, User user, Instant due) {
        if (user.email() != null && user.emailVerified()) {
            mail.enqueue(
                    tx,
                    new Letter(
                            "email.account_deletion",
                            user.email(),
                            user.displayName(),
                            user.language(),
                            Map.of("deletion_time", due.toString()),
                            null));
        }
    }
}
