package dev.latchkey.identity.user;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Change;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a backend does with the users of its project (mux-api.md 5.6, 6.1). */
final class Users {

    private final Database database;
    private final UserStore store;
    private final Registry registry;
    private final SessionRevoker sessions;

    Users(Database database, UserStore store, Registry registry, SessionRevoker sessions) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.sessions = sessions;
    }

    /** Throws 409 when the authId is taken, by a deleted user too. */
    User create(UUID projectId, CreateUser body, Origin origin) {
        UserStatus status = body.status() == null ? UserStatus.ACTIVE : body.status();
        NewUser wanted =
                wanted(projectId, body.authId(), body.email(), body.displayName(), body.authProvider(), status);
        Registry.Entry entry = database.write(tx -> registry.findOrCreate(tx, wanted, origin));
        if (entry.isNew()) {
            return entry.user();
        }
        throw ApiException.conflict("User authId already exists");
    }

    /** Throws 403 when the user found is not active. */
    FoundUser findOrCreate(UUID projectId, FindOrCreateUser body, Origin origin) {
        NewUser wanted = wanted(
                projectId, body.authId(), body.email(), body.displayName(), body.authProvider(), UserStatus.ACTIVE);
        Registry.Entry entry = database.write(tx -> registry.findOrCreate(tx, wanted, origin));
        if (!entry.user().isActive()) {
            throw ApiException.forbidden("Account is inactive");
        }
        return new FoundUser(UserView.of(entry.user()), entry.isNew());
    }

    List<User> newest(UUID projectId, @Nullable UserStatus status, int limit, long offset) {
        return database.read(sql -> store.newest(sql, projectId, status, limit, offset));
    }

    User get(UUID projectId, UUID id) {
        return database.read(sql -> store.byId(sql, projectId, id))
                .filter(user -> user.deletedAt() == null)
                .orElseThrow(() -> unknown(id.toString()));
    }

    /** Throws 409 when the state machine does not allow the new status, or somebody else has the new address. */
    User change(UUID projectId, UUID id, ChangeUser body, Origin origin) {
        Change<String> email = nonBlank(body.email()).map(Users::email);
        try {
            return database.write(tx -> {
                User before = store.lockById(tx.sql(), projectId, id)
                        .filter(user -> user.deletedAt() == null)
                        .orElseThrow(() -> unknown(id.toString()));
                return change(tx, before, email, body, origin);
            });
        } catch (RuntimeException failure) {
            // Somebody took the address between our look and our update.
            throw Violations.isUnique(failure) ? Registry.emailExists() : failure;
        }
    }

    /** Throws 409 when the user is deleted already, or DISABLED and the caller is no operator (decision 55). */
    User delete(UUID projectId, UUID id, Caller caller, Origin origin) {
        return database.write(tx -> {
            User user = store.lockById(tx.sql(), projectId, id).orElseThrow(() -> unknown(id.toString()));
            if (user.deletedAt() != null) {
                throw ApiException.conflict("User with ID " + id + " is already deleted");
            }
            if (user.status() == UserStatus.DISABLED && !(caller instanceof Caller.Operator)) {
                throw ApiException.conflict("Disabled users cannot be deleted. Change status before deletion.");
            }
            User deleted = user.withState(user.status(), tx.now(), tx.now());
            store.update(tx.sql(), deleted);
            int revoked = sessions.revokeAll(tx, id, "user_deleted");
            tx.audit(AuditEvent.success("user.deleted", origin, projectId, "user", id)
                    .with("revokedSessions", revoked));
            return deleted;
        });
    }

    static ApiException unknown(String id) {
        return ApiException.notFound("User with ID " + id + " not found");
    }

    private User change(Transaction tx, User before, Change<String> email, ChangeUser body, Origin origin) {
        UserStatus status = status(before, body.status());
        String address = email.applyTo(before.email());
        boolean isNewAddress = address != null && !address.equals(before.email());
        if (isNewAddress) {
            registry.claim(tx, before.projectId(), address, true, before.id(), origin);
        }
        boolean verified = isNewAddress || (address != null && before.emailVerified());
        String provider = nonBlank(body.authProvider()).applyTo(before.authProvider());
        User after = before.withEmail(address, verified)
                .withNames(
                        nonBlank(body.displayName()).applyTo(before.displayName()),
                        provider == null ? NewUser.UNKNOWN_PROVIDER : provider)
                .withState(status, tx.now(), null);
        store.update(tx.sql(), after);
        tx.audit(AuditEvent.success("user.updated", origin, before.projectId(), "user", before.id()));
        if (status != before.status()) {
            statusChanged(tx, before, status, origin);
        }
        return after;
    }

    private void statusChanged(Transaction tx, User before, UserStatus status, Origin origin) {
        int revoked = status == UserStatus.ACTIVE
                ? 0
                : sessions.revokeAll(tx, before.id(), "user_" + status.name().toLowerCase(Locale.ROOT));
        tx.audit(AuditEvent.success("user.status_changed", origin, before.projectId(), "user", before.id())
                .with("from", before.status().name())
                .with("to", status.name())
                .with("revokedSessions", revoked));
    }

    private static UserStatus status(User before, Change<UserStatus> change) {
        UserStatus status = change.applyTo(before.status());
        if (status == null) {
            throw ApiException.invalid("status must not be null");
        }
        if (!before.status().mayBecome(status)) {
            throw ApiException.conflict("User status cannot change from " + before.status() + " to " + status);
        }
        return status;
    }

    private static NewUser wanted(
            UUID projectId,
            String authId,
            @Nullable EmailAddress email,
            @Nullable String displayName,
            @Nullable String authProvider,
            UserStatus status) {
        String id = authId.strip();
        if (id.codePointCount(0, id.length()) < 3) {
            throw ApiException.conflict("authId is required and must be at least 3 characters");
        }
        String provider = trimmed(authProvider);
        return new NewUser(
                projectId,
                id,
                provider == null ? NewUser.UNKNOWN_PROVIDER : provider,
                email == null ? null : email.value(),
                true,
                trimmed(displayName),
                status,
                null);
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(stripped -> !stripped.isEmpty())
                .orElse(null);
    }

    /** An empty text changes nothing. */
    private static Change<String> nonBlank(Change<String> change) {
        return switch (change) {
            case Change.Replace<String>(String value) when value.isBlank() -> Change.keep();
            case Change.Replace<String> replace -> replace.map(String::strip);
            case Change.Keep<String> keep -> keep;
            case Change.Clear<String> clear -> clear;
        };
    }

    private static String email(String text) {
        try {
            return EmailAddress.parse(text).value();
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
