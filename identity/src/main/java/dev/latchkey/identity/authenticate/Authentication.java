package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.provider.ProviderIdentity;
import dev.latchkey.identity.user.NewUser;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.identity.user.UserView;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletProvisioner.Provisioned;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;

/**
 * The act of signing in: finds the user or makes it, finds its wallet or makes it, all in one transaction. A returning
 * user costs three statements: the note of the sign-in, the wallet, the audit event.
 */
final class Authentication {

    private final UserStore users;
    private final Registry registry;
    private final WalletProvisioner wallets;

    Authentication(UserStore users, Registry registry, WalletProvisioner wallets) {
        this.users = users;
        this.registry = registry;
        this.wallets = wallets;
    }

    /** Throws 403 when the user is not active, 409 when it belongs to another provider. */
    AuthenticatedUser signIn(Transaction tx, UUID projectId, SignInClaim claim, Proof proof, Origin origin) {
        Optional<User> returning = users.signIn(tx.sql(), projectId, claim.authId(), proof.provider(), tx.now());
        Registry.Entry entry = returning
                .map(user -> new Registry.Entry(user, false))
                .orElseGet(() -> newcomer(tx, projectId, claim, proof, origin));
        User user = entry.user();
        Provisioned provisioned = wallet(tx, user, claim, entry.isNew(), origin);
        tx.audit(
                AuditEvent.success(entry.isNew() ? "user.register" : "user.login", origin, projectId, "user", user.id())
                        .with("method", "authenticate")
                        .with("proof", proof.label()));
        return new AuthenticatedUser(UserView.of(user), provisioned.wallet(), entry.isNew(), provisioned.isNew());
    }

    private Registry.Entry newcomer(Transaction tx, UUID projectId, SignInClaim claim, Proof proof, Origin origin) {
        Optional<User> known = users.byAuthId(tx.sql(), projectId, claim.authId());
        if (known.isEmpty()) {
            Registry.Entry entry = registry.findOrCreate(tx, newUser(projectId, claim, proof, tx), origin);
            if (entry.isNew()) {
                return entry;
            }
            known = Optional.of(entry.user());
        }
        // Either somebody else made the user just now, and theirs is the one, or the user may not sign in like this.
        User other = known.get();
        return users.signIn(tx.sql(), projectId, claim.authId(), proof.provider(), tx.now())
                .map(user -> new Registry.Entry(user, false))
                .orElseThrow(() -> refusal(other));
    }

    private static NewUser newUser(UUID projectId, SignInClaim claim, Proof proof, Transaction tx) {
        return switch (proof) {
            // What the token does not verify does not count: neither the body's address nor its provider.
            case Proof.ProviderToken(ProviderIdentity identity) ->
                new NewUser(
                        projectId,
                        claim.authId(),
                        identity.provider().name(),
                        identity.email(),
                        true,
                        claim.displayName() == null ? identity.name() : claim.displayName(),
                        UserStatus.ACTIVE,
                        tx.now());
            case Proof.Voucher voucher -> asClaimed(projectId, claim, true, tx);
            case Proof.None none -> asClaimed(projectId, claim, false, tx);
        };
    }

    private static NewUser asClaimed(UUID projectId, SignInClaim claim, boolean emailVerified, Transaction tx) {
        return new NewUser(
                projectId,
                claim.authId(),
                claim.authProvider(),
                claim.email(),
                emailVerified,
                claim.displayName(),
                UserStatus.ACTIVE,
                tx.now());
    }

    private Provisioned wallet(Transaction tx, User user, SignInClaim claim, boolean isNewUser, Origin origin) {
        if (!isNewUser) {
            var existing = wallets.existing(tx.sql(), user.projectId(), user.id(), claim.network());
            if (existing.isPresent()) {
                return new Provisioned(existing.get(), false);
            }
        }
        return wallets.ensure(tx, user.projectId(), user.id(), claim.network(), origin);
    }

    private static ApiException refusal(User user) {
        return user.isActive()
                ? new ApiException(409, "PROVIDER_MISMATCH", "This authId belongs to another auth provider")
                : ApiException.forbidden("Account is inactive");
    }
}
