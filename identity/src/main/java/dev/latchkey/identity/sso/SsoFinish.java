package dev.latchkey.identity.sso;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.ProviderSignIn;
import dev.latchkey.identity.signin.ProviderUser;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends an authorization request: signs in whom the issuer vouches for, or links the account to who began it. */
final class SsoFinish {

    private static final String METHOD = "sso";

    private final Database database;
    private final SsoProviderStore providers;
    private final SsoStateStore states;
    private final SsoProof proof;
    private final ProviderSignIn signIn;
    private final Linking linking;
    private final UserStore users;
    private final Optional<URI> callback;
    private final String basePath;

    SsoFinish(
            Database database,
            SsoProviderStore providers,
            SsoStateStore states,
            SsoProof proof,
            ProviderSignIn signIn,
            Linking linking,
            UserStore users,
            Optional<URI> callback,
            String basePath) {
        this.database = database;
        this.providers = providers;
        this.states = states;
        this.proof = proof;
        this.signIn = signIn;
        this.linking = linking;
        this.users = users;
        this.callback = callback;
        this.basePath = basePath;
    }

    /** What became of a request. */
    sealed interface Finished {

        /** Where the browser goes; {@code null} to answer in JSON. */
        @Nullable
        String redirectUri();

        record SignedIn(SignIn.Outcome outcome, @Nullable String redirectUri) implements Finished {}

        record Linked(Credential credential, @Nullable String redirectUri) implements Finished {}
    }

    /**
     * Finishes the request with the id, for the browser that has its secret.
     *
     * @param project that the call names; {@code null} when it names none
     */
    Finished finish(UUID stateId, String secret, @Nullable String project, SsoProof.Answer answer, Origin origin) {
        SsoState state = database.write(tx -> states.take(tx, stateId, Tokens.sha256Hex(secret)))
                .filter(taken ->
                        project == null || project.equals(taken.projectId().toString()))
                .orElseThrow(SsoFinish::unknownState);
        SsoProvider provider = database.read(sql -> providers.byId(sql, state.projectId(), state.providerId()))
                .filter(SsoProvider::enabled)
                .orElseThrow(() -> ApiException.notFound("The SSO provider is not enabled any more"));
        SsoIdentity identity = proven(provider, state, answer, origin);
        return database.write(tx -> state.linkUserId() == null
                ? new Finished.SignedIn(signedIn(tx, provider, identity, origin), state.redirectUri())
                : new Finished.Linked(linked(tx, provider, identity, state.linkUserId(), origin), state.redirectUri()));
    }

    static ApiException unknownState() {
        return ApiException.invalid(
                "The sign-in is unknown, was finished, has expired, or was begun by another browser");
    }

    private SsoIdentity proven(SsoProvider provider, SsoState state, SsoProof.Answer answer, Origin origin) {
        try {
            return proof.of(provider, state, answer, callback.orElseThrow(SsoFinish::unknownState));
        } catch (ApiException refusal) {
            database.run(tx -> tx.audit(refused(provider, origin, refusal.getMessage())));
            throw refusal;
        }
    }

    private SignIn.Outcome signedIn(Transaction tx, SsoProvider provider, SsoIdentity identity, Origin origin) {
        if (identity.email() == null) {
            throw refusing(tx, provider, origin, ApiException.invalid("The issuer tells no e-mail address"));
        }
        requireDomain(tx, provider, identity.email(), origin);
        boolean ownDomain = provider.emailDomain() != null;
        // An organization's issuer may say what it likes about addresses of other people's domains.
        boolean believed = identity.emailVerified() && (ownDomain || provider.orgId() == null);
        ProviderUser user = new ProviderUser(
                provider.projectId(),
                METHOD,
                subject(provider, identity),
                identity.email(),
                believed,
                believed && ownDomain,
                identity.name(),
                identity.picture(),
                "POST " + basePath + "/user/credentials/sso",
                provider.orgId());
        return signIn.signIn(tx, user, () -> requireRegistration(tx, provider, origin), origin);
    }

    private Credential linked(Transaction tx, SsoProvider provider, SsoIdentity identity, UUID userId, Origin origin) {
        if (provider.emailDomain() != null) {
            requireDomain(tx, provider, String.valueOf(identity.email()), origin);
        }
        User user = users.byId(tx.sql(), provider.projectId(), userId)
                .filter(User::isActive)
                .orElseThrow(() -> ApiException.forbidden("Account is inactive"));
        return linking.link(tx, user, subject(provider, identity), "session", origin);
    }

    private static Linking.Subject subject(SsoProvider provider, SsoIdentity identity) {
        return new Linking.Subject(CredentialKind.SSO_OIDC, provider.issuerUrl(), identity.subject());
    }

    private static void requireDomain(Transaction tx, SsoProvider provider, String email, Origin origin) {
        String domain = email.substring(email.lastIndexOf('@') + 1);
        if (provider.emailDomain() != null && !provider.emailDomain().equals(domain)) {
            throw refusing(
                    tx, provider, origin, ApiException.forbidden("Addresses of this domain do not sign in here"));
        }
    }

    private static void requireRegistration(Transaction tx, SsoProvider provider, Origin origin) {
        if (!provider.allowRegistration()) {
            throw refusing(
                    tx, provider, origin, ApiException.forbidden("This provider makes no accounts for new users"));
        }
    }

    private static ApiException refusing(Transaction tx, SsoProvider provider, Origin origin, ApiException refusal) {
        tx.auditRefusal(refused(provider, origin, refusal.getMessage()));
        return refusal;
    }

    private static AuditEvent refused(SsoProvider provider, Origin origin, @Nullable String reason) {
        return AuditEvent.failure("user.login", origin, provider.projectId(), "sso_provider", provider.id())
                .with("method", METHOD)
                .with("reason", String.valueOf(reason));
    }
}
