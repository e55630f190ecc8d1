package dev.latchkey.identity.administration;

import dev.latchkey.identity.account.Deletion;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.setup.AdministratorStore;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with users. Whoever acts as a system admin is asked again inside the transaction whether they
 * still are one: of two who take the flag from each other at the same moment, one is refused, and the last one stays.
 */
final class AdminUsers {

    private final Database database;
    private final AdminUserStore store = new AdminUserStore();
    private final AdministratorStore administrators = new AdministratorStore();
    private final Administrators people;
    private final Registry registry;
    private final Credentials credentials;
    private final Sessions sessions;
    private final Links links;
    private final Notices notices;
    private final Deletion deletion;

    AdminUsers(SharedServices shared, Deletion deletion) {
        this.database = shared.database();
        this.people = new Administrators(shared.users());
        this.registry = shared.registry();
        this.credentials = shared.credentials();
        this.sessions = shared.sessions();
        this.links = new Links(shared.oneTimeTokens(), shared.mail(), shared.systemSettings());
        this.notices = new Notices(shared.mail());
        this.deletion = deletion;
    }

    /** How many there are in all, and by way to sign in. */
    record UserStats(long total, Map<String, Long> authMethodCounts) {}

    AdminUser get(UUID projectId, UUID id) {
        return database.read(sql -> store.find(sql, projectId, id)).orElseThrow(Administrators::unknown);
    }

    UserStats stats(UUID projectId) {
        return database.read(sql -> new UserStats(store.total(sql, projectId), store.methods(sql, projectId)));
    }

    /** Throws 400 when somebody else has the address; a new one counts as verified only where that is said. */
    AdminUser change(UUID projectId, UUID id, AdminUserRoutes.AdminUserChange change, Origin origin) {
        String email = change.email() == null ? null : normalForm(change.email());
        try {
            return database.write(tx -> {
                User before = locked(tx, projectId, id, origin);
                boolean moves = email != null && !email.equals(before.email());
                if (change.emailVerified() != null && email == null && before.email() == null) {
                    throw ApiException.invalid("The user has no e-mail address");
                }
                if (moves) {
                    registry.claim(tx, projectId, email, false, id, origin);
                    notices.credentialChanged(tx, before, "email", "changed", origin);
                }
                Boolean verified =
                        moves ? Boolean.valueOf(Boolean.TRUE.equals(change.emailVerified())) : change.emailVerified();
                store.change(tx.sql(), id, change.name(), email, verified, tx.now());
                tx.audit(event("admin.user_updated", origin, before).with("changed", change.names()));
                return found(tx, projectId, id);
            });
        } catch (RuntimeException failure) {
            boolean taken = Violations.isUnique(failure)
                    || (failure instanceof ApiException refusal && refusal.status() == 409);
            throw taken ? new ApiException(400, "EMAIL_EXISTS", "Another user has this e-mail address") : failure;
        }
    }

    /** Suspended users are signed out and get in by no way until they are let in again. */
    AdminUser suspend(UUID projectId, UUID id, @Nullable String reason, Origin origin) {
        return database.write(tx -> {
            User user = lockedOther(tx, projectId, id, origin, "suspend");
            if (user.status() == UserStatus.SUSPENDED) {
                return found(tx, projectId, id);
            }
            move(tx, user, UserStatus.SUSPENDED);
            int revoked = sessions.revokeAll(tx, id, "user_suspended");
            AuditEvent event = event("admin.user_suspended", origin, user).with("revokedSessions", revoked);
            tx.audit(reason == null ? event : event.with("reason", reason));
            return found(tx, projectId, id);
        });
    }

