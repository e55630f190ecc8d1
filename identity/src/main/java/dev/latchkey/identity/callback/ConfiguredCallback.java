package dev.latchkey.identity.callback;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.settings.SystemSettings;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes on what is to be told, to whoever is to hear it at the moment. */
final class ConfiguredCallback implements AuthCallback {

    private final Supplier<AuthCallback> callback;
    private final SystemSettings settings;

    ConfiguredCallback(Supplier<AuthCallback> callback, SystemSettings settings) {
        this.callback = callback;
        this.settings = settings;
    }

    @Override
    public @Nullable Object onAuthenticated(Event event) {
        return signIns().onAuthenticated(event);
    }

    @Override
    public @Nullable Object onRegistered(Event event) {
        boolean told = settings.get(AccountSettings.WEBHOOK_NOTIFY_REGISTRATIONS);
        return (told ? callback.get() : AuthCallback.NONE).onRegistered(event);
    }

    @Override
    public void onLogout(UUID userId) {
        signIns().onLogout(userId);
    }

    private AuthCallback signIns() {
        return settings.get(AccountSettings.WEBHOOK_NOTIFY_SIGNINS) ? callback.get() : AuthCallback.NONE;
    }
}
