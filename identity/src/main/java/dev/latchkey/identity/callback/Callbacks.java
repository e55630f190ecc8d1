package dev.latchkey.identity.callback;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.Latest;
import dev.latchkey.platform.settings.SystemSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Which host application hears of sign-ins, and for how long it is waited for. */
public final class Callbacks {

    /** How long a sign-in waits for the host application (config.md 2). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Callbacks() {}

    /**
     * What the host application hangs in, else the webhook of its server while there is one; never waited for longer.
     *
     * @param system says at each event whether there is a webhook, and where
     */
    public static AuthCallback from(Settings settings, SystemSettings system, AuthCallback embedded, Clock clock) {
        if (embedded != AuthCallback.NONE) {
            return TimedCallback.around(embedded, PATIENCE);
        }
        boolean anyAddress = settings.profile() != Profile.SERVE;
        Latest<Optional<Webhook>, AuthCallback> latest =
                new Latest<>(() -> Webhook.from(system), webhook -> webhook.map(
                                known -> TimedCallback.around(known.callback(anyAddress, clock), PATIENCE))
                        .orElse(AuthCallback.NONE));
        return new ConfiguredCallback(latest, system);
    }

    /** Where the application's server hears of sign-ins. */
    private record Webhook(URI address, Secret secret, Duration timeout, int retries) {

        /** Empty while it is switched off, or not whole. */
        static Optional<Webhook> from(SystemSettings system) {
            Optional<URI> address = system.get(AccountSettings.WEBHOOK_ADDRESS);
            Optional<Secret> secret = system.get(AccountSettings.WEBHOOK_KEY);
            return address.isEmpty() || secret.isEmpty() || !system.get(AccountSettings.WEBHOOK_SWITCH)
                    ? Optional.empty()
                    : Optional.of(new Webhook(
                            address.get(),
                            secret.get(),
                            system.get(AccountSettings.WEBHOOK_PATIENCE),
                            system.get(AccountSettings.WEBHOOK_TRIES)));
        }

        AuthCallback callback(boolean anyAddress, Clock clock) {
            return new WebhookCallback(address, secret, retries, new GuardedFetcher(timeout, anyAddress), clock);
        }
    }
}
