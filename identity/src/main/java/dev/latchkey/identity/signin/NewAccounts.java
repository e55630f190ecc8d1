package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes accounts by the ways to sign in that this server checks itself. At most one account comes of a credential, whoever
 * else tries at the same moment; an address is taken over or refused by decision 15.
 */
public final class NewAccounts {

    private final NewAccountStore store;
    private final Credentials credentials;
    private final Registry registry;
    private final UserLifecycle lifecycle;

    public NewAccounts(Credentials credentials, Registry registry, UserLifecycle lifecycle) {
        this.store = new NewAccountStore();
        this.credentials = credentials;
        this.registry = registry;
        this.lifecycle = lifecycle;
    }

    /** An account, and whether this call made it. */
    public record Entry(User user, boolean isNew) {}

    /**
     * The account that the credential opens, made if there is none. The user found may be in any state.
     *
     * @throws ApiException 409 {@code EMAIL_EXISTS} when the address belongs to another account
     */
    public Entry findOrCreate(Transaction tx, NewAccount account, Origin origin) {
        String subject = Objects.requireNonNull(account.subject());
        Optional<User> owner = owner(tx, account, subject);
        if (owner.isPresent()) {
            return new Entry(owner.get(), false);
        }
        reserve(tx, account.projectId(), account.kind(), account.issuer(), subject);
        return owner(tx, account, subject)
                .map(user -> new Entry(user, false))
                .orElseGet(() -> create(tx, account, origin));
    }

    /**
     * A new account.
     *
     * @throws ApiException 409 {@code EMAIL_EXISTS} when the address belongs to another account
     */
    public Entry create(Transaction tx, NewAccount account, Origin origin) {
        User user = row(account, tx);
        String subject = account.subject() == null ? user.id().toString() : account.subject();
        if (!store.insert(tx.sql(), user, account, subject)) {
            registry.claim(tx, account.projectId(), account.email(), account.emailVerified(), null, origin);
            if (!store.insert(tx.sql(), user, account, subject)) {
                throw Registry.emailExists();
            }
        }
        lifecycle.userRegistered(tx, user, account.organizationId());
        return new Entry(user, true);
    }

    /** Nobody else makes an account of the credential, or links it by this call, until the transaction ends. */
    public void reserve(Transaction tx, UUID projectId, CredentialKind kind, String issuer, String subject) {
        store.lock(tx.sql(), projectId, kind, issuer, subject);
    }

    /**
     * A new account that nobody can use yet, of an address that is not verified; upper rooms hear of it once it is. Where
     * another account has the address, nothing is stored: the user answered is one that might have been.
     */
    public User prepare(Transaction tx, NewAccount account) {
        User user = row(account, tx);
        store.insert(tx.sql(), user, account, user.id().toString());
        return user;
    }

    private Optional<User> owner(Transaction tx, NewAccount account, String subject) {
        return credentials.owner(tx.sql(), account.projectId(), account.kind(), account.issuer(), subject);
    }

    /** The provider is what names the user to us: its own id, whatever opened the account. */
    private static User row(NewAccount account, Transaction tx) {
        UUID id = UUID.randomUUID();
        List<String> methods = account.kind().method().stream().toList();
        return new User(
                id,
                account.projectId(),
                id.toString(),
                account.kind().name(),
                account.email(),
                account.email() != null && account.emailVerified(),
                account.name(),
                account.picture(),
                new User.Ways(methods, account.passwordHash() != null, false, account.walletAddress()),
                false,
                null,
                UserStatus.ACTIVE,
                tx.now(),
                tx.now(),
                tx.now(),
                null);
    }
}
