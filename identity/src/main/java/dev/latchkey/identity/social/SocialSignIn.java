package dev.latchkey.identity.social;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.provider.ProviderClaims;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.ProviderSignIn;
import dev.latchkey.identity.signin.ProviderUser;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs in by an ID token of Google or Apple, or links the account behind it to a signed-in user. */
final class SocialSignIn {

    private final Database database;
    private final SocialTokens tokens;
    private final UsedIdTokenStore used = new UsedIdTokenStore();
    private final ProviderSignIn signIn;
    private final Linking linking;
    private final boolean linksByEmail;
    private final String basePath;

    /** @param linksByEmail whether a verified address opens the account that has verified it as well */
    SocialSignIn(
            Database database,
            SocialTokens tokens,
            ProviderSignIn signIn,
            Linking linking,
            boolean linksByEmail,
            String basePath) {
        this.database = database;
        this.tokens = tokens;
        this.signIn = signIn;
        this.linking = linking;
        this.linksByEmail = linksByEmail;
        this.basePath = basePath;
    }

    /**
     * What the client sends.
     *
     * @param name of a new user, for Apple, which tells it to the application alone
     */
    record Presented(
            String idToken,
            @Nullable String nonce,
            @Nullable String name) {}

    SignIn.Outcome signIn(UUID projectId, SocialProvider provider, Presented presented, Origin origin) {
        SocialIdentity identity = tokens.verify(provider, presented.idToken(), presented.nonce());
        return database.write(tx -> {
            useUp(tx, projectId, provider, identity);
            return signIn.signIn(
                    tx, user(projectId, provider, identity, presented), () -> requireReal(identity), origin);
        });
    }

    Credential link(User user, SocialProvider provider, Presented presented, Origin origin) {
        SocialIdentity identity = tokens.verify(provider, presented.idToken(), presented.nonce());
        return database.write(tx -> {
            useUp(tx, user.projectId(), provider, identity);
            return linking.link(tx, user, subject(provider, identity), "session", origin);
        });
    }

    /** Removes tokens that nobody accepts any more. */
    void removeExpired(Clock clock) {
        database.read(sql -> used.removeExpired(sql, clock.instant()));
    }

    /** Part of the transaction: a refused sign-in leaves the token as it was, so that it can still be linked. */
    private void useUp(Transaction tx, UUID projectId, SocialProvider provider, SocialIdentity identity) {
        if (!used.use(tx.sql(), projectId, identity)) {
            throw new ApiException(
                    401, "INVALID_TOKEN", "The " + provider.name() + " token is not accepted: it was used before");
        }
    }

    private ProviderUser user(UUID projectId, SocialProvider provider, SocialIdentity identity, Presented presented) {
        Optional<String> told = Optional.ofNullable(presented.name()).flatMap(ProviderClaims::usableName);
        return new ProviderUser(
                projectId,
                provider.method(),
                subject(provider, identity),
                identity.email(),
                identity.email() != null,
                linksByEmail && identity.runsMailbox(),
                told.orElse(identity.name()),
                identity.picture(),
                "POST " + basePath + "/user/credentials/" + provider.method(),
                null);
    }

    private static Linking.Subject subject(SocialProvider provider, SocialIdentity identity) {
        return new Linking.Subject(provider.kind(), provider.issuer(), identity.subject());
    }

    private static void requireReal(SocialIdentity identity) {
        if (!identity.likelyReal()) {
            throw ApiException.invalid("Apple does not take this for a person's account");
        }
    }
}
