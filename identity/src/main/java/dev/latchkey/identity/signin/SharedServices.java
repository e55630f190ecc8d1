package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.settings.SystemSettings;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What all ways to sign in stand on, made once by the room and handed to each of them; each takes what it needs.
 *
 * @param basePath of the sign-in routes, without slash at the end
 * @param lifecycle what upper rooms do when accounts come, change and go
 * @param demand of a second factor, by some projects
 * @param callback the host application, never waited for longer than a sign-in may take
 */
public record SharedServices(
        Database database,
        Settings settings,
        SystemSettings systemSettings,
        MasterKey masterKey,
        EnvelopeCipher cipher,
        PasswordHasher hasher,
        MailQueue mail,
        SecureRandom random,
        Clock clock,
        String basePath,
        ProjectResolver projects,
        UserLifecycle lifecycle,
        SecondFactorDemand demand,
        AuthCallback callback,
        Features features,
        UserStore users,
        Registry registry,
        Credentials credentials,
        Challenges challenges,
        OneTimeTokens oneTimeTokens,
        Throttle throttle,
        Sessions sessions,
        SessionCookies cookies,
        NewAccounts newAccounts,
        Linking linking,
        SignIn signIn,
        ProviderSignIn providerSignIn,
        SignInAnswers answers) {

    /** Removes what counts no more. */
    public void removeExpired() {
        sessions.removeExpired();
        database.read(sql -> oneTimeTokens.removeExpired(sql, clock.instant()));
        database.read(sql -> challenges.removeExpired(sql, clock.instant()));
        database.read(sql -> throttle.removeOld(sql, clock.instant()));
    }
}