    AdminUser reactivate(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            User user = locked(tx, projectId, id, origin);
            if (user.status() != UserStatus.ACTIVE) {
                move(tx, user, UserStatus.ACTIVE);
                tx.audit(event("admin.user_reactivated", origin, user)
                        .with("from", user.status().name()));
            }
            return found(tx, projectId, id);
        });
    }

    /** Erases what names the person, at once; ledger, audit and keys stay (decision 55). */
    void delete(UUID projectId, UUID id, Origin origin) {
        database.run(tx -> {
            User user = lockedOther(tx, projectId, id, origin, "delete");
            int revoked = sessions.revokeAll(tx, id, "user_deleted");
            deletion.eraseNow(tx, user);
            tx.audit(event("admin.user_deleted", origin, user).with("revokedSessions", revoked));
        });
    }

    /** Nothing happens when the flag is as wished already. */
    void setSystemAdmin(UUID projectId, UUID id, boolean wanted, Origin origin) {
        database.run(tx -> {
            administrators.lock(tx.sql());
            User user = locked(tx, projectId, id, origin);
            if (user.systemAdmin() == wanted) {
                return;
            }
            if (!wanted && isSelf(origin, id)) {
                throw ApiException.invalid("You cannot take the flag from yourself; ask another system admin");
            }
            if (wanted && (!user.isActive() || store.isToBeErased(tx.sql(), id))) {
                throw ApiException.invalid("Only an active user can become a system admin");
            }
            if (!wanted && user.isActive() && store.activeAdmins(tx.sql(), projectId) <= 1) {
                throw new ApiException(400, "LAST_ADMIN", "This is the last system admin; appoint another one first");
            }
            store.setSystemAdmin(tx.sql(), id, wanted, tx.now());
            store.endImpersonations(tx.sql(), id, tx.now());
            String type = wanted ? "user.system_admin_granted" : "user.system_admin_revoked";
            tx.audit(event(type, origin, user));
        });
    }

    /** Mails a link to set a new password; sessions go on. */
    void forcePasswordReset(UUID projectId, UUID id, Origin origin) {
        database.run(tx -> {
            User user = locked(tx, projectId, id, origin);
            if (user.email() == null) {
                throw ApiException.invalid("The user has no e-mail address to send a link to");
            }
            if (!user.isActive()) {
                throw ApiException.invalid("The user is not active: let them in again first");
            }
            links.send(tx, LinkKind.PASSWORD_RESET, user, user.email());
            tx.audit(event("admin.password_reset_forced", origin, user));
        });
    }

    /** For users who have lost their second factor: takes it away, and ends their sessions. */
    void removeSecondFactor(UUID projectId, UUID id, Origin origin) {
        database.run(tx -> {
            User user = lockedOther(tx, projectId, id, origin, "change");
            List<UUID> factors = credentials.list(tx.sql(), id).stream()
                    .filter(credential -> credential.kind() == CredentialKind.TOTP)
                    .map(credential -> credential.id())
                    .toList();
            if (factors.isEmpty()) {
                throw ApiException.invalid("Two-factor authentication is not enabled");
            }
            factors.forEach(factor -> credentials.remove(tx, id, factor));
            int revoked = sessions.revokeAll(tx, id, "mfa_reset");
            notices.credentialChanged(tx, user, "totp", "removed", origin);
            tx.audit(event("admin.mfa_reset", origin, user).with("revokedSessions", revoked));
        });
    }

    int endSessions(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            User user = locked(tx, projectId, id, origin);
            int revoked = sessions.revokeAll(tx, id, "admin_revoke");
            store.endImpersonations(tx.sql(), id, tx.now());
            tx.audit(event("admin.sessions_revoked", origin, user).with("revokedSessions", revoked));
            return revoked;
        });
    }

    private static AuditEvent event(String type, Origin origin, User user) {
        return AuditEvent.success(type, origin, user.projectId(), "user", user.id());
    }

    private AdminUser found(Transaction tx, UUID projectId, UUID id) {
        return store.find(tx.sql(), projectId, id).orElseThrow(Administrators::unknown);
    }

    private void move(Transaction tx, User user, UserStatus status) {
        if (!user.status().mayBecome(status)) {
            throw ApiException.invalid("A user who is " + user.status() + " cannot become " + status);
        }
        store.setStatus(tx.sql(), user.id(), status, tx.now());
    }

    /** A user who is neither the caller nor a system admin, for acts that would lock such a one out. */
    private User lockedOther(Transaction tx, UUID projectId, UUID id, Origin origin, String act) {
        administrators.lock(tx.sql());
        User user = locked(tx, projectId, id, origin);
        if (isSelf(origin, id)) {
            throw ApiException.invalid("You cannot " + act + " your own account here");
        }
        if (user.systemAdmin()) {
            throw ApiException.invalid("You cannot " + act + " a system admin; take the flag from them first");
        }
        return user;
    }

    /** The user, once it is sure that the caller still administers. */
    private User locked(Transaction tx, UUID projectId, UUID id, Origin origin) {
        people.requireStill(tx, origin.caller());
        return people.lock(tx, projectId, id);
    }

    private static boolean isSelf(Origin origin, UUID id) {
        return origin.caller() instanceof Caller.User caller && caller.userId().equals(id);
    }

    private static String normalForm(String text) {
        try {
            return EmailAddress.parse(text).value();
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
