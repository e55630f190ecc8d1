package dev.latchkey.testkit;

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

    /** Runs {@code work} and answers the round trips made meanwhile, by this thread. */
    public static int during(Runnable work) {
        Conversation conversation = new Conversation(Thread.currentThread().threadId());
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
        return conversation.answers;
    }

    private static final class Conversation extends Handler {

        private final long thread;
        private boolean waiting;
        int answers;

        Conversation(long thread) {
            this.thread = thread;
            setLevel(Level.FINEST);
        }

        @Override
        public void publish(LogRecord message) {
            if (message.getLongThreadID() != thread) {
                return;
            }
            if (message.getMessage().startsWith(" FE=>")) {
                waiting = true;
            }
            if (message.getMessage().startsWith(" <=BE") && waiting) {
                waiting = false;
                answers++;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
