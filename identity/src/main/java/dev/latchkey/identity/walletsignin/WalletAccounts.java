package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The accounts that wallets open: a known wallet signs in, a new one signs up. */
final class WalletAccounts {

    private final Database database;
    private final Credentials credentials;
    private final UserStore users;
    private final NewAccounts accounts;
    private final SignIn signIn;
    private final Linking linking;

    WalletAccounts(
            Database database,
            Credentials credentials,
            UserStore users,
            NewAccounts accounts,
            SignIn signIn,
            Linking linking) {
        this.database = database;
        this.credentials = credentials;
        this.users = users;
        this.linking = linking;
        this.accounts = accounts;
        this.signIn = signIn;
    }

    SignIn.Outcome enter(UUID projectId, WalletProof proof, Origin origin) {
        NewAccount account =
                new NewAccount(projectId, null, false, null, null, proof.kind(), "", proof.subject(), null);
        return database.write(tx -> {
            NewAccounts.Entry entry = accounts.findOrCreate(tx, account, origin);
            if (!entry.isNew()) {
                credentials
                        .find(tx.sql(), projectId, proof.kind(), "", proof.subject())
                        .map(Credential::id)
                        .ifPresent(id -> credentials.used(tx.sql(), id, tx.now()));
            }
            return signIn.completeNew(tx, entry, Proof.of(proof.method(), "wallet"), origin);
        });
    }

    /**
     * Lets the wallet sign in the session's user; it may do so already.
     *
     * @throws ApiException 409 when it belongs to another account
     */
    UUID link(Caller.UserSession session, WalletProof proof, @Nullable String label, Origin origin) {
        UUID projectId = session.project();
        return database.write(tx -> {
            User user = users.byId(tx.sql(), projectId, session.userId())
                    .filter(User::isActive)
                    .orElseThrow(() -> ApiException.forbidden("Account is inactive"));
            accounts.reserve(tx, projectId, proof.kind(), "", proof.subject());
            Linking.Subject subject = new Linking.Subject(proof.kind(), "", proof.subject());
            UUID id = linking.link(tx, user, subject, "session", origin).id();
            if (label != null) {
                credentials.label(tx.sql(), user.id(), id, label);
            }
            return id;
        });
    }
}
