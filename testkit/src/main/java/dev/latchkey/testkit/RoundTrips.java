package dev.latchkey.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts how often the driver waits for PostgreSQL, BEGIN and COMMIT included. What the driver
 * logs shows it: an answer after something was sent.
 */
public final class RoundTrips {

    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private RoundTrips() {}

    /** Runs {@code work} and answers the round trips made meanwhile, by any thread of this process. */
    public static int during(Runnable work) {
        Conversation conversation = new Conversation();
        Level before = DRIVER.getLevel();
        boolean usedParents = DRIVER.getUseParentHandlers();
        DRIVER.addHandler(conversation);
        DRIVER.setUseParentHandlers(false);
        DRIVER.setLevel(Level.FINEST);
        try {
            work.run();
        } finally {
            DRIVER.setLevel(before);
            DRIVER.setUseParentHandlers(usedParents);
            DRIVER.removeHandler(conversation);
        }
        return conversation.answers.get();
    }

    private static final class Conversation extends Handler {

        final AtomicInteger answers = new AtomicInteger();
        private final Set<Long> waiting = ConcurrentHashMap.newKeySet();

        Conversation() {
            setLevel(Level.FINEST);
        }

        @Override
        public void publish(LogRecord message) {
            long thread = message.getLongThreadID();
            if (message.getMessage().startsWith(" FE=>")) {
                waiting.add(thread);
            }
            if (message.getMessage().startsWith(" <=BE") && waiting.remove(thread)) {
                answers.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
