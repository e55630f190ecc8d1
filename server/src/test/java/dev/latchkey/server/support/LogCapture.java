package dev.latchkey.server.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Keeps every line the program logs, in full, while it is open; our own loggers down to {@code DEBUG}. */
public final class LogCapture implements AutoCloseable {

    private static final String ACCESS = "latchkey.access";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root;
    private final Logger ours;
    private final Logger access;
    private final Keeper keeper = new Keeper();
    private final PatternLayout layout = new PatternLayout();
    private final Level accessBefore;

    private LogCapture(LoggerContext context) {
        this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        this.ours = context.getLogger("dev.latchkey");
        this.access = context.getLogger(ACCESS);
        this.accessBefore = access.getLevel();
        layout.setContext(context);
        layout.setPattern("%level %logger %msg %kvp %mdc%n%ex{full}");
        layout.start();
        keeper.setContext(context);
    }

    public static LogCapture start() {
        LogCapture capture = new LogCapture((LoggerContext) LoggerFactory.getILoggerFactory());
        capture.keeper.start();
        capture.root.addAppender(capture.keeper);
        capture.ours.setLevel(Level.DEBUG);
        capture.access.setLevel(Level.INFO);
        return capture;
    }

    public String text() {
        return String.join("", lines);
    }

    @Override
    public void close() {
        root.detachAppender(keeper);
        ours.setLevel(null);
        access.setLevel(accessBefore);
    }

    private final class Keeper extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(layout.doLayout(event));
        }
    }
}
