package dev.latchkey.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer fits. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** The first answer that fits; fails with the last one after a minute. */
    public static <T> T until(Supplier<T> question, Predicate<T> fits) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.get();
        while (!fits.test(answer)) {
            assertThat(System.nanoTime()).as("still " + answer).isLessThan(deadline);
            pause(Duration.ofMillis(30));
            answer = question.get();
        }
        return answer;
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
