package dev.latchkey.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two servers on one database tell each other what has changed. */
final class SignalsTest {

    @RegisterExtension
    final DatabaseExtension databases = TestDatabases.migrated();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> missed = new LinkedBlockingQueue<>();
    private Database here;
    private Database there;

    @BeforeEach
    void open() {
        here = TestDatabases.open(databases.database().url(), Clock.systemUTC());
        there = TestDatabases.open(databases.database().url(), Clock.systemUTC());
        there.signals().on("things", heard::add, () -> missed.add("missed"));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void anotherServerHearsWhatWasCommittedAndNothingElse() throws InterruptedException {
        listening(there);
        assertThatThrownBy(() -> here.run(transaction -> {
                    transaction.signal("things", "rolled back");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        here.run(transaction -> transaction.signal("others", 1));
        here.run(transaction -> transaction.signal("things", "a key with spaces"));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("a key with spaces");
        assertThat(heard).isEmpty();
    }

    @Test
    void theOwnServerHearsItOnceBeforeTheActReturns() throws InterruptedException {
        listening(there);
        there.run(transaction -> transaction.signal("things", 7));
        assertThat(heard).containsExactly("7");
        here.run(transaction -> transaction.signal("things", 8));
        assertThat(heard.poll()).isEqualTo("7");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("8");
    }

    @Test
    void signalsCostNoStatementOfTheirOwn() {
        List<String> statements = here.statements()
                .during(() -> here.run(transaction -> {
                    transaction.signal("things", 1);
                    transaction.signal("things", 2);
                }));
        assertThat(statements).hasSize(1);
    }

    @Test
    void aLostLineIsToldAndTakenUpAgain() throws InterruptedException {
        listening(there);
        missed.clear();
        databases
                .database()
                .execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'latchkey signals' and datname = current_database()");
        assertThat(missed.poll(10, TimeUnit.SECONDS)).isEqualTo("missed");
        listening(there);
        here.run(transaction -> transaction.signal("things", "again"));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("again");
    }

    @Test
    void whatIsRememberedIsForgottenWhenAnotherServerChangesIt() throws InterruptedException {
        Remembered<String, Integer> remembered = remembered(there);
        // Told after the one above, whereas the listener of all tests is told before it.
        BlockingQueue<String> forgotten = new LinkedBlockingQueue<>();
        there.signals().on("things", forgotten::add, () -> {});
        AtomicInteger loads = new AtomicInteger();
        Function<String, Integer> load = key -> loads.incrementAndGet();
        assertThat(remembered.get("a", load))
                .as("not listening yet: nothing is kept")
                .isEqualTo(1);
        assertThat(remembered.get("a", load)).isEqualTo(2);
        listening(there);
        assertThat(remembered.get("a", load)).isEqualTo(3);
        assertThat(remembered.get("a", load)).isEqualTo(3);
        assertThat(remembered.get("b", load)).isEqualTo(4);
        here.run(transaction -> transaction.signal("things", "a"));
        assertThat(forgotten.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(remembered.get("a", load)).isEqualTo(5);
        assertThat(remembered.get("b", load)).isEqualTo(4);
    }

    @Test
    void whatWasReadBeforeAChangeAndArrivesAfterItIsNotKept() throws InterruptedException {
        Remembered<String, Integer> remembered = remembered(there);
        listening(there);
        assertThat(remembered.get("a", key -> {
                    there.run(transaction -> transaction.signal("things", key));
                    return 1;
                }))
                .isEqualTo(1);
        assertThat(remembered.get("a", key -> 2)).isEqualTo(2);
        assertThat(remembered.get("a", key -> 3)).isEqualTo(2);
    }

    private static Remembered<String, Integer> remembered(Database database) {
        return new Remembered<>(database.signals(), "things", Function.identity(), 100, Duration.ofMinutes(1));
    }

    private static void listening(Database database) throws InterruptedException {
        database.signals().start();
        for (int i = 0; i < 1000 && !database.signals().isListening(); i++) {
            Thread.sleep(10);
        }
        assertThat(database.signals().isListening()).isTrue();
    }
}
