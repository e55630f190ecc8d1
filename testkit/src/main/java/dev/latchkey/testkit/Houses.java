package dev.latchkey.testkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Houses of one kind, each a server with a database of its own, that one test class after another uses: opening one
 * costs more than most tests. A class has its house to itself; classes that run at the same time have different ones.
 */
public final class Houses<H> {
    private final DatabaseExtension databases;
    private final Function<TestDatabase, H> opening;
    private final Queue<H> vacant = new ConcurrentLinkedQueue<>();

    public Houses(DatabaseExtension databases, Function<TestDatabase, H> opening) {
        this.databases = databases;
        this.opening = opening;
    }

    /** A house for the class that asks, as whoever had it last left it. */
    public H take() {
        H house = vacant.poll();
        return house == null ? opening.apply(databases.another()) : house;
    }

    /** Leaves the house to the next class when the context is that of a class, not of one nested in it. */
    public void leave(H house, ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            vacant.add(house);
        }
    }
}
