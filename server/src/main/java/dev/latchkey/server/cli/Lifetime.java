package dev.latchkey.server.cli;

import dev.latchkey.server.Logging;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Keeps the process alive until it is asked to stop, then closes what runs, in order. */
final class Lifetime {

    private Lifetime() {}

    /** Returns never: when the process is asked to stop, a hook closes {@code running} in order and the JVM ends. */
    static void untilStopped(AutoCloseable... running) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> close(running)));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable... running) {
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception failure) {
                LoggerFactory.getLogger(Lifetime.class).error("the stop was not clean", failure);
            }
        }
        Logging.flush();
    }
}
