package dev.latchkey.identity.recovery;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import org.jspecify.annotations.Nullable;

/** What is the same for every new password, however its user came to choose one. */
public final class NewPasswords {

    private final PasswordStore store = new PasswordStore();
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final Credentials credentials;
    private final UserLifecycle lifecycle;
    private final Notices notices;

    public NewPasswords(
            PasswordPolicy policy,
            PasswordHasher hasher,
            Credentials credentials,
            UserLifecycle lifecycle,
            Notices notices) {
        this.policy = policy;
        this.hasher = hasher;
        this.credentials = credentials;
        this.lifecycle = lifecycle;
        this.notices = notices;
    }

    /** Throws 400 when it breaks rules. */
    PasswordHash hash(String password, @Nullable String email) {
        policy.require(password, email);
        return hasher.hash(password);
    }

    /**
     * Stores it, whatever the old one was.
     *
     * @throws ApiException what a listener refuses it with; the caller's transaction is then rolled back
     */
    void set(Transaction tx, User user, String password, PasswordHash hash, Origin origin) {
        store.set(tx.sql(), user.id(), hash, tx.now());
        changed(tx, user, new UserLifecycle.PasswordChange(null, password), origin);
    }

    /** Stores it in the place of the one that was looked at; throws 409 when that is not the user's any more. */
    void replace(
            Transaction tx,
            User user,
            @Nullable String hashBefore,
            UserLifecycle.PasswordChange change,
            PasswordHash hash,
            Origin origin) {
        if (!store.replace(tx.sql(), user.id(), hashBefore, hash, tx.now())) {
            throw ApiException.conflict("The password was changed by another call");
        }
        changed(tx, user, change, origin);
    }

    private void changed(Transaction tx, User user, UserLifecycle.PasswordChange change, Origin origin) {
        credentials.add(tx, user, CredentialKind.PASSWORD, "", user.id().toString(), null);
        lifecycle.passwordChanged(tx, user, change);
        notices.passwordChanged(tx, user, origin);
    }
}
