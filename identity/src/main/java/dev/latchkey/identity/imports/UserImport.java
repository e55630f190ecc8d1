package dev.latchkey.identity.imports;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.imports.ImportAnswer.Result;
import dev.latchkey.identity.imports.ImportAnswer.Status;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.NewUser;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.StoredPassword;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings users along, each in a transaction of its own: a row is stored whole or not at all, whatever becomes of the
 * others. A user who is here already is left as it is, so that an import can be repeated.
 */
final class UserImport {

    private static final int LONGEST_NAME = 128;

    private final Database database;
    private final NewAccounts accounts;
    private final Registry registry;
    private final ImportStore store = new ImportStore();
    private final Clock clock;

    UserImport(Database database, NewAccounts accounts, Registry registry, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.registry = registry;
        this.clock = clock;
    }

    ImportAnswer run(UUID projectId, ImportUsers body, Origin origin) {
        body.requireSize();
        return ImportAnswer.of(body.users().stream()
                .map(row -> one(projectId, row, body.hashParameters(), origin))
                .toList());
    }

    private Result one(
            UUID projectId, ImportUsers.Row row, ImportUsers.@Nullable HashParameters parameters, Origin origin) {
        try {
            NewAccount account = account(projectId, row, parameters);
            return database.write(tx -> stored(tx, account, row, origin));
        } catch (IllegalArgumentException | ApiException refused) {
            return refused(row, String.valueOf(refused.getMessage()));
        } catch (RuntimeException failure) {
            if (!Violations.isUnique(failure)) {
                throw failure;
            }
            return refused(row, "Another user was given this authId at the same moment");
        }
    }

    private Result stored(Transaction tx, NewAccount account, ImportUsers.Row row, Origin origin) {
        Optional<ImportStore.Holder> holder =
                store.holder(tx.sql(), account.projectId(), String.valueOf(account.email()));
        if (holder.isPresent() && !takesOver(account, row, holder.get())) {
            return new Result(row.email(), Status.EXISTS, holder.get().id(), null);
        }
        User user = account.passwordHash() == null
                ? withoutPassword(tx, account, row, origin)
                : accounts.create(tx, account, origin).user();
        if (!store.complete(tx.sql(), user.id(), row.authId(), row.createdAt())) {
            throw authIdExists();
        }
        tx.audit(AuditEvent.success("user.imported", origin, account.projectId(), "user", user.id())
                .with("passwordHash", account.passwordHash() != null));
        return new Result(row.email(), Status.CREATED, user.id(), null);
    }

    /** Somebody who will sign in by a link, a provider or a new password. */
    private User withoutPassword(Transaction tx, NewAccount account, ImportUsers.Row row, Origin origin) {
        NewUser wanted = new NewUser(
                account.projectId(),
                row.authId() == null ? UUID.randomUUID().toString() : row.authId(),
                NewUser.UNKNOWN_PROVIDER,
                account.email(),
                account.emailVerified(),
                account.name(),
                UserStatus.ACTIVE,
                null);
        Registry.Entry entry = registry.findOrCreate(tx, wanted, origin);
        if (!entry.isNew()) {
            throw authIdExists();
        }
        return entry.user();
    }

    private static ApiException authIdExists() {
        return ApiException.conflict("Another user has this authId");
    }

    /** A verified address is taken from somebody who never verified it (decision 15), unless that is the same user. */
    private static boolean takesOver(NewAccount account, ImportUsers.Row row, ImportStore.Holder holder) {
        return account.emailVerified()
                && !holder.emailVerified()
                && !holder.authId().equals(row.authId());
    }

    private NewAccount account(UUID projectId, ImportUsers.Row row, ImportUsers.@Nullable HashParameters parameters) {
        EmailAddress address = address(row.email());
        if (row.createdAt() != null && row.createdAt().isAfter(clock.instant())) {
            throw new IllegalArgumentException("createdAt must not be in the future");
        }
        return new NewAccount(
                projectId,
                address.value(),
                Boolean.TRUE.equals(row.emailVerified()),
                name(row.name()),
                null,
                CredentialKind.PASSWORD,
                "",
                null,
                password(row, parameters));
    }

    private static @Nullable String password(ImportUsers.Row row, ImportUsers.@Nullable HashParameters parameters) {
        String hash = row.passwordHash();
        if (hash == null) {
            return null;
        }
        String salt = row.passwordSalt();
        String notation = parameters == null || salt == null ? hash : parameters.notation(salt, hash);
        return StoredPassword.imported(notation).stored();
    }

    private static EmailAddress address(String text) {
        try {
            return EmailAddress.parse(text);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("email " + refused.getMessage(), refused);
        }
    }

    private static @Nullable String name(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        String name = given.strip();
        if (name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must be one line of at most " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static Result refused(ImportUsers.Row row, String message) {
        return new Result(row.email(), Status.REFUSED, null, message);
    }
}
