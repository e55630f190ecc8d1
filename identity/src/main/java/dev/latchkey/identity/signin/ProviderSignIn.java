package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * Signs in whom a provider vouches for. An account is bound to issuer and subject; the e-mail address alone opens none,
 * unless whoever runs the server believes the provider about addresses, and both sides have verified this one.
 */
public final class ProviderSignIn {

    private static final String FACTOR = "provider";

    private final Credentials credentials;
    private final UserStore users;
    private final NewAccounts accounts;
    private final Linking linking;
    private final SignIn signIn;

    public ProviderSignIn(
            Credentials credentials, UserStore users, NewAccounts accounts, Linking linking, SignIn signIn) {
        this.credentials = credentials;
        this.users = users;
        this.accounts = accounts;
        this.linking = linking;
        this.signIn = signIn;
    }

    /**
     * Signs in.
     *
     * @param beforeNew throws what speaks against a new account
     * @throws ApiException 409 {@code EMAIL_EXISTS} when the address belongs to another account
     */
    public SignIn.Outcome signIn(Transaction tx, ProviderUser user, Runnable beforeNew, Origin origin) {
        Proof proof = Proof.of(user.method(), FACTOR);
        Optional<User> owner = owner(tx, user).or(() -> linkedByEmail(tx, user, origin));
        if (owner.isPresent()) {
            return signIn.complete(tx, owner.get(), proof, origin);
        }
        beforeNew.run();
        return signIn.completeNew(tx, account(tx, user, origin), proof, origin);
    }

    private Optional<User> owner(Transaction tx, ProviderUser user) {
        Linking.Subject subject = user.subject();
        Optional<Credential> known =
                credentials.find(tx.sql(), user.projectId(), subject.kind(), subject.issuer(), subject.subject());
        known.ifPresent(credential -> credentials.used(tx.sql(), credential.id(), tx.now()));
        return known.flatMap(credential -> users.byId(tx.sql(), user.projectId(), credential.userId()));
    }

    /** Never a system admin's account: who runs an issuer must not thereby run the server. */
    private Optional<User> linkedByEmail(Transaction tx, ProviderUser user, Origin origin) {
        if (user.email() == null || !user.emailVerified() || !user.opensByEmail()) {
            return Optional.empty();
        }
        Optional<User> holder = users.lockByEmail(tx.sql(), user.projectId(), user.email())
                .filter(found -> found.emailVerified() && found.isActive() && !found.systemAdmin());
        holder.ifPresent(found -> linking.link(tx, found, user.subject(), "verified_email", origin));
        return holder;
    }

    private NewAccounts.Entry account(Transaction tx, ProviderUser user, Origin origin) {
        try {
            return accounts.findOrCreate(
                    tx,
                    new NewAccount(
                            user.projectId(),
                            user.email(),
                            user.emailVerified(),
                            user.name(),
                            user.picture(),
                            user.subject().kind(),
                            user.subject().issuer(),
                            user.subject().subject(),
                            null,
                            user.organizationId()),
                    origin);
        } catch (ApiException refusal) {
            throw refusal.code().equals("EMAIL_EXISTS") ? howToLink(user) : refusal;
        }
    }

    private static ApiException howToLink(ProviderUser user) {
        return new ApiException(
                        409,
                        "EMAIL_EXISTS",
                        "An account with this e-mail address exists already; sign in to it, then link this provider")
                .details(Map.of("linkAt", user.linkAt()));
    }
}
