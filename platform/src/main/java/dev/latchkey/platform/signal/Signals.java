package dev.latchkey.platform.signal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries "this has changed" from the transaction that changed it to every server on the database, over one connection
 * of its own. What this process commits reaches its own listeners at once, on the thread that committed; other servers
 * hear it as soon as PostgreSQL tells them. A signal can be missed only while this server is not listening: then the
 * listeners are told to forget all they remember, and should remember nothing until {@link #isListening} again.
 */
public final class Signals implements AutoCloseable {

    /** Where all of it travels; the payload is {@code sender topic key}. */
    public static final String CHANNEL = "latchkey";

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Opens the connection to listen on. */
    @FunctionalInterface
    public interface Line {
        Connection open() throws SQLException;
    }

    private record Listener(Consumer<String> changed, Runnable missed) {}

    private final String self = UUID.randomUUID().toString();
    private final Line line;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private volatile @Nullable Connection connection;
    private volatile boolean listening;
    private volatile boolean closed;
    private @Nullable Thread thread;

    public Signals(Line line) {
        this.line = line;
    }

    /**
     * Calls {@code changed} with the key of every signal of the topic, and {@code missed} whenever signals may have been
     * lost. Both are called on threads that others wait for: they should only forget something, or wake somebody.
     */
    public void on(String topic, Consumer<String> changed, Runnable missed) {
        listeners.computeIfAbsent(topic, key -> new CopyOnWriteArrayList<>()).add(new Listener(changed, missed));
    }

    /** Begins to listen, in the background. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("signals").start(this::listen);
        }
    }

    /** Whether every signal of other servers reaches this one at the moment. */
    public boolean isListening() {
        return listening;
    }

    /** The payload that tells other servers. */
    public String payload(Signal signal) {
        return self + " " + signal.topic() + " " + signal.key();
    }

    /** Tells the listeners of this process. */
    public void tell(Signal signal) {
        for (Listener listener : listeners.getOrDefault(signal.topic(), List.of())) {
            listener.changed().accept(signal.key());
        }
    }

    @Override
    public void close() {
        closed = true;
        hangUp();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.interrupt();
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection opened = line.open();
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("listen " + CHANNEL);
                listening = !closed;
                hear(opened.unwrap(PGConnection.class), statement);
            } catch (SQLException | RuntimeException failure) {
                if (!closed) {
                    LOG.warn("not listening to other servers: {}", failure.getMessage());
                }
            } finally {
                listening = false;
                connection = null;
                missed();
            }
            pause();
        }
    }

    private void hear(PGConnection line, Statement statement) throws SQLException {
        while (!closed) {
            PGNotification[] heard = line.getNotifications(Math.toIntExact(SIGN_OF_LIFE.toMillis()));
            if (heard == null || heard.length == 0) {
                statement.execute("select 1");
                continue;
            }
            for (PGNotification notification : heard) {
                String[] parts = notification.getParameter().split(" ", 3);
                if (parts.length == 3 && !parts[0].equals(self)) {
                    tell(new Signal(parts[1], parts[2]));
                }
            }
        }
    }

    private void missed() {
        listeners
                .values()
                .forEach(all -> all.forEach(listener -> listener.missed().run()));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void hangUp() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException broken) {
                LOG.debug("the line was already down", broken);
            }
        }
    }
}
