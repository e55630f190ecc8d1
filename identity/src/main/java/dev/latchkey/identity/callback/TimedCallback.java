package dev.latchkey.identity.callback;

import dev.latchkey.identity.signin.AuthCallback;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls another callback for two seconds at most; what fails or is late is logged, and the answer goes without it. */
public final class TimedCallback implements AuthCallback {

    private static final Logger LOG = LoggerFactory.getLogger(TimedCallback.class);

    private final AuthCallback callback;
    private final Duration patience;

    private TimedCallback(AuthCallback callback, Duration patience) {
        this.callback = callback;
        this.patience = patience;
    }

    /** The one that does nothing needs no watch. */
    public static AuthCallback around(AuthCallback callback, Duration patience) {
        return callback == AuthCallback.NONE ? callback : new TimedCallback(callback, patience);
    }

    @Override
    public @Nullable Object onAuthenticated(Event event) {
        return within("onAuthenticated", () -> callback.onAuthenticated(event));
    }

    @Override
    public @Nullable Object onRegistered(Event event) {
        return within("onRegistered", () -> callback.onRegistered(event));
    }

    @Override
    public void onLogout(UUID userId) {
        within("onLogout", () -> {
            callback.onLogout(userId);
            return null;
        });
    }

    private @Nullable Object within(String name, Callable<@Nullable Object> work) {
        FutureTask<@Nullable Object> task = new FutureTask<>(work);
        Thread worker = Thread.ofVirtual().name("callback-" + name).start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            worker.interrupt();
            LOG.warn("{} took longer than {} ms", name, patience.toMillis());
        } catch (ExecutionException failed) {
            LOG.warn("{} failed: {}", name, String.valueOf(failed.getCause()));
        } catch (InterruptedException interrupted) {
            worker.interrupt();
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
