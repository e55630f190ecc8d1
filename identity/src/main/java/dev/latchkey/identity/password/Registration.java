package dev.latchkey.identity.password;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.email.DisposableDomains;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a user with e-mail and password, signed in at once (auth-api.md 10). */
final class Registration {

    private final Database database;
    private final NewAccounts accounts;
    private final SignIn signIn;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final DisposableDomains disposable;

    Registration(
            Database database,
            NewAccounts accounts,
            SignIn signIn,
            PasswordHasher hasher,
            PasswordPolicy policy,
            DisposableDomains disposable) {
        this.database = database;
        this.accounts = accounts;
        this.signIn = signIn;
        this.hasher = hasher;
        this.policy = policy;
        this.disposable = disposable;
    }

    /** The password is hashed before anybody asks whether the address is known: both answers take the same time. */
    SignIn.Outcome register(UUID projectId, String email, String password, @Nullable String name, Origin origin) {
        EmailAddress address = address(email);
        disposable.refuse(address);
        policy.require(password, address.value());
        PasswordHash hash = hasher.hash(password);
        NewAccount account = new NewAccount(
                projectId, address.value(), false, name, null, CredentialKind.PASSWORD, "", null, hash.phc());
        return database.write(tx -> {
            NewAccounts.Entry entry = accounts.create(tx, account, origin);
            return signIn.completeNew(tx, entry, Proof.of("email", "password"), origin);
        });
    }

    private static EmailAddress address(String email) {
        try {
            return EmailAddress.parseStrictly(email);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
