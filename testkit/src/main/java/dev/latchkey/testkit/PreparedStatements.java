package dev.latchkey.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects what this process has PostgreSQL prepare, as the driver's own log tells it. */
public final class PreparedStatements {

    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private static final Pattern PARSE =
            Pattern.compile(" FE=> Parse\\(stmt=[^,]*,query=\"(.*)\",oids=\\{([0-9,]*)}\\)", Pattern.DOTALL);

    /**
     * A statement.
     *
     * @param sql with {@code $1} and so on for parameters
     * @param types of the parameters, as object ids of PostgreSQL; 0 where it is to find out
     */
    public record Prepared(String sql, List<Long> types) {}

    private PreparedStatements() {}

    /** Runs {@code work} and answers what other threads had prepared meanwhile; this one is the test's own. */
    public static Set<Prepared> during(Runnable work) {
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
        return Set.copyOf(conversation.prepared);
    }

    private static final class Conversation extends Handler {

        final Set<Prepared> prepared = ConcurrentHashMap.newKeySet();
        private final long ownThread;

        Conversation(long ownThread) {
            this.ownThread = ownThread;
            setLevel(Level.FINEST);
        }

        @Override
        public void publish(LogRecord message) {
            if (message.getLongThreadID() == ownThread || !message.getMessage().startsWith(" FE=> Parse(")) {
                return;
            }
            Matcher parse = PARSE.matcher(message.getMessage());
            if (parse.matches()) {
                List<Long> types = Stream.of(parse.group(2).split(",", -1))
                        .filter(type -> !type.isEmpty())
                        .map(Long::valueOf)
                        .toList();
                prepared.add(new Prepared(parse.group(1), types));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
