package dev.latchkey.identity.callback;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import java.time.Clock;
import java.time.Duration;

/** Which host application hears of sign-ins, and for how long it is waited for. */
public final class Callbacks {

    /** How long a sign-in waits for the host application (config.md 2). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Callbacks() {}

    /** What the host application hangs in, else the webhook of its server, if there is one; never waited for longer. */
    public static AuthCallback from(Settings settings, AuthCallback embedded, Clock clock) {
        boolean webhook = embedded == AuthCallback.NONE && settings.get(AccountSettings.WEBHOOK_ENABLED);
        return TimedCallback.around(webhook ? webhook(settings, clock) : embedded, PATIENCE);
    }

    private static AuthCallback webhook(Settings settings, Clock clock) {
        GuardedFetcher client =
                new GuardedFetcher(settings.get(AccountSettings.WEBHOOK_TIMEOUT), settings.profile() != Profile.SERVE);
        return new WebhookCallback(
                settings.get(AccountSettings.WEBHOOK_URL),
                settings.get(AccountSettings.WEBHOOK_SECRET),
                settings.get(AccountSettings.WEBHOOK_RETRIES),
                client,
                clock);
    }
}
