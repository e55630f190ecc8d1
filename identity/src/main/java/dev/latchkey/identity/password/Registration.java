package dev.latchkey.identity.password;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.email.DisposableDomains;
import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.session.AuthUser;
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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes users with e-mail and password: signed in at once, or once the address is proved (auth-api.md 10). */
final class Registration {

    private final Database database;
    private final NewAccounts accounts;
    private final SignIn signIn;
    private final WaitingRegistration waiting;
    private final Links links;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final DisposableDomains disposable;

    Registration(
            Database database,
            NewAccounts accounts,
            SignIn signIn,
            WaitingRegistration waiting,
            Links links,
            PasswordHasher hasher,
            PasswordPolicy policy,
            DisposableDomains disposable) {
        this.database = database;
        this.accounts = accounts;
        this.signIn = signIn;
        this.waiting = waiting;
        this.links = links;
        this.hasher = hasher;
        this.policy = policy;
        this.disposable = disposable;
    }

    /** Signs in at once; the address can be proved later. Throws 409 when it has an account. */
    SignIn.Outcome register(NewAccount account, Origin origin) {
        return database.write(tx -> {
            NewAccounts.Entry entry = accounts.create(tx, account, origin);
            links.send(tx, LinkKind.VERIFICATION, entry.user(), Objects.requireNonNull(account.email()));
            return signIn.completeNew(tx, entry, Proof.of("email", "password"), origin);
        });
    }

    /** Lets nobody in yet, and answers the same whether the address has an account. */
    AuthUser registerUnproved(NewAccount account, Origin origin) {
        return waiting.register(account, origin);
    }

    /**
     * The account to register. The password is hashed before anybody asks whether the address is known: both answers take
     * the same time. Throws 400 for what breaks a rule.
     */
    NewAccount account(UUID projectId, String email, String password, @Nullable String name) {
        EmailAddress address = address(email);
        disposable.refuse(address);
        policy.require(password, address.value());
        PasswordHash hash = hasher.hash(password);
        return new NewAccount(
                projectId, address.value(), false, name, null, CredentialKind.PASSWORD, "", null, hash.phc());
    }

    private static EmailAddress address(String email) {
        try {
            return EmailAddress.parseStrictly(email);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
