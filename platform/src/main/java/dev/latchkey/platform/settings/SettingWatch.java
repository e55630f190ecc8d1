package dev.latchkey.platform.settings;

import dev.latchkey.platform.signal.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings again when another instance says that it has changed them; while it cannot be told, every second.
 */
final class SettingWatch implements AutoCloseable {

    /** The topic of the signals; their key is the revision. */
    static final String TOPIC = "settings";

    private static final Logger LOG = LoggerFactory.getLogger(SettingWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Signals signals;
    private final Runnable reload;
    private final Object monitor = new Object();
    private boolean stale = true;
    private volatile boolean closed;
    private @Nullable Thread thread;

    SettingWatch(Signals signals, Runnable reload) {
        this.signals = signals;
        this.reload = reload;
        signals.on(TOPIC, revision -> wake(), this::wake);
    }

    void start() {
        thread = Thread.ofVirtual().name("settings").start(this::watch);
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void wake() {
        synchronized (monitor) {
            stale = true;
            monitor.notifyAll();
        }
    }

    private void watch() {
        try {
            while (!closed) {
                awaitWork();
                if (!read()) {
                    Thread.sleep(PAUSE);
                    wake();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether what was read stays true until a signal says otherwise. */
    private boolean read() {
        // Looked at before reading: what changes from here on is heard of, or read again in a second.
        boolean listening = signals.isListening();
        try {
            reload.run();
            return listening;
        } catch (RuntimeException away) {
            LOG.debug("settings could not be read", away);
            return false;
        }
    }

    private void awaitWork() throws InterruptedException {
        synchronized (monitor) {
            while (!stale) {
                monitor.wait();
            }
            stale = false;
        }
    }
}
